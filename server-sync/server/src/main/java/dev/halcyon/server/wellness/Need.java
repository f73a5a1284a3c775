package dev.halcyon.server.wellness;

import dev.halcyon.protocol.BudgetScope;
import dev.halcyon.protocol.Category;
import dev.halcyon.protocol.Modality;
import dev.halcyon.protocol.Priority;
import dev.halcyon.protocol.ResolvedPolicy;
import dev.halcyon.protocol.SeverityBand;
import java.util.List;

/**
 * What a case would take of budgets, weighed as opening it does. Immutable.
 *
 * @param scopes in whose budgets it counts
 * @param weight the most that a second of it takes of its band's
 * @param millis by the clock
 */
public record Need(List<BudgetScope> scopes, double weight, long millis) {
  public Need {
    scopes = List.copyOf(scopes);
  }

  public static Need of(
      ResolvedPolicy policy,
      Category category,
      Priority priority,
      List<Modality> media,
      long readingSeconds) {
    return new Need(
        Scopes.of(policy, category, priority, SeverityBand.UNKNOWN),
        Scopes.weight(media, policy.resting().weights()),
        (readingSeconds + policy.resting().caseSeconds()) * 1000L);
  }

  double weightIn(BudgetScope scope) {
    return scope == BudgetScope.P0 ? 1 : weight;
  }

  long in(BudgetScope scope) {
    return Math.round(millis * weightIn(scope));
  }
}
