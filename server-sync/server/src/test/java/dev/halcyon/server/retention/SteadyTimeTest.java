package dev.halcyon.server.retention;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.time.Instant;
import org.junit.jupiter.api.Test;

/** A clock that jumps erases nothing. */
class SteadyTimeTest {
  private static final Instant NOON = Instant.parse("2026-01-01T12:00:00Z");

  private final SteadyTime time = new SteadyTime();

  private boolean look(Duration wall, Duration real) {
    return time.isSteady(NOON.plus(wall), real.toNanos());
  }

  @Test
  void itIsTrustedFromTheSecondLookOn() {
    assertThat(look(Duration.ZERO, Duration.ZERO)).isFalse();
    assertThat(look(Duration.ofHours(1), Duration.ofHours(1))).isTrue();
    assertThat(look(Duration.ofHours(2).plusSeconds(200), Duration.ofHours(2))).isTrue();
  }

  @Test
  void aJumpInEitherDirectionIsNotActedOnUntilADayOfSteadyTimeHasPassed() {
    look(Duration.ZERO, Duration.ZERO);
    assertThat(look(Duration.ofDays(400), Duration.ofHours(1))).isFalse();
    assertThat(look(Duration.ofDays(400).plusHours(2), Duration.ofHours(3))).isFalse();
    assertThat(look(Duration.ofHours(4), Duration.ofHours(4))).as("set back again").isFalse();
    assertThat(look(Duration.ofHours(27), Duration.ofHours(27))).isFalse();
    assertThat(look(Duration.ofHours(28), Duration.ofHours(28))).isTrue();
  }
}
