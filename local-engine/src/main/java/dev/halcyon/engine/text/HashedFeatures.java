package dev.halcyon.engine.text;

import java.util.Arrays;

/**
 * The features of the linear model: word 1- and 2-grams and, within words, letter 3- to 5-grams,
 * each hashed into one of 2^18 buckets and counted once (Weinberger and others 2009). The two
 * blocks are brought to unit length, added, and brought to unit length again. Immutable.
 */
public final class HashedFeatures {
  public static final int BUCKET_BITS = 18;
  public static final int BUCKETS = 1 << BUCKET_BITS;
  private static final int SHORTEST_GRAM = 3;
  private static final int LONGEST_GRAM = 5;

  /** Letter groups of a longer word are those of its beginning; no language has such words. */
  private static final int LONGEST_WORD = 64;

  private static final long WORD_SEED = 0x9E3779B97F4A7C15L;
  private static final long GRAM_SEED = 0xC2B2AE3D27D4EB4FL;
  private static final long PRIME = 0x100000001B3L;

  private final int[] buckets;
  private final float[] values;

  private HashedFeatures(int[] buckets, float[] values) {
    this.buckets = buckets;
    this.values = values;
  }

  /** The features of a whole text. */
  public static HashedFeatures of(String text) {
    ModelText words = ModelText.of(text);
    return of(words, 0, words.words());
  }

  static HashedFeatures of(ModelText text, int fromWord, int toWord) {
    FeatureScratch scratch = FeatureScratch.ofThisThread();
    int n = scratch.read(text, fromWord, toWord);
    return new HashedFeatures(
        Arrays.copyOf(scratch.buckets(), n), Arrays.copyOf(scratch.values(), n));
  }

  /** Bucket numbers, rising, each once. */
  public int[] buckets() {
    return buckets;
  }

  /** The value of each of {@link #buckets()}; together of length 1, or none for an empty text. */
  public float[] values() {
    return values;
  }

  /** Takes each feature with the words it came from, last inclusive. */
  interface Sink {
    void take(int bucket, int firstWord, int lastWord, boolean gram);
  }

  static void visit(ModelText text, int fromWord, int toWord, Sink sink) {
    char[] chars = text.chars();
    for (int word = fromWord; word < toWord; word++) {
      int start = text.start(word);
      int end = text.end(word);
      long hash = hash(WORD_SEED, chars, start, end);
      sink.take(bucket(hash), word, word, false);
      if (word + 1 < toWord) {
        long pair = hash((hash ^ ' ') * PRIME, chars, text.start(word + 1), text.end(word + 1));
        sink.take(bucket(pair), word, word + 1, false);
      }
      grams(chars, start, Math.min(end, start + LONGEST_WORD), word, sink);
    }
  }

  private static void grams(char[] chars, int start, int end, int word, Sink sink) {
    // The word stands between '<' and '>' so that beginnings and ends are told apart.
    for (int from = start - 1; from <= end; from++) {
      long hash = GRAM_SEED;
      int longest = Math.min(end, from + LONGEST_GRAM - 1);
      for (int at = from; at <= longest; at++) {
        char c = at < start ? '<' : at == end ? '>' : chars[at];
        hash = (hash ^ c) * PRIME;
        if (at - from + 1 >= SHORTEST_GRAM) {
          sink.take(bucket(hash), word, word, true);
        }
      }
    }
  }

  private static long hash(long seed, char[] chars, int start, int end) {
    long hash = seed;
    for (int i = start; i < end; i++) {
      hash = (hash ^ chars[i]) * PRIME;
    }
    return hash;
  }

  /** The finaliser of MurmurHash3, for FNV alone leaves the high bits poor on short words. */
  private static int bucket(long hash) {
    long h = hash;
    h = (h ^ (h >>> 33)) * 0xFF51AFD7ED558CCDL;
    h = (h ^ (h >>> 33)) * 0xC4CEB9FE1A85EC53L;
    return (int) ((h ^ (h >>> 33)) >>> (64 - BUCKET_BITS));
  }
}
