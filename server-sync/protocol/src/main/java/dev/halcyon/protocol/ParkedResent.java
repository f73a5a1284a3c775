package dev.halcyon.protocol;

import java.util.List;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * What became of parked messages that were taken once more.
 *
 * @param left how many are parked now
 */
public record ParkedResent(List<Outcome> outcomes, long left) {
  public ParkedResent {
    outcomes = List.copyOf(outcomes);
  }

  /**
   * One message: taken, or parked still for a reason. Exactly one of both is null.
   *
   * @param answer of intake
   */
  public record Outcome(UUID id, @Nullable IntakeAnswer answer, @Nullable Problem problem) {}
}
