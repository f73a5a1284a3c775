package dev.halcyon.app.kit;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.Locale;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class TimeWordsTest {
  private static final Instant NOON = Instant.parse("2026-11-20T12:00:00Z");
  private final TimeWords times = new TimeWords(Words.in(Locale.ENGLISH), ZoneOffset.UTC);

  @ParameterizedTest
  @CsvSource({
    "PT30S, under a minute",
    "PT6M59S, 6 min",
    "PT89M, 89 min",
    "PT90M, 1 h",
    "PT5H10M, 5 h",
    "PT48H, 2 days",
    "PT72H, 3 days",
    "PT-1S, just late",
    "PT-1M, 1 min late",
    "PT-12M, 12 min late"
  })
  void whatIsLeftIsSaidAsPeopleSayIt(Duration left, String said) {
    assertThat(times.left(NOON.plus(left), NOON)).isEqualTo(said);
  }

  @Test
  void aDueTimeNamesTheDayOnlyWhenItIsNotToday() {
    assertThat(times.due(NOON.plus(Duration.ofMinutes(125)), NOON)).isEqualTo("due 14:05");
    assertThat(times.due(NOON.plus(Duration.ofHours(21)), NOON)).isEqualTo("due Sat 09:00");
  }

  @Test
  void theLastFifthIsPressing() {
    Instant created = NOON.minus(Duration.ofMinutes(12));
    assertThat(TimeWords.pressing(created, NOON.plus(Duration.ofMinutes(3)), NOON)).isFalse();
    assertThat(TimeWords.pressing(created, NOON.plus(Duration.ofMinutes(2)), NOON)).isTrue();
    assertThat(TimeWords.pressing(created, NOON.minus(Duration.ofMinutes(1)), NOON)).isTrue();
  }
}
