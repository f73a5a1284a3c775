package dev.halcyon.engine.text;

/**
 * Text in the form that rules and models compare, with the way back: every stretch of it maps to
 * the stretch of the original it came from. Immutable.
 */
public final class NormalisedText {
  private final String original;
  private final String text;
  private final int[] starts;
  private final int[] ends;

  NormalisedText(String original, MappedChars chars) {
    this.original = original;
    this.text = new String(chars.chars, 0, chars.length);
    this.starts = chars.starts;
    this.ends = chars.ends;
  }

  public String original() {
    return original;
  }

  public String text() {
    return text;
  }

  /** Where the code unit at {@code index} of {@link #text()} begins in the original. */
  public int originalStart(int index) {
    return starts[index];
  }

  /** Where the code unit at {@code index} of {@link #text()} ends in the original, exclusive. */
  public int originalEnd(int index) {
    return ends[index];
  }

  /**
   * The stretch of the original that {@code [start, end)} of {@link #text()} came from.
   *
   * @throws IndexOutOfBoundsException when the stretch is empty or not within the text
   */
  public Span original(int start, int end) {
    if (start < 0 || end <= start || end > text.length()) {
      throw new IndexOutOfBoundsException(start + ".." + end + " of " + text.length());
    }
    return new Span(starts[start], ends[end - 1]);
  }
}
