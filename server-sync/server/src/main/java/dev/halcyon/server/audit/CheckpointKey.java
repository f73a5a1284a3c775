package dev.halcyon.server.audit;

import dev.halcyon.protocol.AuditCheckpoint;
import dev.halcyon.protocol.UserProblem;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.GeneralSecurityException;
import java.security.KeyFactory;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.PrivateKey;
import java.security.PublicKey;
import java.security.Signature;
import java.security.spec.PKCS8EncodedKeySpec;
import java.security.spec.X509EncodedKeySpec;
import java.time.Instant;
import java.util.Base64;
import java.util.HexFormat;
import org.jspecify.annotations.Nullable;

/**
 * Signs checkpoints of the audit log with the server's Ed25519 key (RFC 8032), made at the first
 * start and kept in the data directory. Immutable and safe for any thread.
 */
public final class CheckpointKey {
  /** PKCS#8 PEM, readable by the server's own account only. */
  public static final String PRIVATE_FILE = "audit-key.pem";

  /** X.509 PEM, for whoever verifies; hand it out and keep a copy elsewhere. */
  public static final String PUBLIC_FILE = "audit-key.pub";

  private final PrivateKey privateKey;
  private final PublicKey publicKey;
  private final String keyId;

  private CheckpointKey(PrivateKey privateKey, PublicKey publicKey) {
    this.privateKey = privateKey;
    this.publicKey = publicKey;
    this.keyId = keyId(publicKey);
  }

  /**
   * Reads the key of a data directory, or makes it when there is none.
   *
   * @throws UserProblem {@code audit.key} when the private file is damaged, or missing while the
   *     public one is there: a new key made silently would orphan every checkpoint signed before
   */
  public static CheckpointKey loadOrCreate(Path dataDirectory) {
    Path privateFile = dataDirectory.resolve(PRIVATE_FILE);
    Path publicFile = dataDirectory.resolve(PUBLIC_FILE);
    try {
      if (!Files.exists(privateFile)) {
        if (Files.exists(publicFile)) {
          throw damaged(privateFile, "it is missing, but " + PUBLIC_FILE + " is there", null);
        }
        create(privateFile);
      }
      String pem = Files.readString(privateFile);
      PrivateKey privateKey =
          KeyFactory.getInstance("Ed25519")
              .generatePrivate(new PKCS8EncodedKeySpec(block(pem, "PRIVATE KEY")));
      CheckpointKey key = new CheckpointKey(privateKey, publicKey(pem));
      if (!verify(key.sign(0, "00", Instant.EPOCH), key.publicKey)) {
        throw damaged(privateFile, "its two halves do not fit", null);
      }
      if (!Files.exists(publicFile)) {
        writeWhole(publicFile, pem("PUBLIC KEY", key.publicKey.getEncoded()), "rw-r--r--");
      } else if (!readPublic(publicFile).equals(key.publicKey)) {
        throw damaged(publicFile, "it is not the public half of " + PRIVATE_FILE, null);
      }
      return key;
    } catch (IOException | GeneralSecurityException | IllegalArgumentException e) {
      throw damaged(privateFile, "it cannot be read or written (" + e.getMessage() + ")", e);
    }
  }

  /**
   * Reads a public key file.
   *
   * @throws UserProblem {@code audit.key}
   */
  public static PublicKey readPublic(Path publicFile) {
    try {
      return publicKey(Files.readString(publicFile));
    } catch (IOException | GeneralSecurityException | IllegalArgumentException e) {
      throw damaged(publicFile, "it cannot be read (" + e.getMessage() + ")", e);
    }
  }

  /** Signs the state of the log. */
  public AuditCheckpoint sign(long size, String rootHash, Instant at) {
    try {
      Signature signer = Signature.getInstance("Ed25519");
      signer.initSign(privateKey);
      signer.update(message(size, rootHash));
      String signature = Base64.getEncoder().encodeToString(signer.sign());
      return new AuditCheckpoint(size, rootHash, at, signature, keyId);
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException("every Java platform since 15 has Ed25519", e);
    }
  }

  /** Whether a checkpoint was signed by the owner of this public key. */
  public static boolean verify(AuditCheckpoint checkpoint, PublicKey publicKey) {
    try {
      Signature verifier = Signature.getInstance("Ed25519");
      verifier.initVerify(publicKey);
      verifier.update(message(checkpoint.size(), checkpoint.rootHash()));
      return checkpoint.keyId().equals(keyId(publicKey))
          && verifier.verify(Base64.getDecoder().decode(checkpoint.signature()));
    } catch (GeneralSecurityException | IllegalArgumentException e) {
      return false;
    }
  }

  public PublicKey publicKey() {
    return publicKey;
  }

  /** SHA-256 of the encoded public key, lower-case hex. */
  public String keyId() {
    return keyId;
  }

  private static String keyId(PublicKey key) {
    return HexFormat.of().formatHex(MerkleTree.sha256().digest(key.getEncoded()));
  }

  private static byte[] message(long size, String rootHash) {
    return ("halcyon-audit\n" + size + "\n" + rootHash + "\n").getBytes(StandardCharsets.UTF_8);
  }

  /** One file holds both halves, so that no crash can leave one without the other. */
  private static void create(Path privateFile) throws IOException, GeneralSecurityException {
    KeyPair pair = KeyPairGenerator.getInstance("Ed25519").generateKeyPair();
    writeWhole(
        privateFile,
        pem("PRIVATE KEY", pair.getPrivate().getEncoded())
            + pem("PUBLIC KEY", pair.getPublic().getEncoded()),
        "rw-------");
  }

  private static void writeWhole(Path file, String text, String permissions) throws IOException {
    // A temporary file is made readable by its owner alone, before anything is written to it.
    Path fresh = Files.createTempFile(file.toAbsolutePath().getParent(), "audit-key", ".new");
    try (FileChannel channel = FileChannel.open(fresh, StandardOpenOption.WRITE)) {
      channel.write(ByteBuffer.wrap(text.getBytes(StandardCharsets.UTF_8)));
      channel.force(true);
    }
    if (Files.getFileStore(fresh).supportsFileAttributeView("posix")) {
      Files.setPosixFilePermissions(fresh, PosixFilePermissions.fromString(permissions));
    }
    Files.move(fresh, file, StandardCopyOption.ATOMIC_MOVE);
  }

  private static PublicKey publicKey(String pem) throws GeneralSecurityException {
    return KeyFactory.getInstance("Ed25519")
        .generatePublic(new X509EncodedKeySpec(block(pem, "PUBLIC KEY")));
  }

  private static String pem(String label, byte[] der) {
    String body = Base64.getMimeEncoder(64, new byte[] {'\n'}).encodeToString(der);
    return "-----BEGIN " + label + "-----\n" + body + "\n-----END " + label + "-----\n";
  }

  private static byte[] block(String pem, String label) {
    String begin = "-----BEGIN " + label + "-----";
    int from = pem.indexOf(begin);
    int to = pem.indexOf("-----END " + label + "-----");
    if (from < 0 || to < from) {
      throw new IllegalArgumentException("no " + label + " block");
    }
    return Base64.getMimeDecoder().decode(pem.substring(from + begin.length(), to));
  }

  private static UserProblem damaged(Path file, String what, @Nullable Exception cause) {
    return new UserProblem(
        "audit.key",
        "The audit log's key " + file + " is not usable: " + what + ".",
        "Restore "
            + PRIVATE_FILE
            + " and "
            + PUBLIC_FILE
            + " from the backup of the data directory, then start again.",
        cause);
  }
}
