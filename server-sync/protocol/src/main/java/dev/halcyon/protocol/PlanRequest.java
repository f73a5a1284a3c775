package dev.halcyon.protocol;

import java.util.List;

/**
 * What a team's work is expected to be, for which a plan is asked.
 *
 * @param volumePerDay items a day
 * @param tiers where the cascade settles them, in its order; the shares add up to 1
 * @param hours how the day's items spread over its 24 hours, relative to each other; empty for
 *     evenly
 * @param languages of the cases that people decide; the shares add up to 1
 * @param work the kinds of cases that people decide; the shares add up to 1
 * @param targets within which time which share of a priority's cases is to be decided
 * @param caps how long a person may look at content of a band in a shift
 * @param breakMinutesPerHour of each hour at work
 * @param shiftHours length of a person's day at work, whole hours
 */
public record PlanRequest(
    long volumePerDay,
    List<Tier> tiers,
    List<Double> hours,
    List<Language> languages,
    List<Work> work,
    List<Target> targets,
    List<Cap> caps,
    double breakMinutesPerHour,
    int shiftHours) {
  public PlanRequest {
    tiers = tiers == null ? List.of() : List.copyOf(tiers);
    hours = hours == null ? List.of() : List.copyOf(hours);
    languages = languages == null ? List.of() : List.copyOf(languages);
    work = work == null ? List.of() : List.copyOf(work);
    targets = targets == null ? List.of() : List.copyOf(targets);
    caps = caps == null ? List.of() : List.copyOf(caps);
  }

  /**
   * The share of items that are settled at a place of the cascade.
   *
   * @param share of all items, 0..1
   */
  public record Tier(ReachedAt place, double share) {}

  /**
   * A language of the cases, and its share of them.
   *
   * @param language ISO 639-1
   */
  public record Language(String language, double share) {}

  /**
   * A kind of case.
   *
   * @param share of the cases, 0..1
   * @param handlingSeconds a person needs for one on average
   */
  public record Work(
      String name, double share, double handlingSeconds, SeverityBand band, Priority priority) {}

  /**
   * What is promised for a priority.
   *
   * @param withinSeconds from its coming to the decision
   * @param share of the cases, 0..1
   */
  public record Target(Priority priority, long withinSeconds, double share) {}

  /**
   * How long a person may look at a band.
   *
   * @param minutesPerShift of handling cases of this band
   */
  public record Cap(SeverityBand band, double minutesPerShift) {}
}
