package dev.halcyon.protocol;

import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * A report about an item that is known already, or an authority's order. {@code (reporterId,
 * noticeId)} is unique on a platform; sending it again gets the first answer.
 *
 * @param noticeId the notifier's own id of the notice
 * @param source who notifies; an order's is always an authority
 * @param receivedAt when the platform received it: statutory clocks start there
 */
public record NoticeSubmission(
    String noticeId,
    @Nullable ReportSource source,
    String reporterId,
    @Nullable Category ground,
    String comment,
    Instant receivedAt) {
  public NoticeSubmission {
    comment = comment == null ? "" : comment;
  }
}
