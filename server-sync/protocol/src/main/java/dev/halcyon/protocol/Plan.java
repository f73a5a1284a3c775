package dev.halcyon.protocol;

import java.util.List;

/**
 * How many people a team's work needs, by hour and language, and what decides it.
 *
 * @param tiers what reaches each place of the cascade
 * @param casesPerDay that people decide
 * @param workHours of a day: cases times handling time
 * @param bareReviewers people who could do that in their shifts, before breaks, targets and caps
 * @param headcount people who come in a day, of all languages
 * @param languages each by itself: nobody is counted for two
 */
public record Plan(
    List<TierLoad> tiers,
    double casesPerDay,
    double workHours,
    double bareReviewers,
    int headcount,
    List<LanguagePlan> languages) {
  public Plan {
    tiers = tiers == null ? List.of() : List.copyOf(tiers);
    languages = languages == null ? List.of() : List.copyOf(languages);
  }

  /**
   * What reaches a place of the cascade: what it settles and what it hands on.
   *
   * @param perSecond averaged over the day
   */
  public record TierLoad(ReachedAt place, double perDay, double perSecond) {}

  /**
   * The people of one language.
   *
   * @param headcount people who come in a day
   * @param hours the 24 hours of the day
   * @param shifts how many begin at which hour; hours at which nobody begins are left out
   * @param attained by priority, in simulated days of this plan
   * @param met whether every target is
   */
  public record LanguagePlan(
      String language,
      int headcount,
      List<Hour> hours,
      List<Shift> shifts,
      List<Attained> attained,
      boolean met) {
    public LanguagePlan {
      hours = hours == null ? List.of() : List.copyOf(hours);
      shifts = shifts == null ? List.of() : List.copyOf(shifts);
      attained = attained == null ? List.of() : List.copyOf(attained);
    }
  }

  /**
   * One hour of the day.
   *
   * @param hour 0..23
   * @param cases that come in it
   * @param load people it would keep busy without a pause
   * @param people needed, those on a break included
   * @param limit what decides that
   */
  public record Hour(int hour, double cases, double load, int people, PlanLimit limit) {}

  /** How many people begin at an hour of the day, 0..23. */
  public record Shift(int hour, int people) {}

  /**
   * What part of a priority's cases is decided in time.
   *
   * @param share in simulated days, 0..1
   * @param wanted the target, 0..1
   */
  public record Attained(Priority priority, Estimate share, double wanted) {}
}
