package dev.halcyon.engine.pack;

import dev.halcyon.engine.text.Hashes;
import dev.halcyon.protocol.UserProblem;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyFactory;
import java.security.PublicKey;
import java.security.Signature;
import java.security.spec.X509EncodedKeySpec;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * The public keys that the administrator pinned: Ed25519 (RFC 8032) in PEM files, as {@code openssl
 * pkey -pubout} writes them, in one folder. A pack whose manifest one of them signed is trusted.
 * Holds nothing; each call reads the folder.
 */
final class TrustedKeys {
  private static final int LONGEST = 4096;
  private static final int SIGNATURE_BYTES = 64;
  private static final String BEGIN = "-----BEGIN PUBLIC KEY-----";
  private static final String END = "-----END PUBLIC KEY-----";

  private final Path folder;

  TrustedKeys(Path folder) {
    this.folder = folder;
  }

  /**
   * A key.
   *
   * @param fingerprint SHA-256 of the encoded key, lower-case hex
   */
  record Key(String fingerprint, PublicKey key) {}

  /** Reads a key from a PEM file. */
  static Key read(Path file) {
    try {
      if (Files.size(file) > LONGEST) {
        throw noKey(file, null);
      }
      String pem = Files.readString(file, StandardCharsets.US_ASCII);
      int from = pem.indexOf(BEGIN);
      int to = pem.indexOf(END);
      if (from < 0 || to < from) {
        throw noKey(file, null);
      }
      byte[] encoded = Base64.getMimeDecoder().decode(pem.substring(from + BEGIN.length(), to));
      PublicKey key =
          KeyFactory.getInstance("Ed25519").generatePublic(new X509EncodedKeySpec(encoded));
      return new Key(Hashes.sha256(key.getEncoded()), key);
    } catch (IOException | GeneralSecurityException | IllegalArgumentException e) {
      throw noKey(file, e);
    }
  }

  private static UserProblem noKey(Path file, @org.jspecify.annotations.Nullable Exception cause) {
    return new UserProblem(
        "pack.key",
        PackPaths.shown(file.toString()) + " is no public Ed25519 key in PEM form.",
        "Make one with: openssl genpkey -algorithm ed25519 -out private.pem; openssl pkey -in"
            + " private.pem -pubout -out public.pem",
        cause);
  }

  /** Pins a key; pinning it again changes nothing. */
  Key pin(Path file) {
    Key key = read(file);
    String pem =
        BEGIN
            + "\n"
            + Base64.getMimeEncoder(64, new byte[] {'\n'}).encodeToString(key.key.getEncoded())
            + "\n"
            + END
            + "\n";
    PackFiles.replace(
        folder.resolve(key.fingerprint + ".pem"), pem.getBytes(StandardCharsets.US_ASCII));
    return key;
  }

  /** All keys, those an administrator put there by hand too. */
  List<Key> all() {
    if (!Files.isDirectory(folder)) {
      return List.of();
    }
    try (Stream<Path> files = Files.list(folder)) {
      List<Key> keys = new ArrayList<>();
      files
          .filter(file -> file.toString().endsWith(".pem"))
          .sorted()
          .forEach(file -> keys.add(read(file)));
      return keys;
    } catch (IOException e) {
      throw new UserProblem(
          "pack.key",
          "The folder of pinned keys " + folder + " cannot be read.",
          "Give yourself the right to read it.",
          e);
    }
  }

  /** The pinned key that signed the bytes, if one did. */
  Optional<Key> signerOf(byte[] bytes, byte[] signature) {
    byte[] raw = raw(signature);
    return all().stream().filter(key -> signed(key.key, bytes, raw)).findFirst();
  }

  /** 64 bytes as they are, or as base64. */
  private static byte[] raw(byte[] signature) {
    if (signature.length == SIGNATURE_BYTES) {
      return signature;
    }
    try {
      return Base64.getMimeDecoder().decode(signature);
    } catch (IllegalArgumentException e) {
      return signature;
    }
  }

  private static boolean signed(PublicKey key, byte[] bytes, byte[] signature) {
    try {
      Signature verifier = Signature.getInstance("Ed25519");
      verifier.initVerify(key);
      verifier.update(bytes);
      return verifier.verify(signature);
    } catch (GeneralSecurityException e) {
      return false; // of a wrong length or form: signed by nobody
    }
  }
}
