package dev.halcyon.protocol;

import java.time.Instant;
import java.util.List;
import java.util.UUID;

/**
 * One piece of user content as the server keeps it.
 *
 * @param audience for whom the place is meant in which it appears
 * @param language the language the cascade used, ISO 639-1, or {@code und}
 */
public record Item(
    UUID id,
    String source,
    String externalId,
    Surface surface,
    Audience audience,
    String language,
    String region,
    Author author,
    String text,
    List<MediaInfo> media,
    List<ContextMessage> conversation,
    Instant postedAt,
    Instant receivedAt,
    long reach,
    Visibility visibility) {
  public Item {
    media = media == null ? List.of() : List.copyOf(media);
    conversation = conversation == null ? List.of() : List.copyOf(conversation);
    audience = audience == null ? Audience.GENERAL : audience;
  }

  /** An item in a place for anybody. */
  public Item(
      UUID id,
      String source,
      String externalId,
      Surface surface,
      String language,
      String region,
      Author author,
      String text,
      List<MediaInfo> media,
      List<ContextMessage> conversation,
      Instant postedAt,
      Instant receivedAt,
      long reach,
      Visibility visibility) {
    this(
        id,
        source,
        externalId,
        surface,
        Audience.GENERAL,
        language,
        region,
        author,
        text,
        media,
        conversation,
        postedAt,
        receivedAt,
        reach,
        visibility);
  }
}
