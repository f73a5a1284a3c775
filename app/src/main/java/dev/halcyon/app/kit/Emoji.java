package dev.halcyon.app.kit;

import java.util.Locale;
import javafx.scene.text.Font;

/**
 * Emoji of other people's words in a line of ours: as they are where this machine has a font for
 * them, else by their Unicode names in brackets, since a box says nothing and two boxes look alike.
 * The text of an item itself is shown as it is. Stateless; any thread.
 */
public final class Emoji {
  private static final int FIRST_FLAG_LETTER = 0x1F1E6;
  private static final int LAST_FLAG_LETTER = 0x1F1FF;
  private static final int PICTURE_SELECTOR = 0xFE0F;
  private static final int ZERO_WIDTH_JOINER = 0x200D;

  private Emoji() {}

  /** The line as this machine can draw it. */
  public static String drawn(String line) {
    return FontHere.FOUND ? line : named(line);
  }

  /** A person's name as one line, without what could turn the direction of its neighbours. */
  public static String name(String name) {
    return drawn(Excerpts.line(name));
  }

  /** The line with each emoji by its name. */
  static String named(String line) {
    StringBuilder out = new StringBuilder(line.length());
    boolean afterEmoji = false;
    for (int i = 0; i < line.length(); ) {
      int codePoint = line.codePointAt(i);
      i += Character.charCount(codePoint);
      if (codePoint >= FIRST_FLAG_LETTER && codePoint <= LAST_FLAG_LETTER) {
        out.append((char) ('A' + codePoint - FIRST_FLAG_LETTER));
        afterEmoji = false;
      } else if (Character.isEmojiModifier(codePoint) && afterEmoji) {
        continue;
      } else if (codePoint == PICTURE_SELECTOR || codePoint == ZERO_WIDTH_JOINER && afterEmoji) {
        continue;
      } else if (Character.isEmojiPresentation(codePoint)) {
        out.append('[').append(said(codePoint)).append(']');
        afterEmoji = true;
      } else {
        out.appendCodePoint(codePoint);
        afterEmoji = false;
      }
    }
    return out.toString();
  }

  private static String said(int codePoint) {
    String name = Character.getName(codePoint);
    return name == null ? "?" : name.toLowerCase(Locale.ROOT);
  }

  /** Asked once: what fonts there are does not change while we run. */
  private static final class FontHere {
    static final boolean FOUND =
        Font.getFamilies().stream()
            .map(family -> family.toLowerCase(Locale.ROOT))
            .anyMatch(family -> family.contains("emoji") || family.equals("symbola"));
  }
}
