package dev.halcyon.server.effect;

import java.time.Duration;
import java.util.function.DoubleSupplier;

/**
 * How long to wait before the next attempt, and when to give up: twice as long each time up to a
 * longest wait, less a random part so that what failed together does not come back together.
 * Immutable; thread-safe if its source of chance is.
 *
 * @param attempts after so many failures an event is dead
 * @param chance uniform in 0..1
 */
public record RetryPlan(Duration first, Duration longest, int attempts, DoubleSupplier chance) {
  /** About ten hours of attempts. */
  public static RetryPlan usual() {
    return new RetryPlan(
        Duration.ofSeconds(2),
        Duration.ofHours(1),
        20,
        () -> java.util.concurrent.ThreadLocalRandom.current().nextDouble());
  }

  /** About an hour of attempts, for what somebody waits for. */
  public static RetryPlan hour() {
    return new RetryPlan(
        Duration.ofSeconds(2),
        Duration.ofMinutes(15),
        12,
        () -> java.util.concurrent.ThreadLocalRandom.current().nextDouble());
  }

  /** The wait after that many failures in a row, from half of it to the whole. */
  public Duration after(int failures) {
    int doublings = Math.min(40, Math.max(0, failures - 1));
    double whole = Math.min(longest.toMillis(), first.toMillis() * Math.pow(2, doublings));
    return Duration.ofMillis(Math.round(whole * (0.5 + chance.getAsDouble() / 2)));
  }
}
