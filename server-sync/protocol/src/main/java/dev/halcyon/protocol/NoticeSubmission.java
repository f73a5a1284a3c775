package dev.halcyon.protocol;

import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * What a platform sends to {@code POST /v1/reports}: somebody's notice about an item that the
 * server has. {@code (source, noticeId)} is unique; sending it again gets the first answer.
 *
 * @param noticeId the platform's own id of the notice
 * @param source the platform, as with the item
 * @param externalId the platform's id of the item
 * @param reportedBy who notifies
 * @param contact where the notifier is reached, or null for one who gave no address
 * @param ground what it is about, or null when the notifier named nothing
 * @param legalBasis the law the notifier invokes, in the notifier's words, or null
 * @param receivedAt when the platform received it: statutory clocks start there
 */
public record NoticeSubmission(
    String noticeId,
    String source,
    String externalId,
    ReportSource reportedBy,
    String reporterId,
    @Nullable String contact,
    @Nullable Category ground,
    @Nullable String legalBasis,
    String comment,
    Instant receivedAt) {
  public NoticeSubmission {
    comment = comment == null ? "" : comment;
  }
}
