package dev.halcyon.server.metrics;

import dev.halcyon.engine.ScanResult;
import dev.halcyon.protocol.Assessment;
import dev.halcyon.protocol.AssessmentStatus;
import dev.halcyon.protocol.ReachedAt;
import dev.halcyon.protocol.Tier;
import dev.halcyon.protocol.Verdict;
import java.util.List;

/** Says where in the cascade a verdict was reached. Pure. */
final class Reached {
  private Reached() {}

  /**
   * A removal was reached where something first said so; an allowance where the deepest look was
   * taken, for what stands before it could not settle it. What nobody could settle, people do.
   */
  static ReachedAt of(ScanResult result) {
    List<Assessment> said =
        result.assessments().stream()
            .filter(each -> each.tier() != Tier.FUSION)
            .filter(each -> each.status() == AssessmentStatus.OK)
            .toList();
    return switch (result.verdict()) {
      case REVIEW, UNKNOWN -> ReachedAt.PEOPLE;
      case BLOCK ->
          said.stream()
              .filter(each -> each.verdict() == Verdict.BLOCK)
              .map(each -> place(each.tier()))
              .findFirst()
              // No stage alone: their scores together.
              .orElse(ReachedAt.CLASSIFIERS);
      case ALLOW ->
          said.stream()
              .map(each -> place(each.tier()))
              .max(Enum::compareTo)
              .orElse(ReachedAt.UNKNOWN);
    };
  }

  private static ReachedAt place(Tier tier) {
    return switch (tier) {
      case RULES -> ReachedAt.RULES;
      case BANK -> ReachedAt.BANKS;
      case CACHE -> ReachedAt.CACHE;
      case CLASSIFIER, FUSION, UNKNOWN -> ReachedAt.CLASSIFIERS;
      case JUDGE -> ReachedAt.JUDGE;
    };
  }
}
