package dev.halcyon.protocol;

import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * The answer to one decision.
 *
 * @param replayed whether this is the first answer again, because the id was known
 * @param present the case as it stands now, so that a conflict can be shown; null if unknown
 */
public record DecisionResult(
    UUID id,
    DecisionOutcome outcome,
    boolean replayed,
    @Nullable Visibility visibility,
    @Nullable Problem problem,
    @Nullable CaseSummary present) {}
