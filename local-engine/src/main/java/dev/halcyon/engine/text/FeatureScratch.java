package dev.halcyon.engine.text;

import java.util.Arrays;

/**
 * Room in which {@link HashedFeatures} are worked out without garbage: which buckets were met, as
 * one bit for each, with a coarser row of bits over them, so that a text's few hundred buckets come
 * out once each and in rising order without being sorted. Left empty after each text. Confined to
 * one thread.
 */
final class FeatureScratch implements HashedFeatures.Sink {
  private static final ThreadLocal<FeatureScratch> OF_THREAD =
      ThreadLocal.withInitial(FeatureScratch::new);

  private final long[] words = new long[HashedFeatures.BUCKETS >> 6];
  private final long[] grams = new long[HashedFeatures.BUCKETS >> 6];

  /** A bit for each long of the two above that holds any bit. */
  private final long[] used = new long[HashedFeatures.BUCKETS >> 12];

  private int wordCount;
  private int gramCount;
  private int[] buckets = new int[1024];
  private float[] values = new float[1024];

  private FeatureScratch() {}

  /** The room of the calling thread, which should be one that lives long. */
  static FeatureScratch ofThisThread() {
    return OF_THREAD.get();
  }

  /** Works out the features of a stretch of words; says how many there are. */
  int read(ModelText text, int fromWord, int toWord) {
    HashedFeatures.visit(text, fromWord, toWord, this);
    return drain();
  }

  /** Bucket numbers, rising, each once; those beyond the number read are not meant. */
  int[] buckets() {
    return buckets;
  }

  /** The value of each of {@link #buckets()}; together of length 1. */
  float[] values() {
    return values;
  }

  @Override
  public void take(int bucket, int firstWord, int lastWord, boolean gram) {
    long[] bits = gram ? grams : words;
    int at = bucket >> 6;
    long bit = 1L << bucket;
    if ((bits[at] & bit) == 0) {
      bits[at] |= bit;
      used[at >> 6] |= 1L << at;
      if (gram) {
        gramCount++;
      } else {
        wordCount++;
      }
    }
  }

  private int drain() {
    int most = wordCount + gramCount;
    if (most > buckets.length) {
      buckets = new int[most + (most >> 1)];
      values = new float[buckets.length];
    }
    float wordValue = wordCount == 0 ? 0 : (float) (1 / Math.sqrt(wordCount));
    float gramValue = gramCount == 0 ? 0 : (float) (1 / Math.sqrt(gramCount));
    int n = 0;
    double square = 0;
    for (int row = 0; row < used.length; row++) {
      for (long rest = used[row]; rest != 0; rest &= rest - 1) {
        int at = (row << 6) + Long.numberOfTrailingZeros(rest);
        long word = words[at];
        long gram = grams[at];
        for (long bits = word | gram; bits != 0; bits &= bits - 1) {
          int bit = Long.numberOfTrailingZeros(bits);
          float value =
              ((word >>> bit & 1) == 1 ? wordValue : 0) + ((gram >>> bit & 1) == 1 ? gramValue : 0);
          buckets[n] = (at << 6) + bit;
          values[n++] = value;
          square += (double) value * value;
        }
        words[at] = 0;
        grams[at] = 0;
      }
    }
    Arrays.fill(used, 0);
    wordCount = 0;
    gramCount = 0;
    float length = (float) Math.sqrt(square);
    for (int i = 0; i < n; i++) {
      values[i] /= length;
    }
    return n;
  }
}
