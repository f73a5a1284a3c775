package dev.halcyon.app.plan;

import dev.halcyon.protocol.PlanLimit;
import dev.halcyon.protocol.UserProblem;
import java.util.List;
import java.util.Optional;

/**
 * What the planner shows. Immutable.
 *
 * @param problem why the last request got no plan; the one before stays
 * @param lead the plan in a few sentences
 */
public record PlanState(
    Optional<UserProblem> problem, List<String> lead, List<LanguageShown> languages) {
  static final PlanState FIRST = new PlanState(Optional.empty(), List.of(), List.of());

  public PlanState {
    lead = List.copyOf(lead);
    languages = List.copyOf(languages);
  }

  /**
   * A language's day.
   *
   * @param bars one for each hour
   * @param most people in the hour of this language that needs most
   * @param spans hours that need as many for the same reason, in words
   * @param promises each priority's target, in words
   */
  public record LanguageShown(
      String title, List<Bar> bars, int most, List<String> spans, List<String> promises) {
    public LanguageShown {
      bars = List.copyOf(bars);
      spans = List.copyOf(spans);
      promises = List.copyOf(promises);
    }
  }

  /** An hour's people and what decides how many. */
  public record Bar(int people, PlanLimit limit) {}

  PlanState withProblem(UserProblem other) {
    return new PlanState(Optional.of(other), lead, languages);
  }
}
