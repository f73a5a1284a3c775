package dev.halcyon.engine.text;

import java.util.regex.Pattern;

/**
 * Reads digits and signs as the letters they stand for, only where that makes a known word of what
 * was none: {@code k1ll} and {@code $ex}, but not {@code 4th} or {@code mp3}. Stateless.
 */
final class Leet {
  private static final String SIGNS = "0134578@$!|+€£¢9";
  private static final String LETTERS = "oieastbasiltelcg";
  private static final int LONGEST = 40;
  private static final boolean[] PART = asciiParts();

  /** Ordinals, times and measures: digits first, then the unit. */
  private static final Pattern MEASURE =
      Pattern.compile("\\d+(?:st|nd|rd|th|am|pm|h|hr|hrs|m|km|kg|g|s|x|k|min|mb|gb|ml|cm|mm)");

  private Leet() {}

  /** Changes the text in place, sign for letter; says whether it did. */
  static boolean fold(MappedChars text, KnownWords known) {
    boolean changed = false;
    for (int i = 0; i < text.length; ) {
      if (!part(text.chars[i])) {
        i++;
        continue;
      }
      int end = i;
      int letters = 0;
      int signs = 0;
      while (end < text.length && part(text.chars[end])) {
        if (MappedChars.letter(text.chars[end])) {
          letters++;
        } else {
          signs++;
        }
        end++;
      }
      if (letters > 0 && signs > 0 && end - i <= LONGEST) {
        changed |= token(text, i, end, known);
      }
      i = end;
    }
    return changed;
  }

  /** A token with each digit as the letter that it most often stands for. */
  static String letters(String token) {
    StringBuilder letters = new StringBuilder(token);
    for (int i = 0; i < letters.length(); i++) {
      int at = Character.isDigit(letters.charAt(i)) ? SIGNS.indexOf(letters.charAt(i)) : -1;
      if (at >= 0) {
        letters.setCharAt(i, LETTERS.charAt(at));
      }
    }
    return letters.toString();
  }

  private static boolean token(MappedChars text, int from, int end, KnownWords known) {
    if (word(text, from, end, known)) {
      return true;
    }
    int start = from;
    int stop = end;
    while (start < stop && !MappedChars.wordChar(text.chars[start])) {
      start++;
    }
    while (stop > start && !MappedChars.wordChar(text.chars[stop - 1])) {
      stop--;
    }
    return (start > from || stop < end) && word(text, start, stop, known);
  }

  private static boolean word(MappedChars text, int from, int end, KnownWords known) {
    if (end - from < 3) {
      return false;
    }
    char[] letters = new char[end - from];
    int[] doubtful = new int[4];
    int doubts = 0;
    boolean signs = false;
    for (int k = 0; k < letters.length; k++) {
      char c = text.chars[from + k];
      int at = SIGNS.indexOf(c);
      letters[k] = at < 0 ? c : LETTERS.charAt(at);
      signs |= at >= 0;
      if ((c == '1' || c == '|' || c == '!') && doubts < doubtful.length) {
        doubtful[doubts++] = k;
      }
    }
    if (!signs) {
      return false;
    }
    for (int choice = 0; choice < 1 << doubts; choice++) {
      for (int d = 0; d < doubts; d++) {
        letters[doubtful[d]] = (choice >> d & 1) == 0 ? 'i' : 'l';
      }
      if (known.contains(new String(letters))) {
        String raw = text.string(from, end);
        if (known.contains(raw) || MEASURE.matcher(raw).matches()) {
          return false;
        }
        System.arraycopy(letters, 0, text.chars, from, letters.length);
        return true;
      }
    }
    return false;
  }

  private static boolean part(char c) {
    return c < 0x80 ? PART[c] : MappedChars.letter(c) || SIGNS.indexOf(c) >= 0;
  }

  private static boolean[] asciiParts() {
    boolean[] parts = new boolean[0x80];
    for (char c = 0; c < parts.length; c++) {
      parts[c] = MappedChars.wordChar(c) || SIGNS.indexOf(c) >= 0;
    }
    return parts;
  }
}
