package dev.halcyon.engine.text;

import com.ibm.icu.lang.UCharacter;
import com.ibm.icu.lang.UProperty;
import com.ibm.icu.lang.UScript;
import com.ibm.icu.text.Normalizer2;
import org.jspecify.annotations.Nullable;

/**
 * The first step of the normaliser, character by character: NFKC with case folding (Unicode
 * standard, 3.13, toNFKC_Casefold), which also drops zero-width and bidirectional controls; C0 and
 * C1 controls; letters in squares and small capitals; and marks heaped on letters. Stateless.
 */
final class CharacterFolding {
  /** Marks in a row that are read at all; a longer heap is decoration and would cost time. */
  private static final int MARKS_READ = 32;

  private static final int MARKS_KEPT = 4;
  private static final Normalizer2 NFKC_CASEFOLD = Normalizer2.getNFKCCasefoldInstance();

  /** The folded form of characters that stand alone; filled as they are met, races are harmless. */
  private static final @Nullable String[] ALONE = new @Nullable String[0x10000];

  private CharacterFolding() {}

  /**
   * Does the whole step in place where it is no more than turning capitals into small letters: for
   * text of printable ASCII, spaces, tabs and line ends. Says whether it did; else nothing changed.
   */
  static boolean lower(MappedChars text) {
    for (int i = 0; i < text.length; i++) {
      char c = text.chars[i];
      if (c >= 0x7f || c < ' ' && c != '\n' && c != '\t') {
        return false;
      }
    }
    for (int i = 0; i < text.length; i++) {
      char c = text.chars[i];
      if (c >= 'A' && c <= 'Z') {
        text.chars[i] = (char) (c + 32);
      }
    }
    return true;
  }

  /** Whether this step did more than turn capitals into small letters; the result is in out. */
  static boolean fold(MappedChars in, MappedChars out) {
    boolean deep = false;
    int i = 0;
    while (i < in.length) {
      char c = in.chars[i];
      if (c < 0x80 && (i + 1 == in.length || in.chars[i + 1] < 0x80)) {
        if (c >= ' ' && c != 0x7f || c == '\n' || c == '\t') {
          out.add(c >= 'A' && c <= 'Z' ? (char) (c + 32) : c, in.start(i), in.end(i));
        } else {
          deep = true;
        }
        i++;
        continue;
      }
      int end = segmentEnd(in, i);
      deep |= segment(in, i, end, out);
      i = end;
    }
    return deep;
  }

  private static int segmentEnd(MappedChars in, int from) {
    int end = from + Character.charCount(in.codePoint(from));
    while (end < in.length) {
      int next = in.codePoint(end);
      if (NFKC_CASEFOLD.hasBoundaryBefore(next)) {
        break;
      }
      end += Character.charCount(next);
    }
    return end;
  }

  private static boolean segment(MappedChars in, int from, int end, MappedChars out) {
    String folded =
        end - from == 1 ? alone(in.chars[from]) : NFKC_CASEFOLD.normalize(read(in, from, end));
    int base = UScript.UNKNOWN;
    int marks = 0;
    int before = out.length;
    for (int k = 0; k < folded.length(); ) {
      int cp = folded.codePointAt(k);
      k += Character.charCount(cp);
      int type = Character.getType(cp);
      if (type == Character.NON_SPACING_MARK || type == Character.ENCLOSING_MARK) {
        if (type == Character.ENCLOSING_MARK || alphabetic(base) || ++marks > MARKS_KEPT) {
          continue;
        }
      } else {
        base = UScript.getScript(cp);
        marks = 0;
        if (type == Character.CONTROL && cp != '\n' && cp != '\t') {
          continue;
        }
        cp = plain(cp);
      }
      int start = in.start(from);
      int stop = in.end(end - 1);
      if (cp < 0x10000) {
        out.add((char) cp, start, stop);
      } else {
        out.add(Character.highSurrogate(cp), start, stop);
        out.add(Character.lowSurrogate(cp), start, stop);
      }
    }
    return !same(in, from, end, out, before);
  }

  private static boolean same(MappedChars in, int from, int end, MappedChars out, int before) {
    if (out.length - before != end - from) {
      return false;
    }
    for (int k = 0; k < end - from; k++) {
      if (in.chars[from + k] != out.chars[before + k]) {
        return false;
      }
    }
    return true;
  }

  private static String alone(char c) {
    @Nullable String folded = ALONE[c];
    if (folded == null) {
      folded = NFKC_CASEFOLD.normalize(String.valueOf(c));
      ALONE[c] = folded;
    }
    return folded;
  }

  /** The segment without what NFKC_Casefold drops anyway and without the tail of long heaps. */
  private static String read(MappedChars in, int from, int end) {
    StringBuilder text = new StringBuilder(end - from);
    int marks = 0;
    for (int k = from; k < end; ) {
      int cp = in.codePoint(k);
      k += Character.charCount(cp);
      int type = Character.getType(cp);
      boolean mark = type == Character.NON_SPACING_MARK || type == Character.ENCLOSING_MARK;
      if (mark && UCharacter.hasBinaryProperty(cp, UProperty.DEFAULT_IGNORABLE_CODE_POINT)) {
        continue;
      }
      marks = mark ? marks + 1 : 0;
      if (marks <= MARKS_READ) {
        text.appendCodePoint(cp);
      }
    }
    return text.toString();
  }

  private static boolean alphabetic(int script) {
    return script == UScript.LATIN
        || script == UScript.CYRILLIC
        || script == UScript.GREEK
        || script == UScript.COMMON;
  }

  /**
   * Letters drawn as signs, which Unicode does not count as compatible: squares, small capitals.
   */
  private static int plain(int cp) {
    if (cp >= 0x1F150 && cp <= 0x1F169) {
      return 'a' + (cp - 0x1F150);
    }
    if (cp >= 0x1F170 && cp <= 0x1F189) {
      return 'a' + (cp - 0x1F170);
    }
    int at = SMALL_CAPITALS.indexOf(cp);
    return at >= 0 ? SMALL_CAPITAL_LETTERS.charAt(at) : cp;
  }

  private static final String SMALL_CAPITALS = "ᴀʙᴄᴅᴇꜰɢʜɪᴊᴋʟᴍɴᴏᴘʀꜱᴛᴜᴠᴡʏᴢɑɡ";
  private static final String SMALL_CAPITAL_LETTERS = "abcdefghijklmnoprstuvwyzag";
}
