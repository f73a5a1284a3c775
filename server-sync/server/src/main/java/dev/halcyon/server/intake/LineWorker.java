package dev.halcyon.server.intake;

import dev.halcyon.server.http.Quiet;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import java.util.function.BiConsumer;
import java.util.function.Consumer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * One thread that works off a line, many at once, so that they share what each alone would cost.
 * Safe for any thread.
 *
 * @param <T> what waits in the line
 */
final class LineWorker<T> {
  private static final Logger LOG = LoggerFactory.getLogger(LineWorker.class);

  /** So many share a statement that one more hardly costs less. */
  private static final int MANY = 64;

  private final UrgentFirst<T> line;
  private final int most;
  private final Duration gathering;
  private final Consumer<List<T>> work;
  private final BiConsumer<T, RuntimeException> refuse;
  private final Thread thread;
  private volatile boolean closed;

  /**
   * Starts the thread.
   *
   * @param most taken at once
   * @param gathering for how long more may come after a few
   * @param refuse told of each that {@code work} failed on
   */
  LineWorker(
      String name,
      UrgentFirst<T> line,
      int most,
      Duration gathering,
      Consumer<List<T>> work,
      BiConsumer<T, RuntimeException> refuse) {
    this.line = line;
    this.most = most;
    this.gathering = gathering;
    this.work = work;
    this.refuse = refuse;
    this.thread = Thread.ofPlatform().daemon().name(name).start(this::drain);
  }

  private void drain() {
    while (!closed) {
      List<T> taken = List.of();
      try {
        taken = line.take(most);
        work.accept(taken);
        gather(taken.size());
      } catch (InterruptedException e) {
        Thread.currentThread().interrupt();
        return;
      } catch (RuntimeException e) {
        LOG.error("{} items could not be taken", taken.size(), Quiet.of(e));
        for (T each : taken) {
          refuse.accept(each, e);
        }
      }
    }
  }

  /**
   * Lets more come after a few: together they cost less. Who was alone waits for nobody, and many
   * have gathered already.
   */
  private void gather(int last) {
    if (last > 1 && last < MANY) {
      LockSupport.parkNanos(gathering.toNanos());
    }
  }

  /** Ends the thread and waits a while for it. */
  void stop() throws InterruptedException {
    closed = true;
    thread.interrupt();
    thread.join(TimeUnit.SECONDS.toMillis(10));
  }
}
