package dev.halcyon.engine.personal;

/**
 * Where a piece of personal data stands; never what it says, so that it may be logged by accident
 * without harm.
 *
 * @param start first UTF-16 code unit in the original text
 * @param end one past the last
 */
public record Finding(PersonalKind kind, int start, int end) {
  public Finding {
    if (start < 0 || end <= start) {
      throw new IllegalArgumentException("no stretch of text: " + start + ".." + end);
    }
  }
}
