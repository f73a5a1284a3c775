package dev.halcyon.app.review;

import dev.halcyon.app.fx.Background;
import dev.halcyon.app.kit.Words;
import dev.halcyon.protocol.CaseDetail;
import dev.halcyon.protocol.PolicyRef;
import dev.halcyon.protocol.ResolvedPolicy;
import dev.halcyon.protocol.UserProblem;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Consumer;

/** The policies of the cases seen so far; a published version never changes. FX thread only. */
final class PolicyShelf {
  private final ReviewDesk desk;
  private final Background background;
  private final Words words;
  private final Map<PolicyRef, ResolvedPolicy> policies = new HashMap<>();
  private final Set<PolicyRef> missed = new HashSet<>();

  PolicyShelf(ReviewDesk desk, Background background, Words words) {
    this.desk = desk;
    this.background = background;
    this.words = words;
  }

  Optional<ResolvedPolicy> known(PolicyRef ref) {
    return Optional.ofNullable(policies.get(ref));
  }

  /** Whether the last try to load it failed. */
  boolean missed(PolicyRef ref) {
    return missed.contains(ref);
  }

  /** Loads the policy of a case unless it is known; {@code arrived} hears of it once it is here. */
  void learn(CaseDetail detail, Consumer<ResolvedPolicy> arrived, Consumer<UserProblem> failed) {
    PolicyRef ref = detail.policy();
    if (policies.containsKey(ref)) {
      return;
    }
    missed.remove(ref);
    background
        .run(words.say("review.policy_work"), () -> desk.policyOf(detail))
        .then(
            policy -> {
              policies.put(ref, policy);
              arrived.accept(policy);
            })
        .fail(
            problem -> {
              missed.add(ref);
              failed.accept(problem);
            });
  }
}
