package dev.halcyon.server.retention;

import java.time.Duration;
import java.time.Instant;

/**
 * Says whether a clock can be trusted to erase by: since it was first looked at, it went on as fast
 * as the machine's own count of nanoseconds. A clock that jumped is trusted again a day later. For
 * one thread at a time.
 */
final class SteadyTime {
  private static final Duration TOLERANCE = Duration.ofMinutes(5);
  private static final Duration PROBATION = Duration.ofDays(1);

  private boolean begun;
  private Instant wall = Instant.EPOCH;
  private long nanos;
  private Duration probation = Duration.ZERO;

  /**
   * Looks at both clocks.
   *
   * @return whether to act on the wall clock; never at the first look
   */
  boolean isSteady(Instant nowWall, long nowNanos) {
    if (!begun) {
      begin(nowWall, nowNanos, Duration.ZERO);
      return false;
    }
    Duration real = Duration.ofNanos(nowNanos - nanos);
    Duration drift = Duration.between(wall, nowWall).minus(real).abs();
    if (drift.compareTo(TOLERANCE) > 0) {
      begin(nowWall, nowNanos, PROBATION);
      return false;
    }
    return real.compareTo(probation) >= 0;
  }

  private void begin(Instant nowWall, long nowNanos, Duration until) {
    begun = true;
    wall = nowWall;
    nanos = nowNanos;
    probation = until;
  }
}
