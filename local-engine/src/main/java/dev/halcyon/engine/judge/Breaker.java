package dev.halcyon.engine.judge;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;

/**
 * Leaves an endpoint alone for a while after it failed several times in a row; then one question
 * tries it. Safe for any thread.
 */
final class Breaker {
  private static final int FAILURES = 5;
  private static final Duration REST = Duration.ofSeconds(30);

  private final Clock clock;
  private int failures;
  private Instant closedUntil = Instant.MIN;

  Breaker(Clock clock) {
    this.clock = clock;
  }

  /** Whether a question may be sent; who is told so must say how it went. */
  synchronized boolean admits() {
    Instant now = clock.instant();
    if (failures < FAILURES) {
      return true;
    }
    if (now.isBefore(closedUntil)) {
      return false;
    }
    // One tries; the others wait until it has come back.
    closedUntil = now.plus(REST);
    return true;
  }

  synchronized void succeeded() {
    failures = 0;
  }

  synchronized void failed() {
    failures++;
    if (failures >= FAILURES) {
      closedUntil = clock.instant().plus(REST);
    }
  }
}
