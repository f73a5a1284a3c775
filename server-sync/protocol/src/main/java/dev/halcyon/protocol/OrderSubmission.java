package dev.halcyon.protocol;

import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What a platform sends to {@code POST /v1/orders}: an authority's order about an item that the
 * server has. {@code (source, noticeId)} is unique, among reports too.
 *
 * @param noticeId the platform's own id of the order
 * @param source the platform, as with the item
 * @param externalId the platform's id of the item
 * @param authority which authority orders
 * @param contact where it is reached, or null
 * @param ground what it is about, or null when no category fits
 * @param legalBasis the law it rests on
 * @param requires what is to be done: {@code REMOVE} or {@code RESTRICT}
 * @param restrictions how to restrict; empty for {@code REMOVE}
 * @param receivedAt when the platform received it: statutory clocks start there
 * @param deadline until when the order itself wants it done, or null
 */
public record OrderSubmission(
    String noticeId,
    String source,
    String externalId,
    String authority,
    @Nullable String contact,
    @Nullable Category ground,
    String legalBasis,
    DecisionAction requires,
    List<Restriction> restrictions,
    String comment,
    Instant receivedAt,
    @Nullable Instant deadline) {
  public OrderSubmission {
    restrictions = restrictions == null ? List.of() : List.copyOf(restrictions);
    comment = comment == null ? "" : comment;
  }
}
