package dev.halcyon.protocol;

import java.time.Instant;
import java.util.List;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** A decision made before, as history shows it. {@code decidedBy} is null for the machine. */
public record PastDecision(
    UUID id,
    UUID itemId,
    DecisionAction action,
    List<Restriction> restrictions,
    @Nullable Category category,
    @Nullable String clause,
    String note,
    boolean byMachine,
    @Nullable String decidedBy,
    PolicyRef policy,
    Instant decidedAt,
    String excerpt) {
  public PastDecision {
    restrictions = restrictions == null ? List.of() : List.copyOf(restrictions);
  }
}
