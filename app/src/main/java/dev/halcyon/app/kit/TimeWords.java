package dev.halcyon.app.kit;

import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.time.ZonedDateTime;
import java.time.format.DateTimeFormatter;
import java.time.format.FormatStyle;

/**
 * Says times as people say them: "6 min", "due 14:05", "3 h late". Immutable, safe for any thread.
 */
public final class TimeWords {
  private static final Duration AN_HOUR_AND_A_HALF = Duration.ofMinutes(90);
  private static final Duration TWO_DAYS = Duration.ofHours(48);

  private final Words words;
  private final ZoneId zone;
  private final DateTimeFormatter timeOfDay;
  private final DateTimeFormatter dayAndTime;
  private final DateTimeFormatter full;

  public TimeWords(Words words, ZoneId zone) {
    this.words = words;
    this.zone = zone;
    this.timeOfDay = DateTimeFormatter.ofPattern("HH:mm", words.locale());
    this.dayAndTime = DateTimeFormatter.ofPattern("EEE HH:mm", words.locale());
    this.full =
        DateTimeFormatter.ofLocalizedDateTime(FormatStyle.MEDIUM, FormatStyle.SHORT)
            .localizedBy(words.locale());
  }

  /** A length of time, rounded down: "under a minute", "6 min", "5 h", "3 days". */
  public String length(Duration length) {
    Duration abs = length.abs();
    if (abs.compareTo(Duration.ofMinutes(1)) < 0) {
      return words.say("time.under_a_minute");
    }
    if (abs.compareTo(AN_HOUR_AND_A_HALF) < 0) {
      return words.say("time.minutes", abs.toMinutes());
    }
    if (abs.compareTo(TWO_DAYS) < 0) {
      return words.say("time.hours", abs.toHours());
    }
    return words.say("time.days", abs.toDays());
  }

  /** What is left until a due time, or by how much it is over: "6 min", "12 min late". */
  public String left(Instant due, Instant now) {
    Duration left = Duration.between(now, due);
    if (!left.isNegative()) {
      return length(left);
    }
    return left.compareTo(Duration.ofMinutes(-1)) > 0
        ? words.say("time.late_now")
        : words.say("time.late", length(left));
  }

  /** How long ago something was: "just now", "4 min ago". */
  public String ago(Instant then, Instant now) {
    Duration since = Duration.between(then, now);
    return since.compareTo(Duration.ofMinutes(1)) < 0
        ? words.say("time.just_now")
        : words.say("time.ago", length(since));
  }

  /** A due time: "due 14:05", with the day when it is not today. */
  public String due(Instant due, Instant now) {
    return words.say("time.due", clock(due, now));
  }

  /** A time of day, with the day when it is not today: "14:05", "Tue 09:30". */
  public String clock(Instant at, Instant now) {
    ZonedDateTime there = at.atZone(zone);
    boolean today = there.toLocalDate().equals(now.atZone(zone).toLocalDate());
    return (today ? timeOfDay : dayAndTime).format(there);
  }

  /** The whole date and time, for a tooltip. */
  public String exact(Instant at) {
    return full.format(at.atZone(zone));
  }

  /**
   * Whether so little of the allowed time is left (under 20 %, or none) that it is said in bold.
   */
  public static boolean pressing(Instant created, Instant due, Instant now) {
    Duration allowed = Duration.between(created, due);
    Duration left = Duration.between(now, due);
    return left.multipliedBy(5).compareTo(allowed) < 0;
  }
}
