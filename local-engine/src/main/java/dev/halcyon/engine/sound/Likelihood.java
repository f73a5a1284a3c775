package dev.halcyon.engine.sound;

/** Probabilities of scores that a network gave (logits). Stateless. */
final class Likelihood {
  private Likelihood() {}

  static int highest(float[] logits) {
    int best = 0;
    for (int i = 1; i < logits.length; i++) {
      best = logits[i] > logits[best] ? i : best;
    }
    return best;
  }

  /** What to take from a score to have the logarithm of its probability. */
  static double logSum(float[] logits) {
    double highest = logits[highest(logits)];
    double sum = 0;
    for (float logit : logits) {
      // What is this much less likely than the likeliest adds nothing.
      if (logit > highest - 20) {
        sum += Math.exp(logit - highest);
      }
    }
    return highest + Math.log(sum);
  }

  static double probability(float[] logits, int token) {
    return Math.exp(logits[token] - logSum(logits));
  }

  /** The likeliest tokens, best first. */
  static int[] best(float[] logits, int count) {
    int[] best = new int[count];
    java.util.Arrays.fill(best, -1);
    for (int i = 0; i < logits.length; i++) {
      int at = count;
      while (at > 0 && (best[at - 1] < 0 || logits[i] > logits[best[at - 1]])) {
        at--;
      }
      if (at < count && logits[i] > Float.NEGATIVE_INFINITY) {
        System.arraycopy(best, at, best, at + 1, count - at - 1);
        best[at] = i;
      }
    }
    return java.util.Arrays.stream(best).filter(token -> token >= 0).toArray();
  }

  /**
   * A token by chance.
   *
   * @param temperature above 0; the higher, the more chance
   * @param chance 0..1
   */
  static int drawn(float[] logits, double temperature, double chance) {
    double highest = logits[highest(logits)];
    double[] shares = new double[logits.length];
    double sum = 0;
    for (int i = 0; i < logits.length; i++) {
      shares[i] = Math.exp((logits[i] - highest) / temperature);
      sum += shares[i];
    }
    double left = chance * sum;
    for (int i = 0; i < logits.length; i++) {
      left -= shares[i];
      if (left < 0) {
        return i;
      }
    }
    return highest(logits);
  }
}
