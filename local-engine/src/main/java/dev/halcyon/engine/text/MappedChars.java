package dev.halcyon.engine.text;

import java.util.Arrays;

/**
 * A growing text whose every code unit remembers the stretch of the original it stands for. The
 * steps of the normaliser hand it on; most change it in place. Confined to one thread.
 */
final class MappedChars {
  char[] chars;
  int[] starts;
  int[] ends;
  int length;

  MappedChars(int capacity) {
    chars = new char[capacity];
    starts = new int[capacity];
    ends = new int[capacity];
  }

  static MappedChars of(String text) {
    MappedChars mapped = new MappedChars(text.length());
    text.getChars(0, text.length(), mapped.chars, 0);
    for (int i = 0; i < text.length(); i++) {
      mapped.starts[i] = i;
      mapped.ends[i] = i + 1;
    }
    mapped.length = text.length();
    return mapped;
  }

  void add(char c, int start, int end) {
    if (length == chars.length) {
      int capacity = Math.max(16, length + (length >> 1));
      chars = Arrays.copyOf(chars, capacity);
      starts = Arrays.copyOf(starts, capacity);
      ends = Arrays.copyOf(ends, capacity);
    }
    chars[length] = c;
    starts[length] = start;
    ends[length] = end;
    length++;
  }

  /** Moves the unit at {@code from} to the end of a shorter text that is being written in place. */
  void keep(int to, int from) {
    chars[to] = chars[from];
    starts[to] = starts[from];
    ends[to] = ends[from];
  }

  String string(int from, int to) {
    return new String(chars, from, to - from);
  }

  int codePoint(int index) {
    return Character.codePointAt(chars, index, length);
  }

  static boolean wordChar(char c) {
    if (c < 0x80) {
      return (c >= 'a' && c <= 'z') || (c >= '0' && c <= '9') || (c >= 'A' && c <= 'Z');
    }
    return Character.isLetterOrDigit(c);
  }

  static boolean letter(char c) {
    return c < 0x80 ? (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') : Character.isLetter(c);
  }

  /** The end of the run of letters and digits that starts at {@code from}. */
  int wordEnd(int from) {
    int end = from;
    while (end < length && wordChar(chars[end])) {
      end++;
    }
    return end;
  }
}
