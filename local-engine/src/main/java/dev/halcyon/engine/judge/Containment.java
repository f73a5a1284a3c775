package dev.halcyon.engine.judge;

import dev.halcyon.engine.policy.Thresholds;
import dev.halcyon.protocol.Assessment;
import dev.halcyon.protocol.AssessmentStatus;
import dev.halcyon.protocol.CategoryPolicy;
import dev.halcyon.protocol.CategoryScore;
import dev.halcyon.protocol.JudgePolicy;
import dev.halcyon.protocol.Priority;
import dev.halcyon.protocol.ResolvedPolicy;
import dev.halcyon.protocol.Threshold;
import dev.halcyon.protocol.Tier;
import dev.halcyon.protocol.Verdict;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What a judge's opinion may bring about, by rule and not by prompt, so that it holds though the
 * model obeys whoever wrote the item. Its ALLOW clears at most what classifiers doubted; its BLOCK
 * becomes at most a removal that can be appealed. Stateless.
 */
public final class Containment {
  private Containment() {}

  /**
   * What may make an opinion worth less.
   *
   * @param marked whether the item looks like an attempt to steer a model
   * @param partial whether the judge saw only a part of the item
   * @param struck how many of its quotes stand nowhere in the item
   * @param found how many do
   */
  record Grounds(boolean marked, boolean partial, int struck, int found) {}

  /** The verdict that an opinion alone may bring about. */
  static Verdict floor(
      Opinion opinion, Grounds grounds, JudgePolicy judge, @Nullable Threshold threshold) {
    return switch (opinion.action()) {
      case ALLOW ->
          grounds.marked() || grounds.partial() || grounds.struck() > 0
              ? Verdict.REVIEW
              : Verdict.ALLOW;
      case REVIEW, NO_OPINION -> Verdict.REVIEW;
      case BLOCK ->
          judge.blocks()
                  && threshold != null
                  && opinion.confidence() >= threshold.block()
                  && !grounds.marked()
                  && grounds.struck() == 0
                  && grounds.found() > 0
              ? Verdict.BLOCK
              : Verdict.REVIEW;
    };
  }

  /** Whether an opinion is one that may clear what classifiers doubted, if nothing else speaks. */
  static boolean clears(Opinion opinion, Grounds grounds, JudgePolicy judge) {
    @Nullable Double from = judge.clearsFrom();
    return from != null
        && opinion.action() == Opinion.Action.ALLOW
        && opinion.confidence() >= from
        && floor(opinion, grounds, judge, null) == Verdict.ALLOW;
  }

  /**
   * Whether an ALLOW that clears may do so here: only classifiers doubt the item, none of them is
   * sure, and it is about no P0 category.
   *
   * @param spoken what all stages said
   * @param scores the fused scores with their thresholds
   */
  public static boolean mayBeCleared(
      List<Assessment> spoken, List<CategoryScore> scores, ResolvedPolicy policy) {
    for (Assessment assessment : spoken) {
      boolean doubtsByScore =
          assessment.tier() == Tier.CLASSIFIER
              && assessment.status() == AssessmentStatus.OK
              && Thresholds.verdict(assessment.scores()) == assessment.verdict();
      if (assessment.verdict() != Verdict.ALLOW && !doubtsByScore) {
        return false;
      }
      if (!assessment.evidence().isEmpty() && assessment.tier() == Tier.BANK) {
        return false;
      }
      if (!held(assessment.scores(), policy)) {
        return false;
      }
    }
    return held(scores, policy);
  }

  private static boolean held(List<CategoryScore> scores, ResolvedPolicy policy) {
    for (CategoryScore score : scores) {
      @Nullable Threshold threshold = score.threshold();
      if (threshold != null && score.score() >= threshold.review()) {
        @Nullable CategoryPolicy category = policy.category(score.category());
        boolean urgent = category == null || category.priority() == Priority.P0;
        if (urgent || score.score() >= threshold.block()) {
          return false;
        }
      }
    }
    return true;
  }
}
