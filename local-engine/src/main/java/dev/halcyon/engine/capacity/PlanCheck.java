package dev.halcyon.engine.capacity;

import dev.halcyon.protocol.PlanRequest;
import dev.halcyon.protocol.Priority;
import dev.halcyon.protocol.ReachedAt;
import dev.halcyon.protocol.SeverityBand;
import dev.halcyon.protocol.UserProblem;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.function.ToDoubleFunction;

/** Refuses a request for a plan that cannot be meant, saying which field and how to mend it. */
final class PlanCheck {
  static final double MOST_CASES = 250_000;
  private static final int MOST_KINDS = 50;
  private static final double ROUNDING = 1e-6;
  private static final long WEEK = 7 * 24 * 3600L;

  private PlanCheck() {}

  /**
   * Checks a request.
   *
   * @throws UserProblem {@code plan.field}, {@code plan.size}
   */
  static void check(PlanRequest request) {
    range("volumePerDay", request.volumePerDay(), 0, 1e12);
    range("shiftHours", request.shiftHours(), 1, 12);
    range("breakMinutesPerHour", request.breakMinutesPerHour(), 0, 45);
    tiers(request.tiers());
    hours(request.hours());
    shares("languages", request.languages(), PlanRequest.Language::share);
    shares("work", request.work(), PlanRequest.Work::share);
    Set<String> languages = new HashSet<>();
    request
        .languages()
        .forEach(
            each ->
                require(
                    named(each.language()) && languages.add(each.language()),
                    "A language is missing or stands twice in \"languages\".",
                    "Name each once, by ISO 639-1."));
    work(request.work());
    targets(request.targets());
    caps(request.caps());
    double cases = request.volumePerDay() * toPeople(request);
    if (cases > MOST_CASES) {
      throw new UserProblem(
          "plan.size",
          "This is %.0f cases a day for people; a plan plays at most %.0f."
              .formatted(cases, MOST_CASES),
          "Plan parts of the team by themselves, such as regions.");
    }
  }

  static double toPeople(PlanRequest request) {
    return request.tiers().stream()
        .filter(tier -> tier.place() == ReachedAt.PEOPLE)
        .mapToDouble(PlanRequest.Tier::share)
        .sum();
  }

  private static void tiers(List<PlanRequest.Tier> tiers) {
    shares("tiers", tiers, PlanRequest.Tier::share);
    Set<ReachedAt> places = new HashSet<>();
    tiers.forEach(
        tier ->
            require(
                tier.place() != null
                    && tier.place() != ReachedAt.UNKNOWN
                    && places.add(tier.place()),
                "A place of the cascade is unknown or stands twice in \"tiers\".",
                "Name each once, as GET /v1/stages/shares does."));
  }

  private static void hours(List<Double> hours) {
    require(
        hours.isEmpty() || hours.size() == Roster.HOURS,
        "\"hours\" has " + hours.size() + " numbers.",
        "Give one for each of the 24 hours, or none for an even day.");
    hours.forEach(each -> range("hours", each, 0, 1e12));
    require(
        hours.isEmpty() || hours.stream().mapToDouble(Double::doubleValue).sum() > 0,
        "All \"hours\" are 0.",
        "Give the hours in which items come a number above 0.");
  }

  private static void work(List<PlanRequest.Work> work) {
    Set<String> names = new HashSet<>();
    for (PlanRequest.Work each : work) {
      require(
          named(each.name()) && names.add(each.name()),
          "A kind of case in \"work\" has no name, or the name of another.",
          "Name each kind differently.");
      range("work.handlingSeconds", each.handlingSeconds(), 1, 24 * 3600);
      require(
          each.band() != null && each.band() != SeverityBand.UNKNOWN,
          "The \"band\" of \"" + each.name() + "\" is unknown.",
          "Use NEUTRAL, MODERATE or SEVERE.");
      priority(each.priority());
    }
  }

  private static void targets(List<PlanRequest.Target> targets) {
    Set<Priority> priorities = new HashSet<>();
    for (PlanRequest.Target each : targets) {
      priority(each.priority());
      require(
          priorities.add(each.priority()),
          "There are two \"targets\" for " + each.priority() + ".",
          "Leave one of them out.");
      range("targets.withinSeconds", each.withinSeconds(), 1, WEEK);
      range("targets.share", each.share(), 0, 0.9999);
    }
  }

  private static void caps(List<PlanRequest.Cap> caps) {
    Set<SeverityBand> bands = new HashSet<>();
    for (PlanRequest.Cap each : caps) {
      require(
          each.band() != null && each.band() != SeverityBand.UNKNOWN && bands.add(each.band()),
          "A band in \"caps\" is unknown or stands twice.",
          "Use NEUTRAL, MODERATE or SEVERE, each once at most.");
      range("caps.minutesPerShift", each.minutesPerShift(), 1, 24 * 60);
    }
  }

  private static void priority(Priority priority) {
    require(
        priority != null && priority != Priority.UNKNOWN,
        "A \"priority\" is missing or unknown.",
        "Use P0, P1 or P2.");
  }

  private static <T> void shares(String field, List<T> parts, ToDoubleFunction<T> share) {
    require(
        !parts.isEmpty() && parts.size() <= MOST_KINDS,
        "\"" + field + "\" has " + parts.size() + " entries.",
        "Give 1 to " + MOST_KINDS + ".");
    parts.forEach(each -> range(field + ".share", share.applyAsDouble(each), 0, 1));
    double sum = parts.stream().mapToDouble(share).sum();
    require(
        Math.abs(sum - 1) <= ROUNDING,
        "The shares in \"" + field + "\" add up to " + sum + ".",
        "Let them add up to 1.");
  }

  private static void range(String field, double value, double least, double most) {
    require(
        value >= least && value <= most, // false for what is no number, too
        "\"" + field + "\" is " + value + ".",
        "Give a number from " + plain(least) + " to " + plain(most) + ".");
  }

  private static String plain(double bound) {
    return bound == Math.rint(bound) ? Long.toString((long) bound) : Double.toString(bound);
  }

  private static boolean named(String name) {
    return name != null && !name.isBlank() && name.length() <= 100;
  }

  private static void require(boolean holds, String message, String remedy) {
    if (!holds) {
      throw new UserProblem("plan.field", message, remedy);
    }
  }
}
