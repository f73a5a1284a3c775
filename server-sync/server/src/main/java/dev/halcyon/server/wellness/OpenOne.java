package dev.halcyon.server.wellness;

import dev.halcyon.protocol.BudgetScope;
import java.util.List;
import java.util.UUID;

/**
 * A case that a person holds, as their balance knows it. Immutable.
 *
 * @param weight budget seconds that a second of it takes at most, by what it holds
 * @param expected how long it takes, milliseconds of looking
 * @param seen how much of that the ledger has told already
 * @param until when its lease runs out where that is known, milliseconds since 1970
 */
record OpenOne(
    UUID caseId, List<BudgetScope> scopes, double weight, long expected, long seen, long until) {
  /** Time with critical cases open counts as it passes, whatever they hold. */
  double weightIn(BudgetScope scope) {
    return scope == BudgetScope.P0 ? 1 : weight;
  }

  /** What it still takes of a scope. */
  long reserved(BudgetScope scope) {
    return scopes.contains(scope) ? Math.round(Math.max(0, expected - seen) * weightIn(scope)) : 0;
  }

  OpenOne saw(long millis) {
    return new OpenOne(caseId, scopes, weight, expected, seen + millis, until);
  }

  OpenOne until(long end) {
    return new OpenOne(caseId, scopes, weight, expected, seen, end);
  }
}
