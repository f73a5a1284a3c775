package dev.halcyon.installer;

import dev.halcyon.assets.Assets;
import dev.halcyon.protocol.Author;
import dev.halcyon.protocol.Category;
import dev.halcyon.protocol.ContextMessage;
import dev.halcyon.protocol.ItemSubmission;
import dev.halcyon.protocol.ReportSource;
import dev.halcyon.protocol.ReportSubmission;
import dev.halcyon.protocol.Surface;
import dev.halcyon.protocol.Wire;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * One line of {@code assets/sample/items.jsonl}: an item whose times are seconds from the start of
 * the feed, negative for the past. Immutable.
 *
 * @param arrivalOffsetSeconds when the platform sends it; positive for late arrivals
 * @param policyVersion the policy that is current when it is sent: the first that shipped, or the
 *     newest
 * @param media names of files in {@code assets/sample/media}
 */
public record SampleItem(
    int arrivalOffsetSeconds,
    int policyVersion,
    String externalId,
    Surface surface,
    @Nullable String language,
    String region,
    Author author,
    String text,
    List<String> media,
    List<Message> conversation,
    int postedOffsetSeconds,
    long reach,
    boolean learningConsent,
    List<Notice> reports) {
  /** The platform that does not exist. */
  public static final String SOURCE = "harbor-social";

  public SampleItem {
    media = List.copyOf(media);
    conversation = List.copyOf(conversation);
    reports = List.copyOf(reports);
  }

  /** A message before the item. */
  public record Message(
      String authorId,
      String authorName,
      String text,
      int offsetSeconds,
      @Nullable Integer replyTo) {}

  /** A report about the item. */
  public record Notice(
      ReportSource source, String reporterId, Category ground, String comment, int offsetSeconds) {}

  /** The packaged corpus in the order of arrival. */
  public static List<SampleItem> all() {
    String lines = new String(Assets.bytes("sample/items.jsonl"), StandardCharsets.UTF_8);
    return lines.lines().map(line -> Wire.read(line, SampleItem.class)).toList();
  }

  /** Whether it arrives after the start of the feed. */
  public boolean late() {
    return arrivalOffsetSeconds > 0;
  }

  /**
   * The submission with real times.
   *
   * @param start the start of the feed
   * @param mediaIds ids of the uploaded {@link #media}, in the same order
   */
  public ItemSubmission submission(Instant start, List<String> mediaIds) {
    return new ItemSubmission(
        SOURCE,
        externalId,
        surface,
        language,
        region,
        author,
        text,
        mediaIds,
        conversation.stream()
            .map(
                message ->
                    new ContextMessage(
                        message.authorId(),
                        message.authorName(),
                        message.text(),
                        start.plusSeconds(message.offsetSeconds()),
                        message.replyTo()))
            .toList(),
        start.plusSeconds(postedOffsetSeconds),
        reach,
        learningConsent,
        reports.stream()
            .map(
                notice ->
                    new ReportSubmission(
                        notice.source(),
                        notice.reporterId(),
                        notice.ground(),
                        notice.comment(),
                        start.plusSeconds(notice.offsetSeconds())))
            .toList());
  }
}
