package dev.halcyon.engine.media;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.List;

/** SHA-256 of what a stage was given. Stateless. */
final class InputHash {
  private InputHash() {}

  /** Over the names, one a line, lower-case hex. */
  static String of(List<String> names) {
    return HexFormat.of()
        .formatHex(sha256().digest(String.join("\n", names).getBytes(StandardCharsets.UTF_8)));
  }

  private static MessageDigest sha256() {
    try {
      return MessageDigest.getInstance("SHA-256");
    } catch (NoSuchAlgorithmException e) {
      throw new AssertionError("every Java platform has SHA-256", e);
    }
  }
}
