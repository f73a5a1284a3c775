package dev.halcyon.engine.cascade;

import java.util.concurrent.atomic.AtomicLong;

/**
 * Estimates how long what is queued now will take, from what the last pieces of work took. Safe for
 * any thread.
 */
final class Backlog {
  /** The share of each new piece in the mean: the last thirty or so count. */
  private static final int MEMORY = 32;

  /** A piece counts as this many times the mean at most: the first ones load what they need. */
  private static final int HEAVIEST = 8;

  private static final long USUAL = 1_000_000;

  private final int threads;
  private final AtomicLong mean = new AtomicLong();

  /** An empty one for so many threads that work the queue off. */
  Backlog(int threads) {
    this.threads = threads;
  }

  /** Notes what one piece of work took, nanoseconds. */
  void took(long nanos) {
    // Two at once may lose one of them: it is a mean.
    long before = mean.get();
    long counted = Math.min(nanos, HEAVIEST * Math.max(before, USUAL));
    mean.set(before == 0 ? counted : before + (counted - before) / MEMORY);
  }

  /** Nanoseconds until a piece that is queued behind so many others would begin. */
  long wait(int queued) {
    return mean.get() * queued / threads;
  }
}
