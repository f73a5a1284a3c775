package dev.halcyon.protocol;

import java.time.Instant;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * What came of a notice, for whoever sent it.
 *
 * @param byMachine whether the decision was made by automated means
 */
public record NoticeOutcome(
    UUID reportId,
    @Nullable String noticeId,
    String reporterId,
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
