package dev.halcyon.engine.cascade;

import dev.halcyon.engine.policy.Thresholds;
import dev.halcyon.protocol.AssessmentStatus;
import dev.halcyon.protocol.CategoryScore;
import dev.halcyon.protocol.Evidence;
import dev.halcyon.protocol.ModelRef;
import dev.halcyon.protocol.Verdict;
import java.util.List;

/**
 * What a stage has to say before the policy's thresholds are applied.
 *
 * @param floor a verdict the stage concludes by itself whatever the thresholds say (a rule that
 *     blocks), or ALLOW when only the scores count
 * @param scores calibrated, thresholds null; the runner fills them in
 * @param inputHash SHA-256 of exactly what the stage read, lower-case hex
 */
public record StageOutcome(
    AssessmentStatus status,
    String note,
    Verdict floor,
    List<CategoryScore> scores,
    List<Evidence> evidence,
    ModelRef model,
    String inputHash) {
  public StageOutcome {
    scores = List.copyOf(scores);
    evidence = List.copyOf(evidence);
  }

  /** The same with something that could not be said, which a person has to look at. */
  public StageOutcome unsure(String about) {
    return new StageOutcome(
        status,
        about,
        Thresholds.sterner(floor, Verdict.REVIEW),
        scores,
        evidence,
        model,
        inputHash);
  }
}
