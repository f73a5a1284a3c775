package dev.halcyon.server.wellness;

import dev.halcyon.protocol.BudgetScope;
import dev.halcyon.protocol.UserProblem;
import java.time.Instant;
import java.time.ZoneId;
import java.time.format.DateTimeFormatter;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;

/** What a person is told who has had enough of something for now. Stateless. */
final class Rest {
  private static final DateTimeFormatter DAY_AND_TIME =
      DateTimeFormatter.ofPattern("EEEE HH:mm", Locale.ENGLISH);

  private Rest() {}

  /** A case that was asked for by its id. */
  static UserProblem refuses(
      List<Limits.Passed> passed, OpenOne one, Balance balance, Limits limits, long now) {
    Limits.Passed longest = longest(passed);
    return new UserProblem(
        "case.rest",
        "This case would take you past your %s of %s: about %d min of it, and %d min are left."
            .formatted(
                span(longest.span()),
                scope(longest.scope()),
                minutesUp(one.reserved(longest.scope())),
                longest.leftMillis() / 60_000),
        "Take something lighter. " + returns(longest.span(), balance, limits, now));
  }

  /** Nothing that waits may be handed out. */
  static UserProblem nothing(List<Limits.Passed> passed, Balance balance, Limits limits, long now) {
    if (passed.isEmpty()) {
      return new UserProblem(
          "wellness.rest",
          "What waits now is longer than what is left of your time for it; it can wait for others.",
          "See what is left under My day (GET /v1/wellness/mine); lighter work comes as it"
              + " arrives.");
    }
    Limits.Passed longest = longest(passed);
    return new UserProblem(
        "wellness.rest",
        "You have done your %s of %s. What waits now can wait for others; thank you."
            .formatted(span(longest.span()), scope(longest.scope())),
        returns(longest.span(), balance, limits, now));
  }

  /** The one that lasts longest is what the person has to know. */
  private static Limits.Passed longest(List<Limits.Passed> passed) {
    return passed.stream().max(Comparator.comparing(Limits.Passed::span)).orElseThrow();
  }

  private static String returns(Limits.Span span, Balance balance, Limits limits, long now) {
    return switch (span) {
      case STRETCH ->
          "A break of "
              + limits.pause() / 60_000
              + " min, or as long with lighter work, brings it"
              + " back.";
      case DAY -> "It is back on " + at(balance.day.until(), balance) + ".";
      case WEEK -> "It is back on " + at(balance.week.until(), balance) + ".";
    };
  }

  private static String at(long moment, Balance balance) {
    return DAY_AND_TIME.format(Instant.ofEpochMilli(moment).atZone(ZoneId.of(balance.zone)))
        + " ("
        + balance.zone
        + ")";
  }

  private static long minutesUp(long millis) {
    return Math.max(1, Math.ceilDiv(millis, 60_000));
  }

  private static String span(Limits.Span span) {
    return switch (span) {
      case STRETCH -> "time at one go";
      case DAY -> "day's time";
      case WEEK -> "week's time";
    };
  }

  private static String scope(BudgetScope scope) {
    return switch (scope) {
      case NEUTRAL -> "neutral cases";
      case MODERATE -> "moderately heavy cases";
      case SEVERE, UNKNOWN -> "heavy cases";
      case P0 -> "critical cases";
    };
  }
}
