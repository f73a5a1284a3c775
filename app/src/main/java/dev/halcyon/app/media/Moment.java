package dev.halcyon.app.media;

import dev.halcyon.protocol.Category;

/**
 * A stretch of a recording in which the machine found something, in seconds from the start.
 *
 * @param score 0..1, as risky as the machine says it is
 * @param label what was found, in the machine's words; may be empty
 * @param step of the argument that rests on it, 0 for none
 */
public record Moment(
    Kind kind, double from, double to, Category category, double score, String label, int step) {
  /** Where it was found. */
  public enum Kind {
    PICTURE,
    SPEECH,
    SOUND
  }

  /** Whether it touches a stretch of time. */
  boolean touches(double begin, double end) {
    return from < end && to > begin || from == begin;
  }

  /** Without what was found, so that no log can hold it. */
  @Override
  public String toString() {
    return "Moment[" + kind + ", " + from + ".." + to + " s]";
  }
}
