package dev.halcyon.protocol;

import java.time.Instant;
import java.util.List;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * The machine's argument for its verdict, always computed from assessments, never stored text.
 *
 * @param category the category the argument is about, or null when nothing was found
 * @param clause the policy clause it rests on, or null
 * @param confidence the fused score of that category, 0..1
 * @param exceptions the clause's exceptions a reviewer should weigh, in the policy's words
 * @param assessments the assessments it was composed from
 */
public record Rationale(
    UUID id,
    RationaleSource source,
    Verdict verdict,
    @Nullable Category category,
    @Nullable Clause clause,
    double confidence,
    List<RationaleStep> steps,
    List<String> exceptions,
    PolicyRef policy,
    List<UUID> assessments,
    Instant at) {
  public Rationale {
    steps = steps == null ? List.of() : List.copyOf(steps);
    exceptions = exceptions == null ? List.of() : List.copyOf(exceptions);
    assessments = assessments == null ? List.of() : List.copyOf(assessments);
  }
}
