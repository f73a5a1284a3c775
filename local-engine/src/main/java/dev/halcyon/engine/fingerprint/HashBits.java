package dev.halcyon.engine.fingerprint;

import dev.halcyon.protocol.UserProblem;
import java.util.HexFormat;

/**
 * A fixed number of bits that are compared by how many differ (Hamming distance). Word 0 holds the
 * most significant 64 bits, which are the first 16 digits of the hexadecimal form. Immutable.
 */
public sealed interface HashBits permits PdqHash, SimHash, Sha256 {
  /** How many 64-bit words there are. */
  int words();

  /** One word, 0 the most significant. */
  long word(int index);

  /** Lower-case hexadecimal, most significant digit first. */
  default String hex() {
    StringBuilder hex = new StringBuilder(16 * words());
    for (int i = 0; i < words(); i++) {
      hex.append(HexFormat.of().toHexDigits(word(i)));
    }
    return hex.toString();
  }

  /** How many bits differ from another hash of the same length. */
  default int distance(HashBits other) {
    if (other.words() != words()) {
      throw new IllegalArgumentException("hashes of different lengths cannot be compared");
    }
    int distance = 0;
    for (int i = 0; i < words(); i++) {
      distance += Long.bitCount(word(i) ^ other.word(i));
    }
    return distance;
  }

  /** Order as unsigned numbers. */
  static int compare(HashBits left, HashBits right) {
    for (int i = 0; i < left.words(); i++) {
      int order = Long.compareUnsigned(left.word(i), right.word(i));
      if (order != 0) {
        return order;
      }
    }
    return 0;
  }

  /**
   * Reads hexadecimal digits, upper or lower case.
   *
   * @return {@code count} words
   * @throws UserProblem {@code hash.invalid} when they are not exactly {@code 16 · count} digits
   */
  static long[] parse(String hex, int count, String what) {
    if (hex.length() != 16 * count || !hex.chars().allMatch(HexFormat::isHexDigit)) {
      String shown = hex.length() > 80 ? hex.substring(0, 80) + "…" : hex;
      throw new UserProblem(
          "hash.invalid",
          "'" + shown + "' is no " + what + " hash.",
          "Write it as " + 16 * count + " hexadecimal digits.");
    }
    long[] words = new long[count];
    for (int i = 0; i < count; i++) {
      words[i] = HexFormat.fromHexDigitsToLong(hex, 16 * i, 16 * i + 16);
    }
    return words;
  }
}
