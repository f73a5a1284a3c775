package dev.halcyon.engine.text;

import dev.halcyon.protocol.PolicyRule;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * Gathers matches up to a number that a person can still look at; which rules matched is kept
 * whatever their number. Confined to one thread.
 */
final class RuleMatches {
  private static final int MOST_PER_RULE = 20;
  private static final int MOST = 400;

  private final List<RuleMatch> matches = new ArrayList<>();
  private final Map<PolicyRule, Integer> counts = new HashMap<>();

  /** Adds a match; says whether more of the same rule are still wanted. */
  boolean add(RuleMatch match) {
    int count = counts.merge(match.rule(), 1, Integer::sum);
    if (count == 1 || (count <= MOST_PER_RULE && matches.size() < MOST)) {
      matches.add(match);
    }
    return count < MOST_PER_RULE;
  }

  List<RuleMatch> inOrder() {
    matches.sort(
        Comparator.comparingInt(RuleMatch::start)
            .thenComparingInt(RuleMatch::end)
            .thenComparing(match -> match.rule().id()));
    return List.copyOf(matches);
  }
}
