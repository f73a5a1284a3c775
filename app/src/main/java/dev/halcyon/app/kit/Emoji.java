package dev.halcyon.app.kit;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import javafx.scene.text.Font;

/**
 * Emoji of other people's words: as they are where this machine has a font that draws them; else by
 * the font we bring along where a text can be cut into pieces, and by their Unicode names in
 * brackets in a line that cannot, since a box says nothing and two boxes look alike (decision
 * 0292). Stateless; any thread.
 */
public final class Emoji {
  /** One emoji with what changes it. */
  public static final String PATTERN =
      "(?:\\p{IsEmoji_Presentation}|\\p{IsExtended_Pictographic}\\x{FE0F})"
          + "(?:\\x{FE0F}|\\p{IsEmoji_Modifier}|\\x{200D}\\p{IsExtended_Pictographic})*";

  /** The style of text that is drawn with our own font of emoji. */
  public static final String OWN_FONT = "own-emoji";

  /** The family of our own font, which {@link Theme} loads. */
  static final String OWN_FAMILY = "noto emoji";

  private static final Pattern FOUND = Pattern.compile("(?:" + PATTERN + ")+");
  private static final int FIRST_FLAG_LETTER = 0x1F1E6;
  private static final int LAST_FLAG_LETTER = 0x1F1FF;
  private static final int PICTURE_SELECTOR = 0xFE0F;
  private static final int ZERO_WIDTH_JOINER = 0x200D;

  private Emoji() {}

  /**
   * A stretch of text that one font draws.
   *
   * @param own whether that is our own font of emoji
   */
  public record Piece(String text, boolean own) {}

  /** The text in pieces that this machine can draw; one where it can draw all of it by itself. */
  public static List<Piece> pieces(String text) {
    return FontHere.FOUND ? List.of(new Piece(text, false)) : cut(text);
  }

  /** The text in pieces, emoji apart from the rest. */
  static List<Piece> cut(String text) {
    List<Piece> pieces = new ArrayList<>();
    int from = 0;
    Matcher found = FOUND.matcher(text);
    while (found.find()) {
      if (found.start() > from) {
        pieces.add(new Piece(text.substring(from, found.start()), false));
      }
      pieces.add(new Piece(found.group(), true));
      from = found.end();
    }
    if (from < text.length() || pieces.isEmpty()) {
      pieces.add(new Piece(text.substring(from), false));
    }
    return pieces;
  }

  /** Whether emoji are drawn with our own font here. */
  public static boolean drawnByOwnFont() {
    return !FontHere.FOUND;
  }

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

  /**
   * Whether one of these families, apart from our own, draws emoji. Colour fonts do not on Linux,
   * where JavaFX draws outlines alone.
   */
  static boolean drawsEmoji(List<String> families, boolean linux) {
    return families.stream()
        .map(family -> family.toLowerCase(Locale.ROOT))
        .anyMatch(
            family ->
                family.equals("symbola")
                    || family.contains("emoji")
                        && !family.equals(OWN_FAMILY)
                        && !(linux && family.contains("color")));
  }

  /** Asked once: what fonts there are does not change while we run. */
  private static final class FontHere {
    static final boolean FOUND =
        drawsEmoji(Font.getFamilies(), System.getProperty("os.name", "").startsWith("Linux"));
  }
}
