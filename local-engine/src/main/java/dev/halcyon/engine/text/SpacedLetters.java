package dev.halcyon.engine.text;

import java.util.ArrayDeque;
import java.util.Deque;

/**
 * Joins words written as single letters with the same separator between them: {@code k y s}, {@code
 * k.i.l.l}. Runs of at least three are joined; where known words cover the run, the spaces between
 * those words stay. Stateless.
 */
final class SpacedLetters {
  private static final String SEPARATORS = " .-_*/,·•~+|=\t";
  private static final int LONGEST_SEPARATOR = 3;
  private static final int LONGEST_SPLIT = 64;

  /** Longer runs are joined in pieces, so that a run that is not joined costs little each time. */
  private static final int LONGEST_RUN = 256;

  private SpacedLetters() {}

  /** Shortens the text in place; says whether it did. */
  static boolean join(MappedChars text, KnownWords known) {
    int to = 0;
    boolean changed = false;
    for (int i = 0; i < text.length; ) {
      int step = single(text, i) ? step(text, i) : 0;
      int count = step > 0 ? count(text, i, step) : 0;
      if (count >= 3 && enoughLetters(text, i, step, count)) {
        to = write(text, to, i, step, count, known);
        i += (count - 1) * step + 1;
        changed = true;
      } else {
        text.keep(to++, i++);
      }
    }
    text.length = to;
    return changed;
  }

  private static boolean single(MappedChars text, int i) {
    return MappedChars.wordChar(text.chars[i])
        && (i == 0 || !MappedChars.wordChar(text.chars[i - 1]))
        && (i + 1 == text.length || !MappedChars.wordChar(text.chars[i + 1]));
  }

  /** Distance from this single letter to the next, or 0 when none follows. */
  private static int step(MappedChars text, int i) {
    int next = i + 1;
    while (next < text.length
        && next - i <= LONGEST_SEPARATOR
        && SEPARATORS.indexOf(text.chars[next]) >= 0) {
      next++;
    }
    return next > i + 1 && next < text.length && single(text, next) ? next - i : 0;
  }

  private static int count(MappedChars text, int from, int step) {
    int count = 1;
    int at = from;
    while (count < LONGEST_RUN
        && at + step < text.length
        && single(text, at + step)
        && sameSeparator(text, from, at, step)) {
      at += step;
      count++;
    }
    return count;
  }

  private static boolean sameSeparator(MappedChars text, int from, int at, int step) {
    for (int k = 1; k < step; k++) {
      if (text.chars[from + k] != text.chars[at + k]) {
        return false;
      }
    }
    return true;
  }

  private static boolean enoughLetters(MappedChars text, int from, int step, int count) {
    int letters = 0;
    for (int k = 0; k < count; k++) {
      letters += MappedChars.letter(text.chars[from + k * step]) ? 1 : 0;
    }
    return letters * 2 > count;
  }

  private static int write(
      MappedChars text, int to, int from, int step, int count, KnownWords known) {
    StringBuilder letters = new StringBuilder(count);
    for (int k = 0; k < count; k++) {
      letters.append(text.chars[from + k * step]);
    }
    boolean[] breakBefore =
        count <= LONGEST_SPLIT ? split(letters.toString(), known) : new boolean[count];
    int write = to;
    for (int k = 0; k < count; k++) {
      int at = from + k * step;
      if (k > 0 && breakBefore[k]) {
        text.keep(write, at - 1);
        text.chars[write++] = ' ';
      }
      text.keep(write++, at);
    }
    return write;
  }

  /** Where words begin when the fewest known words cover the letters; no break when none do. */
  private static boolean[] split(String letters, KnownWords known) {
    int n = letters.length();
    boolean[] breaks = new boolean[n];
    if (known.contains(letters)) {
      return breaks;
    }
    int[] pieces = new int[n + 1];
    int[] previous = new int[n + 1];
    for (int end = 1; end <= n; end++) {
      pieces[end] = Integer.MAX_VALUE;
      for (int start = Math.max(0, end - 24); start < end; start++) {
        if (pieces[start] < Integer.MAX_VALUE
            && pieces[start] + 1 < pieces[end]
            && word(letters.substring(start, end), known)) {
          pieces[end] = pieces[start] + 1;
          previous[end] = start;
        }
      }
    }
    if (pieces[n] == Integer.MAX_VALUE) {
      return breaks;
    }
    Deque<Integer> starts = new ArrayDeque<>();
    for (int at = n; at > 0; at = previous[at]) {
      starts.push(previous[at]);
    }
    starts.forEach(start -> breaks[start] = start > 0);
    return breaks;
  }

  private static boolean word(String piece, KnownWords known) {
    return piece.length() >= 3 ? known.contains(piece) : piece.equals("i") || piece.equals("a");
  }
}
