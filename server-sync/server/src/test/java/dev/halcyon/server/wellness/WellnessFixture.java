package dev.halcyon.server.wellness;

import dev.halcyon.protocol.BreakPolicy;
import dev.halcyon.protocol.BudgetScope;
import dev.halcyon.protocol.Category;
import dev.halcyon.protocol.CategoryPolicy;
import dev.halcyon.protocol.ExposureWeights;
import dev.halcyon.protocol.LimitRule;
import dev.halcyon.protocol.PolicyRef;
import dev.halcyon.protocol.ResolvedPolicy;
import dev.halcyon.protocol.RotationPolicy;
import dev.halcyon.protocol.SeverityBand;
import dev.halcyon.protocol.WellnessBudget;
import dev.halcyon.protocol.WellnessPolicy;
import dev.halcyon.server.Fixtures;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** A policy for tests: violence is P0 and severe, hate P1 and severe, spam P2 and neutral. */
public final class WellnessFixture {
  /** Of a case of a few words: 20 s to decide and one to read. */
  public static final long CASE_MILLIS = 21_000;

  private WellnessFixture() {}

  public static ResolvedPolicy policy(int version, @Nullable WellnessPolicy wellness) {
    return policy(version, null, wellness);
  }

  /** As above, for a region, or for all. */
  public static ResolvedPolicy policy(
      int version, @Nullable String region, @Nullable WellnessPolicy wellness) {
    ResolvedPolicy base = Fixtures.policy(version);
    return new ResolvedPolicy(
            new PolicyRef(base.ref().id(), version, region),
            base.title(),
            base.categories().stream().map(WellnessFixture::weighed).toList(),
            base.rules(),
            base.stages(),
            base.queues(),
            base.sla(),
            base.reviewHides(),
            base.unsupportedLanguage())
        .withWellness(wellness);
  }

  private static CategoryPolicy weighed(CategoryPolicy category) {
    return new CategoryPolicy(
        category.category(),
        category.title(),
        category.category() == Category.SPAM ? SeverityBand.NEUTRAL : SeverityBand.SEVERE,
        category.priority(),
        category.clauses(),
        category.thresholds());
  }

  public static WellnessPolicy wellness(RotationPolicy rotation, WellnessBudget... budgets) {
    return new WellnessPolicy(
        "UTC",
        600,
        20,
        ExposureWeights.USUAL,
        List.of(budgets),
        rotation,
        new LimitRule(LimitRule.Effect.ESCALATE, 300),
        BreakPolicy.USUAL);
  }

  /** So many seconds of severe work in a day. */
  public static WellnessPolicy severeDay(int seconds) {
    return wellness(
        RotationPolicy.NONE, new WellnessBudget(BudgetScope.SEVERE, null, seconds, null));
  }
}
