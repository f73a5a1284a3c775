package dev.halcyon.engine.worker;

import static java.nio.charset.StandardCharsets.ISO_8859_1;

import java.io.IOException;
import java.io.InputStream;
import java.time.Duration;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** One running worker and the pipe to it. Used by one conversation at a time. */
final class WorkerProcess implements AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(WorkerProcess.class);

  private static final Duration START_LIMIT = Duration.ofSeconds(60);
  private static final Duration LOOK = Duration.ofMillis(20);
  private static final long ENDING_MILLIS = 200;

  /** Exit code of a Java machine that was told to end when its memory is used up. */
  private static final int OUT_OF_MEMORY = 3;

  /** Exit codes above it, less this, are the signal that ended a process. */
  private static final int SIGNALLED = 128;

  /** What a Java machine prints that cannot go on for want of memory of its own. */
  private static final String STARVED = "insufficient memory for the Java Runtime";

  private final Process process;
  private final Forgetting.Input answers;
  private final Forgetting.Output questions;
  private final Pipe pipe;
  private final Sandbox sandbox;
  private final String unit;
  private final Thread drain;
  private int jobs;
  private volatile boolean starved;

  private WorkerProcess(Process process, Sandbox sandbox, String unit) {
    this.process = process;
    this.sandbox = sandbox;
    this.unit = unit;
    this.answers = new Forgetting.Input(process.getInputStream());
    this.questions = new Forgetting.Output(process.getOutputStream());
    this.pipe = new Pipe(answers, questions);
    // Reading a child's pipe blocks in native code and so holds a carrier of the virtual threads,
    // on
    // two cores all of them: a thread of its own, or an idle worker stops everything else.
    drain =
        Thread.ofPlatform()
            .daemon()
            .name("worker-stderr")
            .start(() -> drain(process.getErrorStream()));
  }

  /**
   * Starts a worker. Call it from a thread that lives as long as the engine: Linux kills a
   * sandboxed child when the thread that started it ends.
   */
  static WorkerProcess start(WorkerPool.Start command) throws IOException, InterruptedException {
    String unit = Sandbox.unit();
    WorkerProcess worker = new WorkerProcess(spawn(command.serving(unit)), command.sandbox(), unit);
    CompletableFuture<Void> greeting = new CompletableFuture<>();
    Thread.ofPlatform().daemon().name("worker-greeting").start(() -> worker.greet(greeting));
    boolean greeted = false;
    try {
      worker.await(greeting);
      greeted = true;
    } finally {
      if (!greeted) {
        worker.close();
      }
    }
    return worker;
  }

  /**
   * Waits for the greeting while looking after the process. Killed while it sets itself up,
   * bubblewrap leaves a child behind that is nobody's and holds the pipe: whoever only reads waits
   * for ever, and whoever wants to end the child must have seen it before.
   */
  private void await(CompletableFuture<Void> greeting) throws IOException, InterruptedException {
    Set<ProcessHandle> children = new HashSet<>();
    long until = System.nanoTime() + START_LIMIT.toNanos();
    while (true) {
      process.descendants().forEach(children::add);
      boolean alive = process.isAlive() && System.nanoTime() < until;
      try {
        greeting.get(LOOK.toMillis(), TimeUnit.MILLISECONDS);
        return;
      } catch (ExecutionException e) {
        throw new IOException("the worker did not start: " + e.getCause(), e.getCause());
      } catch (TimeoutException e) {
        if (!alive) {
          children.forEach(ProcessHandle::destroyForcibly);
          throw new IOException("the worker ended, or said nothing, while it started", e);
        }
      }
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

  private void drain(InputStream stderr) {
    // What native code prints may quote content: it is counted, never logged.
    try (stderr) {
      long bytes = 0;
      byte[] some = new byte[4096];
      String last = "";
      int read;
      while ((read = stderr.read(some)) >= 0) {
        bytes += read;
        last += new String(some, 0, read, ISO_8859_1);
        starved |= last.contains(STARVED);
        last = last.substring(Math.max(0, last.length() - STARVED.length()));
      }
      if (bytes > 0) {
        LOG.debug("a worker printed {} bytes on its error stream", bytes);
      }
    } catch (IOException e) {
      LOG.debug("a worker's error stream broke off");
    }
  }

  private void greet(CompletableFuture<Void> greeting) {
    try {
      Pipe.Message hello = pipe.receive();
      if (hello.kind() != Pipe.Kind.HELLO || hello.reader().readInt() != Pipe.VERSION) {
        throw new IOException("the worker is of another build");
      }
      greeting.complete(null);
    } catch (IOException | RuntimeException e) {
      greeting.completeExceptionally(e);
    }
  }

  /** In words, why it did not answer; waits a moment for one that is just ending. */
  String ending() {
    try {
      if (!process.waitFor(ENDING_MILLIS, TimeUnit.MILLISECONDS)) {
        return "it broke the protocol";
      }
      drain.join(ENDING_MILLIS);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return "it ended";
    }
    int code = process.exitValue();
    return code > SIGNALLED
        ? "it was ended by signal " + (code - SIGNALLED)
        : "it ended with code " + code;
  }

  /** Whether a worker that has ended did so because its memory was used up. */
  boolean ranOutOfMemory() {
    return !process.isAlive() && (process.exitValue() == OUT_OF_MEMORY || starved);
  }

  /** The pipe, for one more job. */
  Pipe pipe() {
    jobs++;
    return pipe;
  }

  /**
   * After a job: has zeros sent both ways, so that Java's own buffers of the pipe hold nothing
   * else.
   *
   * @throws IOException when the worker does not answer with them; it must not be used again
   */
  void rest() throws IOException {
    pipe.send(Pipe.Kind.REST, new byte[Forgetting.ASK]);
    answers.rest(Pipe.Kind.REST.ordinal());
  }

  /** Between two jobs: overwrites what of the last one still lies in this process. */
  void forget() {
    answers.forget();
    questions.forget();
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
