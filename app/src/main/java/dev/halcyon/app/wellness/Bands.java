package dev.halcyon.app.wellness;

import dev.halcyon.app.fx.Background;
import dev.halcyon.app.kit.Words;
import dev.halcyon.protocol.CaseDetail;
import dev.halcyon.protocol.CaseSummary;
import dev.halcyon.protocol.CategoryPolicy;
import dev.halcyon.protocol.PolicyRef;
import dev.halcyon.protocol.ResolvedPolicy;
import dev.halcyon.protocol.SeverityBand;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * How heavy a case is by the policy it is reviewed under. A policy is loaded once, in the
 * background; until it is here, and for a category it is silent on, the band is {@code UNKNOWN}.
 * Used on the JavaFX thread.
 */
final class Bands {
  private static final Logger LOG = LoggerFactory.getLogger(Bands.class);

  private final Function<CaseDetail, ResolvedPolicy> policyOf;
  private final Background background;
  private final Words words;
  private final Map<PolicyRef, ResolvedPolicy> policies = new HashMap<>();
  private final Set<PolicyRef> asked = new HashSet<>();
  private @Nullable ResolvedPolicy latest;

  /**
   * @param policyOf loads the policy of a case; blocks
   */
  Bands(Function<CaseDetail, ResolvedPolicy> policyOf, Background background, Words words) {
    this.policyOf = policyOf;
    this.background = background;
    this.words = words;
  }

  SeverityBand of(CaseDetail detail) {
    ResolvedPolicy policy = policies.get(detail.policy());
    if (policy == null) {
      return SeverityBand.UNKNOWN;
    }
    CategoryPolicy category = policy.category(detail.summary().category());
    return category == null ? SeverityBand.UNKNOWN : category.severity();
  }

  /**
   * The same of a row of a list, which does not say its policy: by the one that was loaded last.
   * They differ by region and version, and rarely in how heavy something is.
   */
  SeverityBand of(CaseSummary row) {
    CategoryPolicy category = latest == null ? null : latest.category(row.category());
    return category == null ? SeverityBand.UNKNOWN : category.severity();
  }

  /** Whether a policy was loaded, or is on its way. */
  boolean knowsAny() {
    return !asked.isEmpty();
  }

  /** Loads the policy of a case that came on the desk, unless it is here or on its way. */
  void learn(CaseDetail detail) {
    PolicyRef ref = detail.policy();
    if (policies.containsKey(ref) || !asked.add(ref)) {
      return;
    }
    background
        .run(words.say("wellness.work"), () -> policyOf.apply(detail))
        .then(
            policy -> {
              policies.put(ref, policy);
              latest = policy;
            })
        .fail(
            problem -> {
              asked.remove(ref);
              LOG.warn("the band of a case is not known yet: {}", problem.code());
            });
  }
}
