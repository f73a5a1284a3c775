package dev.halcyon.engine.personal;

import dev.halcyon.engine.policy.PerPolicy;
import dev.halcyon.protocol.PolicyRule;
import dev.halcyon.protocol.ResolvedPolicy;
import dev.halcyon.protocol.RuleKind;
import dev.halcyon.protocol.UserProblem;
import java.util.List;
import java.util.Optional;

/** The PERSONAL_DATA rules of a policy: which kinds it minds, and how much. Immutable. */
public final class PersonalRules {
  private static final PerPolicy<PersonalRules> KEPT = new PerPolicy<>(PersonalRules::of);

  private final List<PolicyRule> rules;

  private PersonalRules(List<PolicyRule> rules) {
    this.rules = rules;
  }

  /**
   * The rules of a policy.
   *
   * @throws UserProblem {@code policy.invalid} naming the rule whose term is no kind
   */
  public static PersonalRules of(ResolvedPolicy policy) {
    return KEPT.of(policy);
  }

  private static PersonalRules of(List<PolicyRule> all) {
    List<PolicyRule> rules =
        all.stream().filter(rule -> rule.kind() == RuleKind.PERSONAL_DATA).toList();
    for (PolicyRule rule : rules) {
      for (String term : rule.terms()) {
        if (PersonalKind.of(term).isEmpty()) {
          throw new UserProblem(
              "policy.invalid",
              "rule " + rule.id() + ": '" + term + "' is no kind of personal data",
              "Write one of " + String.join(", ", PersonalKind.ids()) + ".");
        }
      }
    }
    return new PersonalRules(rules);
  }

  boolean isEmpty() {
    return rules.isEmpty();
  }

  /** The first rule that names a kind, which is the one that speaks for it. */
  Optional<PolicyRule> of(PersonalKind kind) {
    return rules.stream().filter(rule -> rule.terms().contains(kind.id())).findFirst();
  }
}
