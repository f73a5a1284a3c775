package dev.halcyon.protocol;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * One step of the argument.
 *
 * @param number from 1, the number that evidence repeats
 * @param stage the stage that said it
 * @param score the score it rests on, or null for steps that rest on none
 * @param reference rule id, model name or bank, as {@link StepKind} says
 * @param label the rule's title or the reason, in the policy's words
 */
public record RationaleStep(
    int number,
    StepKind kind,
    @Nullable Category category,
    String stage,
    @Nullable CategoryScore score,
    String reference,
    String label,
    List<Evidence> evidence) {
  public RationaleStep {
    evidence = evidence == null ? List.of() : List.copyOf(evidence);
  }
}
