package dev.halcyon.engine.text;

import dev.halcyon.protocol.PolicyRule;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Map;

/**
 * Gathers matches up to a number that a person can still look at; which rules matched is kept
 * whatever their number. Confined to one thread.
 */
final class RuleMatches {
  private static final int MOST_PER_RULE = 20;
  private static final int MOST = 400;

  private static final Comparator<RuleMatch> IN_ORDER =
      Comparator.comparingInt(RuleMatch::start)
          .thenComparingInt(RuleMatch::end)
          .thenComparing(match -> match.rule().id());

  private final List<RuleMatch> matches = new ArrayList<>();

  /** By identity: a rule may hold thousands of terms, and equality would read them all. */
  private final Map<PolicyRule, Integer> counts = new IdentityHashMap<>();

  /** Whether another match of a rule would be kept. */
  boolean wants(PolicyRule rule) {
    int count = counts.getOrDefault(rule, 0);
    return count == 0 || (count < MOST_PER_RULE && matches.size() < MOST);
  }

  /** Adds a match; says whether more of the same rule are still wanted. */
  boolean add(RuleMatch match) {
    int count = counts.merge(match.rule(), 1, Integer::sum);
    if (count == 1 || (count <= MOST_PER_RULE && matches.size() < MOST)) {
      matches.add(match);
    }
    return count < MOST_PER_RULE;
  }

  List<RuleMatch> inOrder() {
    matches.sort(IN_ORDER);
    return List.copyOf(matches);
  }
}
