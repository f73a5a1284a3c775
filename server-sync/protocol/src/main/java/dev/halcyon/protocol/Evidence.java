package dev.halcyon.protocol;

import com.fasterxml.jackson.annotation.JsonSubTypes;
import com.fasterxml.jackson.annotation.JsonTypeInfo;
import org.jspecify.annotations.Nullable;

/**
 * Something in the item that supports a score: words, a region, a frame, a stretch of sound. Every
 * piece names the category it speaks for, its weight in that score and what found it.
 */
@JsonTypeInfo(
    use = JsonTypeInfo.Id.NAME,
    property = "kind",
    defaultImpl = Evidence.Unrecognised.class)
@JsonSubTypes({
  @JsonSubTypes.Type(value = Evidence.Words.class, name = "words"),
  @JsonSubTypes.Type(value = Evidence.Region.class, name = "region"),
  @JsonSubTypes.Type(value = Evidence.Frame.class, name = "frame"),
  @JsonSubTypes.Type(value = Evidence.Seconds.class, name = "seconds")
})
public sealed interface Evidence {
  Category category();

  /** Share of the score this piece accounts for, 0..1; rules give 1. */
  double weight();

  /** What found it: a rule id ({@code rule:threat-en-3}), a model ({@code model:text-linear}). */
  String source();

  /**
   * A span of the item's text.
   *
   * @param start first UTF-16 code unit in the original text
   * @param end one past the last
   * @param label what the span matched, in the rule's or model's words (normalised form)
   */
  record Words(Category category, double weight, String source, int start, int end, String label)
      implements Evidence {}

  /** A rectangle of a picture or of a keyframe ({@code frame} null for a picture). */
  record Region(
      Category category,
      double weight,
      String source,
      String mediaId,
      @Nullable Integer frame,
      Box box,
      String label)
      implements Evidence {}

  /** A whole frame of a picture (frame 0) or video, by its position in the strip. */
  record Frame(
      Category category, double weight, String source, String mediaId, int frame, double atSeconds)
      implements Evidence {}

  /** A stretch of sound or video, seconds from the start. */
  record Seconds(
      Category category,
      double weight,
      String source,
      String mediaId,
      double from,
      double to,
      String label)
      implements Evidence {}

  /** A kind that a newer peer knows and this one does not: kept visible, never guessed at. */
  record Unrecognised(Category category, double weight, String source) implements Evidence {}
}
