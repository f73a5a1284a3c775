package dev.halcyon.server.media;

import com.google.crypto.tink.subtle.AesGcmJce;
import com.google.crypto.tink.subtle.Random;
import dev.halcyon.protocol.UserProblem;
import dev.halcyon.server.store.Folders;
import dev.halcyon.server.store.KeyFiles;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.util.Optional;
import java.util.UUID;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * Keeps one key for each media file, wrapped by the server's master key, in a folder of their own:
 * whoever destroys a key makes every copy of its file unreadable, backups included. Safe for any
 * thread; callers order changes of one key among themselves.
 */
public final class MediaKeys {
  /** The master key, 64 hexadecimal digits; may be a link to a file on another volume. */
  public static final String MASTER = "media-master.key";

  private static final String FOLDER = "media-keys";
  private static final int BYTES = 32;

  private final Path folder;
  private final AesGcmJce master;

  private MediaKeys(Path folder, AesGcmJce master) {
    this.folder = folder;
    this.master = master;
  }

  /**
   * Reads the master key of a data directory, or makes it when there is none.
   *
   * @throws UserProblem {@code media.key} when it is damaged, or missing while keys are there that
   *     it wraps: a new one made silently would orphan every file
   */
  public static MediaKeys open(Path dataDirectory) {
    Path file = dataDirectory.resolve(MASTER);
    Path folder = dataDirectory.resolve(FOLDER);
    try {
      Files.createDirectories(folder);
      return new MediaKeys(folder, KeyFiles.master(file, holdsKeys(folder), MediaKeys::damaged));
    } catch (IOException e) {
      throw damaged(file, "it cannot be read or written (" + e.getMessage() + ")", e);
    }
  }

  private static boolean holdsKeys(Path folder) throws IOException {
    try (Stream<Path> all = Files.list(folder)) {
      return all.findAny().isPresent();
    }
  }

  /** A new key, 32 bytes, kept nowhere yet. */
  static byte[] fresh() {
    return Random.randBytes(BYTES);
  }

  /**
   * Keeps a key for a file, unless there is one; returns when it is on disk. Of several servers
   * that share the folder one wins.
   *
   * @return the key to encrypt with
   */
  byte[] keep(String mediaId, byte[] key) throws IOException {
    try {
      Path file = path(mediaId);
      Path parent = folder.resolve(mediaId.substring(0, 2));
      if (!Files.isDirectory(parent)) {
        Files.createDirectories(parent);
        Folders.force(folder);
      }
      Path fresh = parent.resolve(UUID.randomUUID() + ".new");
      KeyFiles.write(fresh, master.encrypt(key, mediaId.getBytes(StandardCharsets.US_ASCII)));
      try {
        // Unlike a move, a link never takes the place of a file that is there.
        Files.createLink(file, fresh);
        Folders.force(parent);
        return key;
      } catch (FileAlreadyExistsException there) {
        return find(mediaId).orElse(key);
      } finally {
        Files.deleteIfExists(fresh);
      }
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException("every Java platform has AES-GCM", e);
    }
  }

  /**
   * The key of a file, or nothing when it was destroyed or never made.
   *
   * @throws UserProblem {@code media.key} when it is damaged or wrapped by another master key
   */
  Optional<byte[]> find(String mediaId) {
    Path file = path(mediaId);
    try {
      return Optional.of(
          master.decrypt(Files.readAllBytes(file), mediaId.getBytes(StandardCharsets.US_ASCII)));
    } catch (NoSuchFileException e) {
      return Optional.empty();
    } catch (IOException | GeneralSecurityException e) {
      throw damaged(file, "it is damaged, or was made under another " + MASTER, e);
    }
  }

  boolean holds(String mediaId) {
    return Files.exists(path(mediaId));
  }

  /** Destroys a key for good; returns when that is on disk. Nothing happens where there is none. */
  void destroy(String mediaId) throws IOException {
    KeyFiles.wipe(path(mediaId));
  }

  private Path path(String mediaId) {
    if (!MediaFiles.isMediaId(mediaId)) {
      throw new IllegalArgumentException("not a media id");
    }
    return folder.resolve(mediaId.substring(0, 2)).resolve(mediaId);
  }

  private static UserProblem damaged(Path file, String what, @Nullable Exception cause) {
    return new UserProblem(
        "media.key",
        "The media key " + file + " is not usable: " + what + ".",
        "Restore " + MASTER + " and " + FOLDER + " from their backup, then start again.",
        cause);
  }
}
