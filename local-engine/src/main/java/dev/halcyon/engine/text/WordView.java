package dev.halcyon.engine.text;

/**
 * The words of a normalised text and nothing else, with one space before, between and after them,
 * so that a dictionary finds whole words and phrases whatever stands between them. Apostrophes are
 * dropped ({@code don't} is {@code dont}). Immutable.
 */
final class WordView {
  private final String text;
  private final int[] at;

  private WordView(String text, int[] at) {
    this.text = text;
    this.at = at;
  }

  static WordView of(String normalised) {
    char[] view = new char[normalised.length() + 2];
    int[] at = new int[view.length];
    int n = 0;
    view[n++] = ' ';
    for (int i = 0; i < normalised.length(); i++) {
      char c = normalised.charAt(i);
      if (wordPart(c)) {
        at[n] = i;
        view[n++] = c;
      } else if (c != '\'' && c != '’' && view[n - 1] != ' ') {
        view[n++] = ' ';
      }
    }
    if (view[n - 1] != ' ') {
      view[n++] = ' ';
    }
    return new WordView(new String(view, 0, n), at);
  }

  String text() {
    return text;
  }

  /** The stretch of the normalised text behind the non-space units {@code [start, end)}. */
  Span normalised(int start, int end) {
    return new Span(at[start], at[end - 1] + 1);
  }

  private static boolean wordPart(char c) {
    if (c < 0x80) {
      return MappedChars.wordChar(c);
    }
    int type = Character.getType(c);
    return Character.isLetterOrDigit(c)
        || type == Character.NON_SPACING_MARK
        || type == Character.COMBINING_SPACING_MARK
        || type == Character.SURROGATE
        || type == Character.OTHER_SYMBOL;
  }
}
