package dev.halcyon.protocol;

import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What a platform sends to {@code POST /v1/items}: one piece of user content. {@code (source,
 * externalId)} is unique; sending it again gets the first answer.
 *
 * @param source the platform, for example {@code harbor-social}
 * @param audience for whom the place is meant; general when absent
 * @param language ISO 639-1 as the platform believes it, or null when unknown
 * @param region ISO 3166-1 alpha-2 of the audience, or {@code ZZ} when unknown
 * @param text the words, or the empty string
 * @param mediaIds media uploaded before by {@code POST /v1/media}, in order of appearance
 * @param mediaUrls media that the server is to fetch, from origins that its operator allows; they
 *     come after {@code mediaIds}
 * @param reach accounts expected to see it in a day
 * @param learningConsent whether the author agreed that models may learn from it
 */
public record ItemSubmission(
    String source,
    String externalId,
    Surface surface,
    Audience audience,
    @Nullable String language,
    String region,
    Author author,
    String text,
    List<String> mediaIds,
    List<ContextMessage> conversation,
    Instant postedAt,
    long reach,
    boolean learningConsent,
    List<ReportSubmission> reports,
    List<String> mediaUrls) {
  public ItemSubmission {
    audience = audience == null ? Audience.GENERAL : audience;
    text = text == null ? "" : text;
    mediaIds = mediaIds == null ? List.of() : List.copyOf(mediaIds);
    conversation = conversation == null ? List.of() : List.copyOf(conversation);
    reports = reports == null ? List.of() : List.copyOf(reports);
    mediaUrls = mediaUrls == null ? List.of() : List.copyOf(mediaUrls);
  }

  /** An item whose media were uploaded before. */
  public ItemSubmission(
      String source,
      String externalId,
      Surface surface,
      Audience audience,
      @Nullable String language,
      String region,
      Author author,
      String text,
      List<String> mediaIds,
      List<ContextMessage> conversation,
      Instant postedAt,
      long reach,
      boolean learningConsent,
      List<ReportSubmission> reports) {
    this(
        source,
        externalId,
        surface,
        audience,
        language,
        region,
        author,
        text,
        mediaIds,
        conversation,
        postedAt,
        reach,
        learningConsent,
        reports,
        List.of());
  }

  /** An item for anybody. */
  public ItemSubmission(
      String source,
      String externalId,
      Surface surface,
      @Nullable String language,
      String region,
      Author author,
      String text,
      List<String> mediaIds,
      List<ContextMessage> conversation,
      Instant postedAt,
      long reach,
      boolean learningConsent,
      List<ReportSubmission> reports) {
    this(
        source,
        externalId,
        surface,
        Audience.GENERAL,
        language,
        region,
        author,
        text,
        mediaIds,
        conversation,
        postedAt,
        reach,
        learningConsent,
        reports);
  }
}
