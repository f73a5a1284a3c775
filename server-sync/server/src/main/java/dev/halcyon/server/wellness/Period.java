package dev.halcyon.server.wellness;

import java.time.DayOfWeek;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneId;
import java.time.temporal.TemporalAdjusters;

/**
 * A day or a week of a time zone, from midnight to midnight as its clocks show it: the day on which
 * they are set forward has 23 hours, the one on which they are set back 25. Immutable.
 *
 * @param from milliseconds since 1970, within it
 * @param until as from, no longer within it
 */
record Period(long from, long until) {
  static Period day(long at, ZoneId zone) {
    LocalDate date = LocalDate.ofInstant(Instant.ofEpochMilli(at), zone);
    return between(date, date.plusDays(1), zone);
  }

  /** From Monday. */
  static Period week(long at, ZoneId zone) {
    LocalDate monday =
        LocalDate.ofInstant(Instant.ofEpochMilli(at), zone)
            .with(TemporalAdjusters.previousOrSame(DayOfWeek.MONDAY));
    return between(monday, monday.plusWeeks(1), zone);
  }

  private static Period between(LocalDate from, LocalDate until, ZoneId zone) {
    return new Period(
        from.atStartOfDay(zone).toInstant().toEpochMilli(),
        until.atStartOfDay(zone).toInstant().toEpochMilli());
  }
}
