package dev.halcyon.protocol;

import java.time.Instant;
import java.util.List;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** Tells a platform where an item stands now, and by which decision. */
public record VisibilityChanged(
    UUID itemId,
    String source,
    String externalId,
    Visibility before,
    Visibility visibility,
    @Nullable UUID decisionId,
    @Nullable DecisionAction action,
    List<Restriction> restrictions,
    @Nullable Category category,
    @Nullable String clause,
    boolean byMachine,
    PolicyRef policy,
    Instant decidedAt) {
  public VisibilityChanged {
    restrictions = List.copyOf(restrictions);
  }
}
