package dev.halcyon.engine.text;

/**
 * Shortens letters that are drawn out: {@code killlll} becomes {@code kill}, {@code stuuupid}
 * {@code stupid}. Runs of three and more become two or one, whichever gives a known word, else two;
 * {@code www} stays. Stateless.
 */
final class RepeatedLetters {
  private static final int MOST_RUNS = 4;
  private static final int LONGEST = 64;

  private RepeatedLetters() {}

  /** Shortens the text in place; says whether it did. */
  static boolean collapse(MappedChars text, KnownWords known) {
    int to = 0;
    boolean changed = false;
    for (int i = 0; i < text.length; ) {
      if (!MappedChars.letter(text.chars[i])) {
        text.keep(to++, i++);
        continue;
      }
      int end = i;
      int drawnOut = 0;
      while (end < text.length && MappedChars.letter(text.chars[end])) {
        int run = run(text, end);
        drawnOut += run >= 3 ? 1 : 0;
        end += run;
      }
      if (end - i == 3 && text.string(i, end).equals("www")) {
        drawnOut = 0;
      }
      int single = drawnOut > 0 ? singles(text, i, end, drawnOut, known) : 0;
      for (int run, index = 0; i < end; i += run) {
        run = run(text, i);
        int keep =
            run < 3 || drawnOut == 0 ? run : index < 31 && (single >> index & 1) == 1 ? 1 : 2;
        index += run >= 3 ? 1 : 0;
        changed |= keep < run;
        int start = text.start(i);
        int first = to;
        for (int k = 0; k < keep; k++) {
          text.keep(to++, k == keep - 1 ? i + run - 1 : i + k);
        }
        text.startAt(first, start);
      }
    }
    text.length = to;
    return changed;
  }

  private static int run(MappedChars text, int from) {
    int end = from + 1;
    while (end < text.length && text.chars[end] == text.chars[from]) {
      end++;
    }
    return end - from;
  }

  /** Which drawn-out runs become one letter instead of two, as bits. */
  private static int singles(MappedChars text, int from, int end, int drawnOut, KnownWords known) {
    if (drawnOut > MOST_RUNS) {
      return 0;
    }
    for (int choice = 0; choice < 1 << drawnOut; choice++) {
      StringBuilder word = new StringBuilder();
      int index = 0;
      for (int i = from; i < end && word.length() <= LONGEST; ) {
        int run = run(text, i);
        int keep = run < 3 ? run : (choice >> index & 1) == 1 ? 1 : 2;
        index += run >= 3 ? 1 : 0;
        word.repeat(text.chars[i], keep);
        i += run;
      }
      if (word.length() <= LONGEST && known.contains(word.toString())) {
        return choice;
      }
    }
    return 0;
  }
}
