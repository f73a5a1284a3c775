package dev.halcyon.server.store;

import com.google.crypto.tink.subtle.AesGcmJce;
import com.google.crypto.tink.subtle.Random;
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
import java.util.HexFormat;
import java.util.Objects;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** Reads and writes files of keys, for the owner's eyes only. Stateless. */
public final class KeyFiles {
  private static final int BYTES = 32;

  /** Says what is wrong with a file of keys. */
  public interface Damaged {
    UserProblem of(Path file, String what, @Nullable Exception cause);
  }

  private KeyFiles() {}

  /**
   * Reads a master key, 64 hexadecimal digits, or makes it when there is none.
   *
   * @param used whether keys are there that it wraps: a new one made silently would orphan them
   * @throws UserProblem of {@code damaged}
   */
  public static AesGcmJce master(Path file, boolean used, Damaged damaged) {
    try {
      if (!Files.exists(file)) {
        if (used) {
          throw damaged.of(file, "it is missing, but the keys that it wraps are there", null);
        }
        byte[] fresh =
            HexFormat.of().formatHex(Random.randBytes(BYTES)).getBytes(StandardCharsets.US_ASCII);
        Path draft = folderOf(file).resolve(UUID.randomUUID() + ".new");
        write(draft, fresh);
        Files.move(draft, file, StandardCopyOption.ATOMIC_MOVE);
        Folders.force(folderOf(file));
      }
      byte[] key = HexFormat.of().parseHex(Files.readString(file).strip());
      if (key.length != BYTES) {
        throw damaged.of(file, "it has " + key.length + " bytes and not " + BYTES, null);
      }
      return new AesGcmJce(key);
    } catch (IOException | GeneralSecurityException | IllegalArgumentException e) {
      throw damaged.of(file, "it cannot be read or written (" + e.getMessage() + ")", e);
    }
  }

  /** Writes a file that must not be there yet; returns when it is on disk. */
  public static void write(Path file, byte[] bytes) throws IOException {
    try (FileChannel channel =
        FileChannel.open(file, StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE)) {
      if (Files.getFileStore(file).supportsFileAttributeView("posix")) {
        Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rw-------"));
      }
      ByteBuffer buffer = ByteBuffer.wrap(bytes);
      while (buffer.hasRemaining()) {
        channel.write(buffer);
      }
      channel.force(true);
    }
  }

  /**
   * Overwrites a file of keys and deletes it: what a file system leaves of a deleted file should
   * not be the keys. Nothing happens where there is none.
   */
  public static void wipe(Path file) throws IOException {
    if (Files.exists(file)) {
      try (FileChannel channel = FileChannel.open(file, StandardOpenOption.WRITE)) {
        channel.write(ByteBuffer.allocate((int) channel.size()), 0);
        channel.force(true);
      }
      Files.deleteIfExists(file);
      Folders.force(folderOf(file));
    }
  }

  private static Path folderOf(Path file) {
    return Objects.requireNonNull(file.toAbsolutePath().getParent());
  }
}
