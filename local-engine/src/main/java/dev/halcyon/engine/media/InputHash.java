package dev.halcyon.engine.media;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.List;

/** SHA-256 of what a stage was given. Confined to one thread. */
final class InputHash {
  private final MessageDigest digest;

  InputHash() {
    try {
      digest = MessageDigest.getInstance("SHA-256");
    } catch (NoSuchAlgorithmException e) {
      throw new AssertionError("every Java platform has SHA-256", e);
    }
  }

  void add(byte[] bytes) {
    digest.update(bytes);
  }

  /** Lower-case hex; ends the hash. */
  String hex() {
    return HexFormat.of().formatHex(digest.digest());
  }

  /** Over names, one a line. */
  static String of(List<String> names) {
    InputHash hash = new InputHash();
    hash.add(String.join("\n", names).getBytes(StandardCharsets.UTF_8));
    return hash.hex();
  }
}
