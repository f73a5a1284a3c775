package dev.halcyon.server.intake;

import dev.halcyon.protocol.UserProblem;
import java.time.Duration;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;

/**
 * Bounds how many bytes of large bodies are in memory at once, so that many large batches wait for
 * each other instead of taking the memory that everybody else needs. First come, first served.
 * Thread-safe.
 */
final class BodyMemory {
  /** Bodies up to this many bytes are not counted: an item's own size, and many fit. */
  static final long SMALL = 1 << 20;

  /** One permit stands for this many bytes. */
  private static final long UNIT = 64 << 10;

  /** What a body becomes while it is read, decoded and parsed, as a multiple of its bytes. */
  private static final int GROWTH = 16;

  private final Semaphore units;
  private final int all;
  private final Duration patience;

  /**
   * @param bytes how many bytes of bodies may be in memory at once; one larger body is let in alone
   * @param patience how long a body waits for others
   */
  BodyMemory(long bytes, Duration patience) {
    this.all = Math.toIntExact(Math.max(1, bytes / UNIT));
    this.units = new Semaphore(all, true);
    this.patience = patience;
  }

  /** As much as this process's heap can carry. */
  static BodyMemory ofThisProcess(Duration patience) {
    return new BodyMemory(Runtime.getRuntime().maxMemory() / GROWTH, patience);
  }

  /** Room for one body, until it is closed. */
  interface Room extends AutoCloseable {
    @Override
    void close();
  }

  /**
   * Makes room for a body, waiting for others to leave.
   *
   * @param bytes how long it may become
   * @throws UserProblem {@code intake.too_many} when none became free in time
   */
  Room take(long bytes) {
    if (bytes <= SMALL) {
      return () -> {};
    }
    int wanted = (int) Math.min(all, (bytes + UNIT - 1) / UNIT);
    try {
      if (units.tryAcquire(wanted, patience.toNanos(), TimeUnit.NANOSECONDS)) {
        return () -> units.release(wanted);
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
    throw new UserProblem(
        "intake.too_many",
        "Other large bodies take all the memory that this server has for them.",
        "Send it again a little later (Retry-After says when), in smaller batches, and with its"
            + " Content-Length: without one it counts as the largest allowed.");
  }
}
