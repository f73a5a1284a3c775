package dev.halcyon.engine.text;

import com.ibm.icu.lang.UCharacter;
import com.ibm.icu.lang.UProperty;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/**
 * What posts on the net have beside words: links, names of users, emoji. The models read each as
 * one token or by its name. Stateless.
 */
public final class NetTokens {
  private NetTokens() {}

  /** The end of the link that begins at {@code at}; {@code at} itself where none begins. */
  public static int linkEnd(String text, int at) {
    if (!text.regionMatches(true, at, "http://", 0, 7)
        && !text.regionMatches(true, at, "https://", 0, 8)
        && !text.regionMatches(true, at, "www.", 0, 4)) {
      return at;
    }
    int end = at;
    while (end < text.length() && !Character.isWhitespace(text.charAt(end))) {
      end++;
    }
    return end;
  }

  /** The end of the user name whose {@code @} stands at {@code at}. */
  public static int userEnd(String text, int at) {
    int end = at + 1;
    while (end < text.length()
        && (MappedChars.wordChar(text.charAt(end)) || text.charAt(end) == '_')) {
      end++;
    }
    return end;
  }

  /** Whether a code point is a picture to read by its name, or changes one. */
  public static boolean emoji(int codePoint) {
    return Character.isEmojiPresentation(codePoint)
        || Character.isExtendedPictographic(codePoint)
        || UCharacter.hasBinaryProperty(codePoint, UProperty.EMOJI_MODIFIER);
  }

  /** The Unicode name of an emoji in small letters. */
  public static String emojiName(int codePoint) {
    @Nullable String name = UCharacter.getName(codePoint);
    return name == null ? "emoji" : name.toLowerCase(Locale.ROOT);
  }

  /** Whether a code point shows nothing by itself (joiners, variation selectors, fillers). */
  public static boolean invisible(int codePoint) {
    return UCharacter.hasBinaryProperty(codePoint, UProperty.DEFAULT_IGNORABLE_CODE_POINT);
  }
}
