package dev.halcyon.engine.batch;

import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.Lock;

/** Time as a batcher sees it, so that a test can let it pass by hand. Safe for any thread. */
interface Ticks {
  /** Nanoseconds since some moment; never negative, never runs backwards. */
  long nanos();

  /**
   * Waits until the condition is signalled or the time has come; may return early.
   *
   * @param lock held by the caller, of the condition
   */
  void await(Lock lock, Condition condition, long until) throws InterruptedException;

  /** The machine's. */
  static Ticks system() {
    long origin = System.nanoTime();
    return new Ticks() {
      @Override
      public long nanos() {
        return System.nanoTime() - origin;
      }

      @Override
      public void await(Lock lock, Condition condition, long until) throws InterruptedException {
        condition.awaitNanos(until - nanos());
      }
    };
  }
}
