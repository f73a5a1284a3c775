package dev.halcyon.engine.worker;

import dev.halcyon.engine.image.DecoderMemory;
import dev.halcyon.protocol.Problem;
import dev.halcyon.protocol.UserProblem;
import java.time.Duration;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;

/**
 * Holds talks with workers of a pool, each within its time, and says in words how a worker failed.
 * Safe for any thread.
 */
final class Talks implements AutoCloseable {
  /** What the host grants beyond the worker's own limit before it kills it. */
  private static final long GRACE_MILLIS = 500;

  private static final long LOOK_MILLIS = 200;

  /** In which a worker that has answered sends some zeros. */
  private static final long REST_MILLIS = 5_000;

  private final WorkerPool pool;

  /** Not virtual: reading a child's pipe would hold their carriers for as long as a job takes. */
  private final ExecutorService threads =
      Executors.newCachedThreadPool(Thread.ofPlatform().daemon().name("worker-talk-", 0).factory());

  Talks(WorkerPool pool) {
    this.pool = pool;
  }

  /** Waits for a talk, or gives it up. */
  @FunctionalInterface
  private interface Waiting {
    void await(Future<?> talk) throws InterruptedException, ExecutionException, TimeoutException;
  }

  /**
   * Holds a talk that must be over in time.
   *
   * @throws UserProblem {@code media.*}
   * @throws InterruptedException when the caller gave up; the worker is killed
   */
  void hold(Talk talk, Duration wall) throws InterruptedException {
    long millis = wall.toMillis();
    hold(talk, each -> each.get(millis + GRACE_MILLIS, TimeUnit.MILLISECONDS), millis);
  }

  /**
   * Holds a talk that may last for ever, as long as the worker goes on.
   *
   * @param silentNanos for how long the worker has kept the host waiting
   * @param patience how long it may
   */
  void follow(Talk talk, LongSupplier silentNanos, Duration patience) throws InterruptedException {
    hold(
        talk,
        each -> {
          while (true) {
            try {
              each.get(LOOK_MILLIS, TimeUnit.MILLISECONDS);
              return;
            } catch (TimeoutException e) {
              if (silentNanos.getAsLong() > patience.toNanos()) {
                throw e;
              }
            }
          }
        },
        patience.toMillis());
  }

  private void hold(Talk talk, Waiting waiting, long millis) throws InterruptedException {
    WorkerProcess worker = pool.take();
    boolean healthy = false;
    try {
      Future<?> future =
          threads.submit(
              () -> {
                talk.hold(worker.pipe());
                return true;
              });
      try {
        waiting.await(future);
      } finally {
        future.cancel(true);
      }
      healthy = rests(worker);
    } catch (TimeoutException e) {
      throw new UserProblem(
          "media.time",
          "Decoder failed: it took longer than " + millis + " ms and was stopped.",
          "Treat the file with suspicion; raise the time limit if such files are expected.");
    } catch (ExecutionException e) {
      if (e.getCause() instanceof UserProblem problem) {
        throw problem;
      }
      String ending = worker.ending();
      if (worker.ranOutOfMemory()) {
        throw new UserProblem(DecoderMemory.problem(WorkerMemory.configured().megabytes()));
      }
      throw broken(ending, e.getCause());
    } finally {
      pool.giveBack(worker, healthy);
    }
    @Nullable Problem problem = talk.problem();
    if (problem != null) {
      throw new UserProblem(problem);
    }
  }

  /** Whether the worker comes to rest after its answer; one that does not is replaced. */
  private boolean rests(WorkerProcess worker) throws InterruptedException {
    Future<?> rest =
        threads.submit(
            () -> {
              worker.rest();
              return true;
            });
    try {
      rest.get(REST_MILLIS, TimeUnit.MILLISECONDS);
      return true;
    } catch (ExecutionException | TimeoutException e) {
      return false;
    } finally {
      rest.cancel(true);
    }
  }

  /** A worker that ended, or said what cannot be. */
  static UserProblem broken(String why, @Nullable Throwable cause) {
    return new UserProblem(
        "media.crash",
        "Decoder failed: " + why + ".",
        "Treat the file as hostile; other items are not affected. If it happens with every file,"
            + " run the doctor.",
        cause);
  }

  @Override
  public void close() {
    threads.shutdownNow();
  }
}
