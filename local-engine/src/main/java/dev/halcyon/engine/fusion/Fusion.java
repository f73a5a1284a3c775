package dev.halcyon.engine.fusion;

import dev.halcyon.engine.policy.Thresholds;
import dev.halcyon.protocol.Assessment;
import dev.halcyon.protocol.AssessmentStatus;
import dev.halcyon.protocol.Category;
import dev.halcyon.protocol.CategoryScore;
import dev.halcyon.protocol.Threshold;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Makes one score per category of what all stages said (docs/decisions/0012). Stages that look at
 * the same kind of content see the same thing, so among them the highest counts; text and pictures
 * are different witnesses, so across them scores that come at least half-way to review add up by
 * noisy-or, {@code 1 - Π(1 - s)}. The fused score is never below any single one. Stateless.
 */
public final class Fusion {
  private Fusion() {}

  /** Fused scores with their thresholds, highest first. */
  public static List<CategoryScore> scores(List<Assessment> assessments, Thresholds thresholds) {
    Map<Category, Map<String, Double>> byKind = new EnumMap<>(Category.class);
    for (Assessment assessment : assessments) {
      if (assessment.status() == AssessmentStatus.OK) {
        for (CategoryScore score : assessment.scores()) {
          byKind
              .computeIfAbsent(score.category(), key -> new java.util.TreeMap<>())
              .merge(witness(assessment.stage()), score.score(), Math::max);
        }
      }
    }
    List<CategoryScore> fused = new ArrayList<>();
    byKind.forEach(
        (category, scores) ->
            fused.add(new CategoryScore(category, fuse(scores, thresholds.of(category)), null)));
    return thresholds.applied(fused);
  }

  private static double fuse(Map<String, Double> scores, @Nullable Threshold threshold) {
    double highest = 0;
    double clear = 1;
    double halfWay = threshold == null ? 1 : threshold.review() / 2;
    for (double score : scores.values()) {
      highest = Math.max(highest, score);
      clear *= score >= halfWay ? 1 - score : 1;
    }
    return Math.max(highest, 1 - clear);
  }

  /** What a stage looks at: {@code text} of {@code text.linear}. */
  private static String witness(String stage) {
    int dot = stage.indexOf('.');
    return dot < 0 ? stage : stage.substring(0, dot);
  }
}
