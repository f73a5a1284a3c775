package dev.halcyon.engine.text;

/**
 * Takes separators out of words they were put into: {@code ki.ll}, {@code s-e.x}. Only where the
 * joined form is a known word and some piece is none, so that {@code well-known} and hosts stay.
 * Stateless.
 */
final class InnerSeparators {
  private static final String SEPARATORS = ".-_*~·|";
  private static final int MOST_PIECES = 16;
  private static final int LONGEST = 40;

  private InnerSeparators() {}

  /** Shortens the text in place; says whether it did. */
  static boolean join(MappedChars text, KnownWords known) {
    int to = 0;
    boolean changed = false;
    for (int i = 0; i < text.length; ) {
      boolean begins =
          MappedChars.letter(text.chars[i]) && (i == 0 || !MappedChars.wordChar(text.chars[i - 1]));
      int end = begins ? joinedEnd(text, i, known) : i;
      if (end > i) {
        for (int k = i; k < end; k++) {
          if (MappedChars.wordChar(text.chars[k])) {
            text.keep(to++, k);
          }
        }
        i = end;
        changed = true;
      } else {
        text.keep(to++, i++);
      }
    }
    text.length = to;
    return changed;
  }

  /** The end of the longest run of pieces from here that together are a word, or {@code from}. */
  private static int joinedEnd(MappedChars text, int from, KnownWords known) {
    int first = text.wordEnd(from);
    if (!continues(text, first)) {
      return from;
    }
    int best = from;
    boolean allKnown = true;
    StringBuilder joined = new StringBuilder();
    int at = from;
    for (int piece = 0; piece < MOST_PIECES && at < text.length; piece++) {
      int end = text.wordEnd(at);
      if (end == at || joined.length() + end - at > LONGEST) {
        break;
      }
      String letters = text.string(at, end);
      allKnown &= known.contains(letters);
      joined.append(letters);
      if (piece > 0 && !allKnown && joined.length() >= 3 && known.contains(joined.toString())) {
        best = end;
      }
      if (!continues(text, end)) {
        break;
      }
      at = end + 1;
    }
    return best;
  }

  /** Whether one separator and then another piece follow. */
  private static boolean continues(MappedChars text, int end) {
    return end + 1 < text.length
        && SEPARATORS.indexOf(text.chars[end]) >= 0
        && MappedChars.wordChar(text.chars[end + 1]);
  }
}
