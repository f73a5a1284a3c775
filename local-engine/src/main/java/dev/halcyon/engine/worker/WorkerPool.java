package dev.halcyon.engine.worker;

import dev.halcyon.protocol.UserProblem;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The worker processes of one engine: as many at work as there are processor cores (four at most),
 * and one warm spare. Safe for any thread.
 */
final class WorkerPool implements AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(WorkerPool.class);
  private static final int SLOTS = Math.clamp(Runtime.getRuntime().availableProcessors(), 1, 4);
  private static final int SPARES = 1;

  /** A worker is replaced after so many files, lest one that was taken over lives on. */
  private static final int MOST_JOBS = 64;

  private static final long PREPARE_SECONDS = 60;
  private static final long CLOSE_SECONDS = 10;

  private final boolean requireSandbox;
  private final Semaphore slots = new Semaphore(SLOTS, true);
  private final Deque<WorkerProcess> idle = new ArrayDeque<>();
  private final Set<WorkerProcess> running = new LinkedHashSet<>();

  /** One thread for the engine's whole life: Linux ties a sandboxed child to the thread. */
  private final ExecutorService spawner =
      Executors.newSingleThreadExecutor(
          Thread.ofPlatform().daemon().name("media-worker-spawner").factory());

  private @Nullable Sandbox sandbox;
  private @Nullable Start command;
  private boolean closed;

  WorkerPool(boolean requireSandbox) {
    this(requireSandbox, null);
  }

  /**
   * A pool whose sandbox is settled.
   *
   * @param sandbox null to have it tried out on first use
   */
  WorkerPool(boolean requireSandbox, @Nullable Sandbox sandbox) {
    this.requireSandbox = requireSandbox;
    this.sandbox = sandbox;
  }

  /** A pool of workers that are started in another way, to try out what happens when they fail. */
  WorkerPool(Start start) {
    this(false, start.sandbox());
    this.command = start;
  }

  /** How a worker is started. */
  interface Start {
    Sandbox sandbox();

    /** The command of a worker in a unit of this name. */
    List<String> serving(String unit);
  }

  synchronized Sandbox sandbox() {
    Sandbox known = sandbox;
    if (known == null) {
      known = Sandbox.detect();
      sandbox = known;
    }
    return known;
  }

  /**
   * A worker for one job; waits while all are at work.
   *
   * @throws UserProblem {@code media.sandbox} or {@code media.worker} when none can be started
   */
  WorkerProcess take() throws InterruptedException {
    slots.acquire();
    boolean taken = false;
    try {
      if (requireSandbox && sandbox() == Sandbox.NONE) {
        throw new UserProblem(
            "media.sandbox",
            "Media is not decoded: a sandbox is required and none works on this machine.",
            "Install bubblewrap (Debian: apt-get install bubblewrap) and allow user namespaces,"
                + " or do not require a sandbox.");
      }
      WorkerProcess worker = takeIdle();
      if (worker == null) {
        worker = spawn();
      }
      taken = true;
      spawner.execute(this::fillSpares);
      return worker;
    } finally {
      if (!taken) {
        slots.release();
      }
    }
  }

  private synchronized @Nullable WorkerProcess takeIdle() {
    @Nullable WorkerProcess worker;
    while ((worker = idle.pollLast()) != null) {
      if (worker.alive()) {
        return worker;
      }
      running.remove(worker);
      // Its starter is gone, but under a service manager the worker itself may still be there.
      worker.close();
    }
    return null;
  }

  void giveBack(WorkerProcess worker, boolean healthy) {
    try {
      if (healthy) {
        worker.forget();
      }
      synchronized (this) {
        if (healthy
            && !closed
            && worker.alive()
            && worker.jobs() < MOST_JOBS
            && idle.size() < SLOTS) {
          idle.addLast(worker);
          return;
        }
        running.remove(worker);
      }
      worker.close();
    } finally {
      slots.release();
    }
  }

  private WorkerProcess spawn() throws InterruptedException {
    try {
      return spawner.submit(this::start).get();
    } catch (ExecutionException e) {
      if (e.getCause() instanceof UserProblem problem) {
        throw problem;
      }
      throw new UserProblem(
          "media.worker",
          "The worker process that decodes media could not be started.",
          "Run the doctor: it checks the Java runtime and the native libraries.",
          e.getCause());
    }
  }

  private void fillSpares() {
    try {
      WorkerProcess worker;
      synchronized (this) {
        if (closed || idle.size() >= SPARES) {
          return;
        }
      }
      worker = start();
      synchronized (this) {
        idle.addFirst(worker);
      }
    } catch (IOException | UserProblem e) {
      if (!isClosed()) { // else nobody needs a spare any more
        LOG.warn("no spare worker could be started: {}", e.toString());
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  private synchronized boolean isClosed() {
    return closed;
  }

  private WorkerProcess start() throws IOException, InterruptedException {
    WorkerProcess worker = WorkerProcess.start(command());
    synchronized (this) {
      if (closed) {
        worker.close();
        throw new UserProblem(
            "media.worker", "The engine was closed.", "Start the engine, then scan again.");
      }
      running.add(worker);
    }
    return worker;
  }

  /** Only ever called on the spawner's thread. */
  private Start command() throws IOException, InterruptedException {
    @Nullable Start known = command;
    if (known != null) {
      return known;
    }
    WorkerCommand made = new WorkerCommand(sandbox(), nativesFolder(), WorkerMemory.configured());
    Process prepare = WorkerProcess.spawn(made.preparing());
    prepare.getOutputStream().close();
    boolean ended = prepare.waitFor(PREPARE_SECONDS, TimeUnit.SECONDS);
    if (!ended || prepare.exitValue() != 0) {
      String said = ended ? new String(prepare.getErrorStream().readAllBytes()).strip() : "";
      prepare.destroyForcibly();
      throw new UserProblem(
          "media.worker",
          "The native libraries that decode media could not be loaded: "
              + said.lines().findFirst().orElse("no answer within a minute"),
          "Check that this platform is supported and that " + made.natives() + " is writable.");
    }
    command = made;
    return made;
  }

  private static Path nativesFolder() throws IOException {
    String cache = System.getenv("XDG_CACHE_HOME");
    Path base =
        cache == null || cache.isBlank()
            ? Path.of(System.getProperty("user.home"), ".cache")
            : Path.of(cache);
    Path folder = base.resolve("halcyon").resolve("natives");
    return Files.createDirectories(folder).toAbsolutePath();
  }

  synchronized List<Long> processIds() {
    return running.stream().filter(WorkerProcess::alive).map(WorkerProcess::pid).toList();
  }

  @Override
  public void close() {
    List<WorkerProcess> all;
    synchronized (this) {
      closed = true;
      all = List.copyOf(running);
      running.clear();
      idle.clear();
    }
    all.forEach(WorkerProcess::close);
    spawner.shutdown();
    try {
      // A spare that is just starting is let up and then closed, lest it stays behind half made.
      if (!spawner.awaitTermination(CLOSE_SECONDS, TimeUnit.SECONDS)) {
        LOG.warn("a worker was still starting when the engine closed");
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }
}
