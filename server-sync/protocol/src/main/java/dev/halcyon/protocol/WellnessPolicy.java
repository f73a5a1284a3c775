package dev.halcyon.protocol;

import java.util.List;
import java.util.Optional;

/**
 * What a policy says of the people who look: how much they are handed, how it is spread, when they
 * rest.
 *
 * @param zone whose days and weeks count for people who have set no time zone, by its IANA name
 * @param breakSeconds a pause this long ends a stretch
 * @param caseSeconds what deciding a case takes beside reading and watching it
 * @param budgets at most one of each scope
 */
public record WellnessPolicy(
    String zone,
    int breakSeconds,
    int caseSeconds,
    ExposureWeights weights,
    List<WellnessBudget> budgets,
    RotationPolicy rotation,
    LimitRule atLimit,
    BreakPolicy breaks) {
  /** What holds for a policy that says nothing of it: no limits. */
  public static final WellnessPolicy NONE =
      new WellnessPolicy(
          "UTC",
          600,
          20,
          ExposureWeights.USUAL,
          List.of(),
          RotationPolicy.NONE,
          LimitRule.USUAL,
          BreakPolicy.USUAL);

  public WellnessPolicy {
    budgets = budgets == null ? List.of() : List.copyOf(budgets);
  }

  /** The budget of a scope, if there is one. */
  public Optional<WellnessBudget> budget(BudgetScope scope) {
    return budgets.stream().filter(each -> each.of() == scope).findFirst();
  }
}
