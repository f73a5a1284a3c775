package dev.halcyon.server.retention;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;

/**
 * Takes out of this process's memory what any server erased since it last looked. For one thread at
 * a time.
 */
final class Forgetting {
  /** An erasure is dated before it commits, and by another server's clock. */
  private static final Duration OVERLAP = Duration.ofMinutes(10);

  private final Erasure erasure;
  private final Clock clock;
  private Instant looked;

  Forgetting(Erasure erasure, Clock clock) {
    this.erasure = erasure;
    this.clock = clock;
    this.looked = clock.instant();
  }

  void round() {
    Instant now = clock.instant();
    Instant since = looked.isBefore(now) ? looked : now;
    erasure.forgetSince(since.minus(OVERLAP));
    looked = now;
  }
}
