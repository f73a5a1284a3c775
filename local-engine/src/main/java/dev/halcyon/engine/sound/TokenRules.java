package dev.halcyon.engine.sound;

import java.util.List;

/**
 * What Whisper may write next (the rules of {@code whisper/decoding.py}): no blank at the start, no
 * marks and no signs for what is no speech, and times that come in pairs, never go back, and open
 * the text within its first second. Stateless.
 */
final class TokenRules {
  private static final float NEVER = Float.NEGATIVE_INFINITY;

  /** The first time token may name one second at most. */
  private static final int LATEST_START = 50;

  private TokenRules() {}

  /**
   * Rules out tokens by giving them no probability.
   *
   * @param written the tokens so far, behind the marks
   */
  static void apply(float[] logits, List<Integer> written, Vocabulary vocabulary) {
    for (int token = 0; token < logits.length; token++) {
      if (vocabulary.suppressed(token)) {
        logits[token] = NEVER;
      }
    }
    int firstTime = vocabulary.firstTime();
    if (written.isEmpty()) {
      for (int token : vocabulary.suppressedFirst()) {
        logits[token] = NEVER;
      }
      fill(logits, 0, firstTime);
      fill(logits, firstTime + LATEST_START + 1, logits.length);
      return;
    }
    pairs(logits, written, vocabulary);
    if (logSumOfTimes(logits, firstTime) > highest(logits, 0, firstTime)) {
      fill(logits, 0, firstTime);
    }
  }

  private static void pairs(float[] logits, List<Integer> written, Vocabulary vocabulary) {
    int firstTime = vocabulary.firstTime();
    int n = written.size();
    boolean lastIsTime = vocabulary.isTime(written.get(n - 1));
    boolean oneBeforeIsTime = n < 2 || vocabulary.isTime(written.get(n - 2));
    if (lastIsTime && oneBeforeIsTime) {
      fill(logits, firstTime, logits.length);
    } else if (lastIsTime) {
      fill(logits, 0, vocabulary.end());
    }
    for (int i = n - 1; i >= 0; i--) {
      if (vocabulary.isTime(written.get(i))) {
        // A stretch of speech has a length, unless this time only opens the next one.
        int least = lastIsTime && !oneBeforeIsTime ? written.get(i) : written.get(i) + 1;
        fill(logits, firstTime, least);
        return;
      }
    }
  }

  private static void fill(float[] logits, int from, int to) {
    for (int i = from; i < to; i++) {
      logits[i] = NEVER;
    }
  }

  private static double highest(float[] logits, int from, int to) {
    float highest = NEVER;
    for (int i = from; i < to; i++) {
      highest = Math.max(highest, logits[i]);
    }
    return highest;
  }

  private static double logSumOfTimes(float[] logits, int from) {
    double highest = highest(logits, from, logits.length);
    if (highest == NEVER) {
      return NEVER;
    }
    double sum = 0;
    for (int i = from; i < logits.length; i++) {
      sum += Math.exp(logits[i] - highest);
    }
    return highest + Math.log(sum);
  }
}
