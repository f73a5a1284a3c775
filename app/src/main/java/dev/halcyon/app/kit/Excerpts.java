package dev.halcyon.app.kit;

/**
 * The first words of an item as one quiet line: white space folded, and without characters that
 * draw nothing or a box, or turn the direction of what stands beside them. For rows only; the item
 * itself is shown as it is. Stateless.
 */
public final class Excerpts {
  private static final int ZERO_WIDTH_JOINER = 0x200D;

  private Excerpts() {}

  /** The line; empty when nothing can be seen of the text. */
  public static String line(String text) {
    StringBuilder line = new StringBuilder(text.length());
    int before = -1;
    for (int i = 0; i < text.length(); ) {
      int codePoint = text.codePointAt(i);
      i += Character.charCount(codePoint);
      if (Character.isWhitespace(codePoint) || Character.isSpaceChar(codePoint)) {
        if (before != ' ') {
          line.append(' ');
          before = ' ';
        }
      } else if (!isInvisible(codePoint) || joinsEmoji(codePoint, before, text, i)) {
        line.appendCodePoint(codePoint);
        before = codePoint;
      }
    }
    return line.toString().strip();
  }

  /** Whether a character has no picture of its own in running text. */
  public static boolean isInvisible(int codePoint) {
    return switch (Character.getType(codePoint)) {
      case Character.FORMAT,
          Character.CONTROL,
          Character.SURROGATE,
          Character.UNASSIGNED,
          Character.PRIVATE_USE ->
          !Character.isWhitespace(codePoint);
      // Fillers that Unicode counts as letters or marks, and the selectors of a variant.
      default ->
          codePoint == 0x034F
              || codePoint == 0x115F
              || codePoint == 0x1160
              || codePoint == 0x3164
              || codePoint == 0xFFA0
              || codePoint == 0x2800
              || codePoint >= 0xFE00 && codePoint <= 0xFE0E
              || codePoint >= 0xE0100 && codePoint <= 0xE01EF;
    };
  }

  private static boolean joinsEmoji(int codePoint, int before, String text, int next) {
    return codePoint == ZERO_WIDTH_JOINER
        && before >= 0
        && (Character.isEmoji(before) || before == 0xFE0F)
        && next < text.length()
        && Character.isEmoji(text.codePointAt(next));
  }
}
