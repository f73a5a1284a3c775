package dev.halcyon.protocol;

import java.time.Instant;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * What came of a notice, for whoever sent it. There is another when the item is moved later.
 *
 * @param noticeId the platform's id of it, or null when it came with its item
 * @param contact where the notifier is reached, as the platform said
 * @param visibility where the item stands
 * @param byMachine whether the decision was made by automated means
 */
public record NoticeOutcome(
    UUID reportId,
    @Nullable String noticeId,
    String reporterId,
    @Nullable String contact,
    ReportSource reportedBy,
    boolean order,
    UUID itemId,
    String source,
    String externalId,
    Visibility visibility,
    UUID decisionId,
    DecisionAction action,
    @Nullable Category category,
    @Nullable String clause,
    boolean byMachine,
    Instant decidedAt) {}
