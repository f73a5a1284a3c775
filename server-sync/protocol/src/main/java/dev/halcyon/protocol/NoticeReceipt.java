package dev.halcyon.protocol;

import java.time.Instant;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * Confirms a notice.
 *
 * @param reportId our id of it
 * @param caseId the open case in which a person looks at it, or null when it waits for the item's
 *     verdict or asks for nothing new
 * @param replayed whether it was known already
 */
public record NoticeReceipt(
    UUID reportId,
    String noticeId,
    String reporterId,
    ReportSource reportedBy,
    boolean order,
    UUID itemId,
    String source,
    String externalId,
    @Nullable Category ground,
    Instant receivedAt,
    @Nullable UUID caseId,
    Visibility visibility,
    boolean replayed) {}
