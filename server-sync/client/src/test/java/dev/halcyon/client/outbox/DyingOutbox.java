package dev.halcyon.client.outbox;

import dev.halcyon.client.Samples;
import dev.halcyon.client.journal.FaultyStorage;
import java.time.Clock;

/**
 * An outbox whose process can be killed, also in the middle of a write, and started again on what
 * the disk then holds. For one thread.
 */
public final class DyingOutbox {
  private FaultyStorage disk = new FaultyStorage();

  /** Opens it as a fresh process would. */
  public Outbox open(Clock clock) {
    return Outbox.open(disk, Samples.ANA, clock);
  }

  /** Kills the process when this many more writes and forces have begun. */
  public void dieIn(int operations) {
    disk.diesIn = operations;
  }

  /** Whether a failure is the planned end of the process. */
  public static boolean isEnd(Throwable failure) {
    return failure instanceof FaultyStorage.Killed;
  }

  /**
   * Ends the process.
   *
   * @param power whether what was not forced is lost too, but for some bytes
   */
  public void end(boolean power, int keptBytes) {
    disk = new FaultyStorage(power ? disk.afterPowerLoss(keptBytes) : disk.afterKill());
  }

  /** The disk fills up, or is free again. */
  public void full(boolean full) {
    disk.capacity = full ? 0 : Long.MAX_VALUE;
  }
}
