package dev.halcyon.engine.fingerprint;

import dev.halcyon.protocol.UserProblem;

/**
 * A PDQ hash: 256 bits of which half are set, one for each low frequency of a picture. Two pictures
 * are taken for the same when at most {@link #MATCH} bits differ. Immutable.
 *
 * @param a the most significant bits: the highest vertical frequencies
 * @param d the least significant bits
 */
public record PdqHash(long a, long b, long c, long d) implements HashBits {
  /** The published threshold: at most this many of 256 bits differ between the same pictures. */
  public static final int MATCH = 31;

  /** Below this quality a hash says too little to be compared (published advice). */
  public static final int USABLE_QUALITY = 50;

  /**
   * Reads 64 hexadecimal digits.
   *
   * @throws UserProblem {@code hash.invalid} when they are none
   */
  public static PdqHash parse(String hex) {
    long[] words = HashBits.parse(hex, 4, "PDQ");
    return new PdqHash(words[0], words[1], words[2], words[3]);
  }

  @Override
  public int words() {
    return 4;
  }

  @Override
  public long word(int index) {
    return switch (index) {
      case 0 -> a;
      case 1 -> b;
      case 2 -> c;
      case 3 -> d;
      default -> throw new IndexOutOfBoundsException(index);
    };
  }

  @Override
  public String toString() {
    return hex();
  }
}
