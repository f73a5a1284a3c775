package dev.halcyon.protocol;

import java.time.Instant;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * A report or an order as those see it who answer for its deadline.
 *
 * @param requires what an order wants done; null for a report
 * @param dueAt until when it is answered
 * @param caseId the open case about its item, or null
 * @param decisionId the decision its notifier was told of last, or null while it is unanswered
 */
public record NoticeSummary(
    UUID reportId,
    @Nullable String noticeId,
    boolean order,
    ReportSource reportedBy,
    String reporterId,
    @Nullable String contact,
    @Nullable Category ground,
    @Nullable String legalBasis,
    String comment,
    @Nullable DecisionAction requires,
    UUID itemId,
    String source,
    String externalId,
    Instant receivedAt,
    Instant dueAt,
    @Nullable UUID caseId,
    Visibility visibility,
    @Nullable UUID decisionId,
    @Nullable Instant answeredAt) {}
