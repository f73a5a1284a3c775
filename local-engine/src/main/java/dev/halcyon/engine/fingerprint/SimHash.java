package dev.halcyon.engine.fingerprint;

import dev.halcyon.engine.text.TextFingerprint;
import dev.halcyon.protocol.UserProblem;
import java.util.HashSet;
import java.util.Set;

/**
 * SimHash of a text (Charikar 2002; Manku, Jain, Sarma 2007): 64 bits that change little when the
 * text changes little. The features are the distinct runs of three characters of the text's {@link
 * TextFingerprint#comparable} form with a space before and after it, each hashed to 64 bits and of
 * equal weight; a bit is set where more features have it than have not. Immutable.
 *
 * <p>Texts are near duplicates when at most {@link #MATCH} bits differ. How often one changed
 * character stays within that depends on length, see docs/fingerprints.md; a text under {@link
 * #SHORTEST} characters is better compared exactly.
 */
public record SimHash(long bits) implements HashBits {
  /** At most this many of 64 bits differ between near duplicates. */
  public static final int MATCH = 3;

  /** Fewest characters of comparable text of which a near match says something. */
  public static final int SHORTEST = 60;

  private static final int RUN = 3;

  /**
   * Of any text; one without anything to compare has all bits 0.
   *
   * @param text as written; it is made comparable here
   */
  public static SimHash of(String text) {
    String padded = " " + TextFingerprint.comparable(text) + " ";
    Set<Long> features = HashSet.newHashSet(padded.length());
    for (int i = 0; i + RUN <= padded.length(); i++) {
      long feature = 0;
      for (int k = i; k < i + RUN; k++) {
        feature = mixed(feature + padded.charAt(k) + 1);
      }
      features.add(feature);
    }
    return new SimHash(majority(features));
  }

  /** Whether a text is long enough for a near match to mean something. */
  public static boolean fits(String text) {
    return TextFingerprint.comparable(text).length() >= SHORTEST;
  }

  private static long majority(Set<Long> features) {
    int[] counts = new int[Long.SIZE];
    for (long feature : features) {
      for (int bit = 0; bit < Long.SIZE; bit++) {
        counts[bit] += (feature >>> bit & 1) == 0 ? -1 : 1;
      }
    }
    long bits = 0;
    for (int bit = 0; bit < Long.SIZE; bit++) {
      bits |= counts[bit] > 0 ? 1L << bit : 0;
    }
    return bits;
  }

  /** The finaliser of MurmurHash3: every bit of the input reaches every bit of the result. */
  private static long mixed(long value) {
    long z = (value ^ value >>> 33) * 0xff51afd7ed558ccdL;
    z = (z ^ z >>> 33) * 0xc4ceb9fe1a85ec53L;
    return z ^ z >>> 33;
  }

  /**
   * Reads 16 hexadecimal digits.
   *
   * @throws UserProblem {@code hash.invalid} when they are none
   */
  public static SimHash parse(String hex) {
    return new SimHash(HashBits.parse(hex, 1, "SimHash")[0]);
  }

  @Override
  public int words() {
    return 1;
  }

  @Override
  public long word(int index) {
    if (index != 0) {
      throw new IndexOutOfBoundsException(index);
    }
    return bits;
  }

  @Override
  public String toString() {
    return hex();
  }
}
