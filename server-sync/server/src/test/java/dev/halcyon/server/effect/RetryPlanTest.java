package dev.halcyon.server.effect;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import org.junit.jupiter.api.Test;

class RetryPlanTest {
  @Test
  void theWaitDoublesUpToALongestAndIsShortenedByChance() {
    RetryPlan whole = new RetryPlan(Duration.ofSeconds(2), Duration.ofMinutes(1), 9, () -> 1);
    assertThat(whole.after(1)).isEqualTo(Duration.ofSeconds(2));
    assertThat(whole.after(2)).isEqualTo(Duration.ofSeconds(4));
    assertThat(whole.after(5)).isEqualTo(Duration.ofSeconds(32));
    assertThat(whole.after(6)).isEqualTo(Duration.ofMinutes(1));
    assertThat(whole.after(1_000_000)).isEqualTo(Duration.ofMinutes(1));
    RetryPlan half = new RetryPlan(Duration.ofSeconds(2), Duration.ofMinutes(1), 9, () -> 0);
    assertThat(half.after(2)).isEqualTo(Duration.ofSeconds(2));
  }
}
