package dev.halcyon.server.access;

import dev.halcyon.server.store.Hashes;
import java.security.SecureRandom;
import java.util.Base64;

/**
 * Makes bearer and one-time tokens: 256 random bits, of which the server keeps only the SHA-256. A
 * fast hash suffices because nobody can guess 256 bits. Stateless and thread-safe.
 */
public final class Tokens {
  private static final SecureRandom RANDOM = new SecureRandom();

  private Tokens() {}

  /** A new token, URL-safe base64 without padding, 43 characters. */
  public static String random() {
    byte[] bytes = new byte[32];
    RANDOM.nextBytes(bytes);
    return Base64.getUrlEncoder().withoutPadding().encodeToString(bytes);
  }

  /** What is stored of a token: lower-case hex. */
  public static String hash(String token) {
    return Hashes.sha256(token);
  }
}
