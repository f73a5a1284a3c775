package dev.halcyon.app.review;

import java.util.ArrayList;
import java.util.List;

/**
 * Cuts a text into pieces small enough to lay out within a frame, so that ten megabytes scroll like
 * ten lines. Pure and safe for any thread; linear in the length, whatever the text holds.
 *
 * <p>A cut falls after a line break where there is one, else after a space, else between two
 * characters that do not join (never inside a surrogate pair or before a combining mark).
 */
public final class TextChunks {
  /** Code units a piece holds at most. */
  public static final int LONGEST = 1_500;

  /** Lines a piece holds at most. */
  public static final int MOST_LINES = 24;

  private static final int SEARCH_SPACE = 200;
  private static final int SEARCH_JOIN = 64;
  private static final int ZERO_WIDTH_JOINER = 0x200D;

  /**
   * A piece of the text.
   *
   * @param start first UTF-16 code unit
   * @param end one past the last; a line break that ends the piece is left out
   */
  public record Chunk(int start, int end) {
    public int length() {
      return end - start;
    }
  }

  private TextChunks() {}

  /** The pieces in order; the empty list for the empty text. */
  public static List<Chunk> of(String text) {
    List<Chunk> chunks = new ArrayList<>(text.length() / LONGEST + 1);
    int start = 0;
    while (start < text.length()) {
      int limit = Math.min(text.length(), start + LONGEST);
      int breakAt = lastBreak(text, start, limit);
      if (breakAt >= 0) {
        chunks.add(new Chunk(start, beforeBreak(text, start, breakAt)));
        start = breakAt + 1;
      } else {
        int end = limit == text.length() ? limit : calmCut(text, start, limit);
        chunks.add(new Chunk(start, end));
        start = end;
      }
    }
    return chunks;
  }

  /**
   * The line break the piece ends with, or -1: the last within the limits when more text follows,
   * or the one after {@link #MOST_LINES} lines.
   */
  private static int lastBreak(String text, int start, int limit) {
    int lines = 0;
    int last = -1;
    for (int i = start; i < limit; i++) {
      if (text.charAt(i) == '\n') {
        last = i;
        if (++lines == MOST_LINES) {
          return last;
        }
      }
    }
    return limit == text.length() ? -1 : last;
  }

  private static int beforeBreak(String text, int start, int breakAt) {
    return breakAt > start && text.charAt(breakAt - 1) == '\r' ? breakAt - 1 : breakAt;
  }

  private static int calmCut(String text, int start, int limit) {
    for (int i = limit; i > limit - SEARCH_SPACE && i > start + 1; i--) {
      if (Character.isWhitespace(text.charAt(i - 1)) && !joins(text, i)) {
        return i;
      }
    }
    for (int i = limit; i > limit - SEARCH_JOIN && i > start + 1; i--) {
      if (!joins(text, i)) {
        return i;
      }
    }
    return Character.isLowSurrogate(text.charAt(limit)) ? limit - 1 : limit;
  }

  /** Whether the characters on both sides of this offset are drawn as one. */
  private static boolean joins(String text, int offset) {
    if (Character.isLowSurrogate(text.charAt(offset))) {
      return true;
    }
    int next = text.codePointAt(offset);
    int before = text.codePointBefore(offset);
    return switch (Character.getType(next)) {
      case Character.NON_SPACING_MARK, Character.ENCLOSING_MARK, Character.COMBINING_SPACING_MARK ->
          true;
      default ->
          next == ZERO_WIDTH_JOINER
              || before == ZERO_WIDTH_JOINER
              || Character.isEmojiModifier(next)
              || isRegional(before) && isRegional(next);
    };
  }

  private static boolean isRegional(int codePoint) {
    return codePoint >= 0x1F1E6 && codePoint <= 0x1F1FF;
  }
}
