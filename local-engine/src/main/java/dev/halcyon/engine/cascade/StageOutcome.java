package dev.halcyon.engine.cascade;

import dev.halcyon.engine.judge.Reasoned;
import dev.halcyon.engine.policy.Thresholds;
import dev.halcyon.protocol.AssessmentStatus;
import dev.halcyon.protocol.CategoryScore;
import dev.halcyon.protocol.Evidence;
import dev.halcyon.protocol.ModelRef;
import dev.halcyon.protocol.Verdict;
import java.util.List;
import java.util.Optional;

/**
 * What a stage has to say before the policy's thresholds are applied.
 *
 * @param floor a verdict the stage concludes by itself whatever the thresholds say (a rule that
 *     blocks), or ALLOW when only the scores count
 * @param scores calibrated, thresholds null; the runner fills them in
 * @param inputHash SHA-256 of exactly what the stage read, lower-case hex
 * @param costMicros price in millionths of the operator's currency, 0 for local models
 * @param reasoned what a judge argued; empty for every other stage
 */
public record StageOutcome(
    AssessmentStatus status,
    String note,
    Verdict floor,
    List<CategoryScore> scores,
    List<Evidence> evidence,
    ModelRef model,
    String inputHash,
    long costMicros,
    Optional<Reasoned> reasoned) {
  public StageOutcome {
    scores = List.copyOf(scores);
    evidence = List.copyOf(evidence);
  }

  /** What a stage says that costs nothing and does not argue. */
  public StageOutcome(
      AssessmentStatus status,
      String note,
      Verdict floor,
      List<CategoryScore> scores,
      List<Evidence> evidence,
      ModelRef model,
      String inputHash) {
    this(status, note, floor, scores, evidence, model, inputHash, 0, Optional.empty());
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
        inputHash,
        costMicros,
        reasoned);
  }
}
