package dev.halcyon.protocol;

import java.time.Instant;
import java.util.List;
import java.util.UUID;

/**
 * What one stage of the cascade said about an item. Never overwritten; a re-judgement adds another.
 *
 * @param stage the stage's name in the policy, for example {@code text.linear}
 * @param note why a status other than OK was given, or the empty string
 * @param scores highest first
 * @param inputHash SHA-256 of exactly what the stage was given, lower-case hex
 * @param latencyMicros wall time of the stage
 * @param costMicros price in millionths of the operator's currency, 0 for local models
 */
public record Assessment(
    UUID id,
    Tier tier,
    String stage,
    AssessmentStatus status,
    String note,
    Verdict verdict,
    List<CategoryScore> scores,
    List<Evidence> evidence,
    ModelRef model,
    PolicyRef policy,
    String inputHash,
    Origin origin,
    long latencyMicros,
    long costMicros,
    Instant at) {
  public Assessment {
    scores = scores == null ? List.of() : List.copyOf(scores);
    evidence = evidence == null ? List.of() : List.copyOf(evidence);
  }
}
