package dev.halcyon.engine.fingerprint;

import dev.halcyon.protocol.UserProblem;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;

/**
 * SHA-256 (FIPS 180-4) of a file's bytes: the same file or another one, nothing between. Immutable.
 */
public record Sha256(long a, long b, long c, long d) implements HashBits {
  /**
   * Reads 64 hexadecimal digits.
   *
   * @throws UserProblem {@code hash.invalid} when they are none
   */
  public static Sha256 parse(String hex) {
    long[] words = HashBits.parse(hex, 4, "SHA-256");
    return new Sha256(words[0], words[1], words[2], words[3]);
  }

  /** Of all that a stream still holds; memory does not grow with it. */
  public static Sha256 of(InputStream in) throws IOException {
    MessageDigest digest = digest();
    byte[] block = new byte[1 << 16];
    int read;
    while ((read = in.read(block)) >= 0) {
      digest.update(block, 0, read);
    }
    return of(digest);
  }

  public static Sha256 of(byte[] bytes) {
    MessageDigest digest = digest();
    digest.update(bytes);
    return of(digest);
  }

  private static Sha256 of(MessageDigest digest) {
    ByteBuffer sum = ByteBuffer.wrap(digest.digest());
    return new Sha256(sum.getLong(), sum.getLong(), sum.getLong(), sum.getLong());
  }

  private static MessageDigest digest() {
    try {
      return MessageDigest.getInstance("SHA-256");
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every Java platform has SHA-256", e);
    }
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
