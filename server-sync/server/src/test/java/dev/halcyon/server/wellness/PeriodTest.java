package dev.halcyon.server.wellness;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Days and weeks as the clocks of a place show them. */
class PeriodTest {
  @ParameterizedTest
  @CsvSource({
    "2026-03-28T22:30:00Z, Europe/Berlin, 24",
    "2026-03-29T10:00:00Z, Europe/Berlin, 23",
    "2026-10-25T10:00:00Z, Europe/Berlin, 25",
    "2026-03-08T18:00:00Z, America/New_York, 23",
    // Half an hour, and a place whose midnight does not exist on the day its clocks go forward.
    "2026-10-03T20:00:00Z, Australia/Lord_Howe, 23",
    "2026-04-24T10:00:00Z, Africa/Cairo, 23",
  })
  void aDayIsAsLongAsItsClocksMakeIt(Instant at, String zone, long hours) {
    Period day = Period.day(at.toEpochMilli(), ZoneId.of(zone));
    assertThat(day.from()).isLessThanOrEqualTo(at.toEpochMilli());
    assertThat(day.until()).isGreaterThan(at.toEpochMilli());
    assertThat(Duration.ofMillis(day.until() - day.from()).toHours()).isEqualTo(hours);
  }

  @Test
  void aWeekBeginsOnMondayAtMidnight() {
    Period week =
        Period.week(
            Instant.parse("2026-03-29T22:30:00Z").toEpochMilli(), ZoneId.of("Europe/Berlin"));
    assertThat(Instant.ofEpochMilli(week.from())).isEqualTo("2026-03-29T22:00:00Z");
    assertThat(Instant.ofEpochMilli(week.until())).isEqualTo("2026-04-05T22:00:00Z");
  }
}
