package dev.halcyon.engine.worker;

import java.io.BufferedInputStream;
import java.io.BufferedOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** One running worker and the pipe to it. Used by one conversation at a time. */
final class WorkerProcess implements AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(WorkerProcess.class);

  private static final Duration START_LIMIT = Duration.ofSeconds(60);

  private final Process process;
  private final Pipe pipe;
  private final Sandbox sandbox;
  private final String unit;
  private int jobs;

  private WorkerProcess(Process process, Sandbox sandbox, String unit) {
    this.process = process;
    this.sandbox = sandbox;
    this.unit = unit;
    this.pipe =
        new Pipe(
            new BufferedInputStream(process.getInputStream(), 1 << 16),
            new BufferedOutputStream(process.getOutputStream(), 1 << 16));
    // Reading a child's pipe blocks in native code and so holds a carrier of the virtual threads,
    // on
    // two cores all of them: a thread of its own, or an idle worker stops everything else.
    Thread.ofPlatform().daemon().name("worker-stderr").start(() -> drain(process.getErrorStream()));
  }

  /**
   * Starts a worker. Call it from a thread that lives as long as the engine: Linux kills a
   * sandboxed child when the thread that started it ends.
   */
  static WorkerProcess start(WorkerCommand command) throws IOException {
    String unit = Sandbox.unit();
    WorkerProcess worker = new WorkerProcess(spawn(command.serving(unit)), command.sandbox(), unit);
    // Killed while it sets itself up, bubblewrap leaves a process behind: nobody sees it before.
    Thread watchdog = Thread.ofVirtual().start(worker::killUnlessGreeted);
    try {
      worker.greet();
    } catch (IOException e) {
      worker.close();
      throw e;
    } finally {
      watchdog.interrupt();
    }
    return worker;
  }

  private void killUnlessGreeted() {
    try {
      Thread.sleep(START_LIMIT);
      LOG.warn("a worker did not start within {} s", START_LIMIT.toSeconds());
      close();
    } catch (InterruptedException e) {
      // It was greeted, or is gone: nothing is left to watch.
      Thread.currentThread().interrupt();
    }
  }

  /** Starts a command with nothing of this process's environment but where to find programs. */
  static Process spawn(List<String> command) throws IOException {
    ProcessBuilder builder = new ProcessBuilder(command);
    Map<String, String> environment = builder.environment();
    String path = environment.getOrDefault("PATH", "/usr/bin:/bin");
    String runtime = environment.getOrDefault("XDG_RUNTIME_DIR", "");
    environment.clear();
    environment.put("PATH", path);
    // Each arena of glibc reserves 64 MiB of the address space, which is limited.
    environment.put("MALLOC_ARENA_MAX", "4");
    if (!runtime.isEmpty()) {
      environment.put("XDG_RUNTIME_DIR", runtime);
    }
    return builder.start();
  }

  private static void drain(InputStream stderr) {
    // What native code prints may quote content: it is counted, never logged.
    try (stderr) {
      long bytes = stderr.transferTo(java.io.OutputStream.nullOutputStream());
      if (bytes > 0) {
        LOG.debug("a worker printed {} bytes on its error stream", bytes);
      }
    } catch (IOException e) {
      LOG.debug("a worker's error stream broke off");
    }
  }

  private void greet() throws IOException {
    Pipe.Message hello = pipe.receive();
    if (hello.kind() != Pipe.Kind.HELLO || hello.reader().readInt() != Pipe.VERSION) {
      throw new IOException("the worker is of another build");
    }
  }

  /** The pipe, for one more job. */
  Pipe pipe() {
    jobs++;
    return pipe;
  }

  int jobs() {
    return jobs;
  }

  boolean alive() {
    return process.isAlive();
  }

  long pid() {
    return process.pid();
  }

  @Override
  public void close() {
    process.descendants().forEach(ProcessHandle::destroyForcibly);
    process.destroyForcibly();
    try {
      sandbox.afterKill(unit);
    } catch (IOException e) {
      LOG.warn("the unit {} of a worker could not be stopped", unit);
    }
  }
}
