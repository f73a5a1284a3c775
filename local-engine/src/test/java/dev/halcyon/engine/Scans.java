package dev.halcyon.engine;

import dev.halcyon.engine.policy.PolicyDocuments;
import dev.halcyon.protocol.Author;
import dev.halcyon.protocol.CategoryPolicy;
import dev.halcyon.protocol.PolicyRule;
import dev.halcyon.protocol.ResolvedPolicy;
import dev.halcyon.protocol.StageSpec;
import dev.halcyon.protocol.Surface;
import java.time.Duration;
import java.util.List;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** Makes scan requests for tests: text alone, under the shipped policies. */
public final class Scans {
  private Scans() {}

  /** A shipped policy; its media stages do not apply to text. */
  public static ResolvedPolicy policy(int version) {
    return PolicyDocuments.shipped(version);
  }

  /** The newest shipped policy, which tests and benchmarks of what ships should name. */
  public static ResolvedPolicy newest() {
    return policy(PolicyDocuments.SHIPPED_VERSIONS.getLast());
  }

  public static ScanRequest text(String text) {
    return text(text, "en", policy(2));
  }

  public static ScanRequest text(String text, @Nullable String language, ResolvedPolicy policy) {
    return new ScanRequest(
        UUID.randomUUID(),
        text,
        language,
        "US",
        Surface.POST,
        new Author("u-1", "someone", 100, false),
        List.of(),
        List.of(),
        List.of(),
        0,
        policy,
        Duration.ofSeconds(60));
  }

  /** The same request with another deadline. */
  public static ScanRequest within(Duration deadline, ScanRequest request) {
    return new ScanRequest(
        request.itemId(),
        request.text(),
        request.language(),
        request.region(),
        request.surface(),
        request.author(),
        request.conversation(),
        request.media(),
        request.similar(),
        request.reports(),
        request.history(),
        request.policy(),
        deadline);
  }

  /** The same policy with other stages. */
  public static ResolvedPolicy withStages(ResolvedPolicy policy, StageSpec... stages) {
    return new ResolvedPolicy(
        policy.ref(),
        policy.title(),
        policy.categories(),
        policy.rules(),
        List.of(stages),
        policy.queues(),
        policy.sla(),
        policy.reviewHides(),
        policy.unsupportedLanguage(),
        policy.clocks(),
        policy.judge(),
        policy.banks(),
        policy.retention());
  }

  /** The same policy with other rules. */
  public static ResolvedPolicy withRules(ResolvedPolicy policy, List<PolicyRule> rules) {
    return new ResolvedPolicy(
        policy.ref(),
        policy.title(),
        policy.categories(),
        rules,
        policy.stages(),
        policy.queues(),
        policy.sla(),
        policy.reviewHides(),
        policy.unsupportedLanguage(),
        policy.clocks(),
        policy.judge(),
        policy.banks(),
        policy.retention());
  }

  /** The same policy with other categories. */
  public static ResolvedPolicy withCategories(
      ResolvedPolicy policy, List<CategoryPolicy> categories) {
    return new ResolvedPolicy(
        policy.ref(),
        policy.title(),
        categories,
        policy.rules(),
        policy.stages(),
        policy.queues(),
        policy.sla(),
        policy.reviewHides(),
        policy.unsupportedLanguage(),
        policy.clocks(),
        policy.judge(),
        policy.banks(),
        policy.retention());
  }

  /** A rule of a policy by its id. */
  public static PolicyRule rule(ResolvedPolicy policy, String id) {
    return policy.rules().stream().filter(rule -> rule.id().equals(id)).findFirst().orElseThrow();
  }
}
