package dev.halcyon.assets.sample;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.random.RandomGenerator;

/**
 * Chance that is always the same: every draw depends on the corpus seed and a name, so that adding
 * an item never changes another one.
 */
final class Chance {
  static final String SEED = "halcyon-sample-1";

  private Chance() {}

  /** A generator for one thing, by its name. */
  static RandomGenerator of(String name) {
    byte[] hash = sha256((SEED + '/' + name).getBytes(StandardCharsets.UTF_8));
    long seed = 0;
    for (int i = 0; i < 8; i++) {
      seed = seed << 8 | (hash[i] & 0xff);
    }
    // java.util.Random because its sequence is specified, on every JDK and for good.
    return new java.util.Random(seed);
  }

  /** Lower-case hex of the SHA-256 of a name under the seed; sorts in an arbitrary, fixed order. */
  static String key(String name) {
    return HexFormat.of().formatHex(sha256((SEED + '/' + name).getBytes(StandardCharsets.UTF_8)));
  }

  static byte[] sha256(byte[] bytes) {
    try {
      return MessageDigest.getInstance("SHA-256").digest(bytes);
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every JDK has SHA-256", e);
    }
  }
}
