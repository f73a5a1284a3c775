package dev.halcyon.engine.batch;

import java.time.Duration;

/**
 * When a batch goes off and how much may wait. Immutable.
 *
 * @param size questions of a batch at most; so many waiting go off at once
 * @param window how long the first question of a batch waits for others at most, counted from when
 *     it was queued
 * @param waiting questions queued at most; whoever asks more waits for room, until its own deadline
 * @param lanes batches worked on at the same time at most
 */
public record BatchLimits(int size, Duration window, int waiting, int lanes) {
  /** A window of 5 ms, 32 questions a batch, eight batches waiting, one at work. */
  public static final BatchLimits STANDARD = new BatchLimits(32, Duration.ofMillis(5), 256, 1);

  public BatchLimits {
    if (size < 1 || waiting < size || lanes < 1) {
      throw new IllegalArgumentException(
          "a size and lanes of at least 1 and room for one batch, got size "
              + size
              + ", room "
              + waiting
              + ", lanes "
              + lanes);
    }
    if (window.isNegative() || window.compareTo(Duration.ofMinutes(1)) > 0) {
      throw new IllegalArgumentException("a window of 0 to 60 s, got " + window);
    }
  }

  /** The same with another size of batch. */
  public BatchLimits ofSize(int other) {
    return new BatchLimits(other, window, Math.max(waiting, other), lanes);
  }
}
