package dev.halcyon.engine.cascade;

import dev.halcyon.protocol.Box;
import java.util.Optional;

/**
 * One thing that a picture stage saw or read, for the stages that look at the item as a whole. What
 * was read is content and never logged.
 *
 * @param value the label of an object, or a text as it was read
 * @param score 0..1, how sure the model is
 * @param frame place in the strip, 0 for a picture
 * @param box where an object is
 */
public record Observation(
    Kind kind,
    String value,
    double score,
    String mediaId,
    int frame,
    double atSeconds,
    Optional<Box> box) {
  /** Whether it is a thing or words. */
  public enum Kind {
    OBJECT,
    WORDS
  }

  /** Without the words, so that no log can hold them. */
  @Override
  public String toString() {
    return "Observation[" + kind + " in frame " + frame + "]";
  }
}
