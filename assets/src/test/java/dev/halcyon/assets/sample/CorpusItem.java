package dev.halcyon.assets.sample;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonPropertyOrder;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * One line of {@code items.jsonl}. All times are seconds from the start of the feed, negative for
 * the past; the feed makes instants of them.
 */
@JsonPropertyOrder({
  "arrivalOffsetSeconds",
  "policyVersion",
  "externalId",
  "surface",
  "language",
  "region",
  "author",
  "text",
  "media",
  "conversation",
  "postedOffsetSeconds",
  "reach",
  "learningConsent",
  "reports"
})
@JsonInclude(JsonInclude.Include.NON_NULL)
record CorpusItem(
    int arrivalOffsetSeconds,
    int policyVersion,
    String externalId,
    String surface,
    @Nullable String language,
    String region,
    Writer author,
    String text,
    List<String> media,
    List<Message> conversation,
    int postedOffsetSeconds,
    long reach,
    boolean learningConsent,
    List<Notice> reports) {

  @JsonPropertyOrder({"id", "displayName", "accountAgeDays", "minor"})
  record Writer(String id, String displayName, int accountAgeDays, boolean minor) {}

  @JsonPropertyOrder({"authorId", "authorName", "text", "offsetSeconds", "replyTo"})
  @JsonInclude(JsonInclude.Include.NON_NULL)
  record Message(
      String authorId,
      String authorName,
      String text,
      int offsetSeconds,
      @Nullable Integer replyTo) {}

  @JsonPropertyOrder({"source", "reporterId", "ground", "comment", "offsetSeconds"})
  record Notice(
      String source, String reporterId, String ground, String comment, int offsetSeconds) {}
}
