package dev.halcyon.engine.fusion;

import dev.halcyon.engine.policy.PerPolicy;
import dev.halcyon.protocol.PolicyRule;
import dev.halcyon.protocol.ResolvedPolicy;
import dev.halcyon.protocol.RuleKind;
import dev.halcyon.protocol.UserProblem;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;

/**
 * The COMBINATION rules of a policy, ready to match: each names parts that must all hold, each in
 * one place of the item. Immutable and safe for any thread.
 */
public final class Combinations {
  private static final PerPolicy<Combinations> KEPT = new PerPolicy<>(Combinations::of);

  /**
   * One rule with its parts, those that cost least first.
   *
   * @param parts in the order in which they are looked at
   */
  record Combination(PolicyRule rule, List<Part> parts) {}

  private final List<Combination> combinations;

  private Combinations(List<Combination> combinations) {
    this.combinations = combinations;
  }

  /**
   * The combinations of a policy.
   *
   * @throws UserProblem {@code policy.invalid} naming the rule and the term that cannot be read
   */
  public static Combinations of(ResolvedPolicy policy) {
    return KEPT.of(policy);
  }

  private static Combinations of(List<PolicyRule> rules) {
    List<Combination> all = new ArrayList<>();
    for (PolicyRule rule : rules) {
      if (rule.kind() == RuleKind.COMBINATION) {
        List<Part> parts =
            new ArrayList<>(rule.terms().stream().map(term -> PartReader.of(rule, term)).toList());
        check(rule, parts);
        parts.sort(Comparator.comparingInt(Part::cost));
        all.add(new Combination(rule, List.copyOf(parts)));
      }
    }
    return new Combinations(List.copyOf(all));
  }

  /** What one part alone decides is another kind of rule, and does not wait for the pictures. */
  private static void check(PolicyRule rule, List<Part> parts) {
    Set<Part.Place> places = new TreeSet<>();
    parts.stream().filter(part -> !part.negative()).forEach(part -> places.addAll(part.places()));
    if (places.size() < 2) {
      throw new UserProblem(
          "policy.invalid",
          "rule " + rule.id() + ": a combination needs parts in at least two places",
          "Name two of text, picture, sound, before; for one alone use another kind of rule.");
    }
  }

  boolean isEmpty() {
    return combinations.isEmpty();
  }

  List<Combination> all() {
    return combinations;
  }
}
