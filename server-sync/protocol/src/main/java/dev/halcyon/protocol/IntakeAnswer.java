package dev.halcyon.protocol;

import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * What {@code POST /v1/items} answers.
 *
 * @param verdict what the caller should act on now; REVIEW when the deadline passed
 * @param complete false while the cascade still works in the background
 * @param replayed whether (source, externalId) was known already
 * @param caseId the case that a REVIEW made or that the item joined, or null
 */
public record IntakeAnswer(
    @Nullable UUID itemId,
    String source,
    String externalId,
    Verdict verdict,
    Visibility visibility,
    boolean complete,
    boolean replayed,
    @Nullable UUID caseId,
    @Nullable Category category,
    @Nullable Problem problem) {}
