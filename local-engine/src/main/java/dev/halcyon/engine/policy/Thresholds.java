package dev.halcyon.engine.policy;

import dev.halcyon.protocol.Audience;
import dev.halcyon.protocol.Category;
import dev.halcyon.protocol.CategoryPolicy;
import dev.halcyon.protocol.CategoryScore;
import dev.halcyon.protocol.ResolvedPolicy;
import dev.halcyon.protocol.Surface;
import dev.halcyon.protocol.Threshold;
import dev.halcyon.protocol.ThresholdRule;
import dev.halcyon.protocol.Verdict;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Finds the threshold that applies to a category in one place: language, region, surface and
 * audience. A rule for the audience goes before one for any, so that a space for minors never gets
 * looser by a language; then the rule with the most parts that fit wins; a tie goes to language,
 * then region, then surface. Immutable.
 */
public record Thresholds(
    ResolvedPolicy policy, String language, String region, Surface surface, Audience audience) {
  /** In a place for anybody. */
  public Thresholds(ResolvedPolicy policy, String language, String region, Surface surface) {
    this(policy, language, region, surface, Audience.GENERAL);
  }

  /** The threshold for a category, or null where the policy says nothing of it. */
  public @Nullable Threshold of(Category category) {
    @Nullable CategoryPolicy rules = policy.category(category);
    if (rules == null) {
      return null;
    }
    @Nullable ThresholdRule best = null;
    int bestRank = -1;
    for (ThresholdRule rule : rules.thresholds()) {
      int rank = rank(rule);
      if (rank > bestRank) {
        best = rule;
        bestRank = rank;
      }
    }
    return best == null ? null : new Threshold(best.review(), best.block());
  }

  /** The scores with their thresholds filled in, highest first. */
  public List<CategoryScore> applied(List<CategoryScore> scores) {
    List<CategoryScore> applied = new ArrayList<>(scores.size());
    for (CategoryScore score : scores) {
      applied.add(new CategoryScore(score.category(), score.score(), of(score.category())));
    }
    applied.sort(CategoryScore.HIGHEST_FIRST.thenComparing(CategoryScore::category));
    return List.copyOf(applied);
  }

  /** The sternest verdict among scores that have thresholds. */
  public static Verdict verdict(List<CategoryScore> scores) {
    Verdict verdict = Verdict.ALLOW;
    for (CategoryScore score : scores) {
      @Nullable Threshold threshold = score.threshold();
      if (threshold != null) {
        verdict = sterner(verdict, threshold.verdict(score.score()));
      }
    }
    return verdict;
  }

  /** The sterner of two verdicts; UNKNOWN counts as REVIEW, for it must never clear anything. */
  public static Verdict sterner(Verdict one, Verdict other) {
    Verdict a = one == Verdict.UNKNOWN ? Verdict.REVIEW : one;
    Verdict b = other == Verdict.UNKNOWN ? Verdict.REVIEW : other;
    return a.compareTo(b) >= 0 ? a : b;
  }

  /** How well a rule fits here: parts that fit, then which; -1 when some part does not. */
  private int rank(ThresholdRule rule) {
    int rank = 0;
    if (rule.language() != null) {
      if (!rule.language().equals(language)) {
        return -1;
      }
      rank += 8 + 4;
    }
    if (rule.region() != null) {
      if (!rule.region().equals(region)) {
        return -1;
      }
      rank += 8 + 2;
    }
    if (rule.surface() != null) {
      if (rule.surface() != surface) {
        return -1;
      }
      rank += 8 + 1;
    }
    if (rule.audience() != null) {
      if (rule.audience() != audience) {
        return -1;
      }
      rank += 64;
    }
    return rank;
  }
}
