package dev.halcyon.protocol;

import java.time.Instant;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * Confirms a report or an order, as the answer to it and as an event for whoever sent it.
 *
 * @param reportId our id of it; null for one that was only counted
 * @param noticeId the platform's id of it, or null when it came with its item
 * @param contact where the notifier is reached, as the platform said
 * @param dueAt until when it is answered: by the order's own deadline, a clock of the law, or the
 *     policy's service level, whichever is first; null for one that was only counted
 * @param caseId the newest case about the item, or null where there is none; always null in an
 *     event
 * @param visibility where the item stands
 * @param replayed whether it was known already
 * @param counted whether so many readers reported the item before that this report was counted and
 *     not kept: nobody is told its outcome but by the item's own events
 */
public record NoticeReceipt(
    @Nullable UUID reportId,
    @Nullable String noticeId,
    String reporterId,
    @Nullable String contact,
    ReportSource reportedBy,
    boolean order,
    UUID itemId,
    String source,
    String externalId,
    @Nullable Category ground,
    Instant receivedAt,
    @Nullable Instant dueAt,
    @Nullable UUID caseId,
    Visibility visibility,
    boolean replayed,
    boolean counted) {}
