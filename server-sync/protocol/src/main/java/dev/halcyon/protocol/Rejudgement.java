package dev.halcyon.protocol;

import java.time.Instant;
import java.util.List;
import java.util.UUID;

/**
 * What the engine says of a stored item under a version of the policy. It changes nothing about the
 * item.
 */
public record Rejudgement(
    UUID id,
    UUID item,
    PolicyRef policy,
    Verdict verdict,
    boolean complete,
    List<Assessment> assessments,
    Instant at) {
  public Rejudgement {
    assessments = assessments == null ? List.of() : List.copyOf(assessments);
  }
}
