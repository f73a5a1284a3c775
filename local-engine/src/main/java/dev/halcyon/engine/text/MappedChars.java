package dev.halcyon.engine.text;

import java.util.Arrays;

/**
 * A growing text whose every code unit remembers the stretch of the original it stands for. The
 * steps of the normaliser hand it on; most change it in place. As long as every unit stands for the
 * one at its own place, which is so of most texts to the end, no offsets are written down. Confined
 * to one thread.
 */
final class MappedChars {
  private static final int[] NONE = {};

  char[] chars;
  int length;
  private boolean inPlace;
  private int[] starts;
  private int[] ends;

  /** An empty text to add to. */
  MappedChars(int capacity) {
    chars = new char[capacity];
    starts = new int[capacity];
    ends = new int[capacity];
  }

  private MappedChars(char[] chars) {
    this.chars = chars;
    length = chars.length;
    inPlace = true;
    starts = NONE;
    ends = NONE;
  }

  static MappedChars of(String text) {
    return new MappedChars(text.toCharArray());
  }

  /** These units, each standing for the one at its own place. */
  static MappedChars inPlace(char[] chars) {
    return new MappedChars(chars);
  }

  boolean inPlace() {
    return inPlace;
  }

  /** Writes the offsets down, for something is about to move. */
  void writeOffsets() {
    if (inPlace) {
      starts = new int[chars.length];
      ends = new int[chars.length];
      for (int i = 0; i < length; i++) {
        starts[i] = i;
        ends[i] = i + 1;
      }
      inPlace = false;
    }
  }

  int start(int index) {
    return inPlace ? index : starts[index];
  }

  int end(int index) {
    return inPlace ? index + 1 : ends[index];
  }

  /** Lets the unit at {@code index} stand for more: from {@code start} on. */
  void startAt(int index, int start) {
    if (start(index) != start) {
      writeOffsets();
      starts[index] = start;
    }
  }

  void add(char c, int start, int end) {
    writeOffsets();
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
    if (to == from) {
      return;
    }
    writeOffsets();
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
