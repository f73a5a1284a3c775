package dev.halcyon.engine.text;

/**
 * Text in the form that rules and models compare, with the way back: every stretch of it maps to
 * the stretch of the original it came from. Immutable.
 */
public final class NormalisedText {
  private final String original;
  private final String text;
  private final MappedChars places;
  private final boolean lowered;

  NormalisedText(String original, MappedChars chars, boolean lowered) {
    this.original = original;
    this.text = chars.string(0, chars.length);
    this.places = chars;
    this.lowered = lowered;
  }

  /** Whether the original is ASCII and differs in nothing but capitals, as most texts do. */
  boolean lowered() {
    return lowered;
  }

  public String original() {
    return original;
  }

  public String text() {
    return text;
  }

  /** Where the code unit at {@code index} of {@link #text()} begins in the original. */
  public int originalStart(int index) {
    return places.start(index);
  }

  /** Where the code unit at {@code index} of {@link #text()} ends in the original, exclusive. */
  public int originalEnd(int index) {
    return places.end(index);
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
    return new Span(places.start(start), places.end(end - 1));
  }
}
