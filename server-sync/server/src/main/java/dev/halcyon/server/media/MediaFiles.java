package dev.halcyon.server.media;

import dev.halcyon.engine.MediaSource;
import dev.halcyon.protocol.Modality;
import dev.halcyon.protocol.UserProblem;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.channels.Channels;
import java.nio.channels.SeekableByteChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.concurrent.locks.Lock;
import java.util.concurrent.locks.ReentrantLock;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/**
 * Keeps uploaded media by the SHA-256 of their bytes in a folder, each once, whole or not at all,
 * encrypted under a key of its own (AES-256-GCM in segments, so that it can be read from anywhere).
 * Nothing here looks into the bytes. Safe for any thread; one instance per folder.
 */
public final class MediaFiles {
  /** The most bytes one upload may have. */
  public static final long LIMIT = 512L * 1024 * 1024;

  private static final Pattern MEDIA_ID = Pattern.compile("[0-9a-f]{64}");
  private static final int STRIPES = 64;
  private static final String SEALED = ".enc";

  /** There once every file is encrypted; to be removed when older files are put back. */
  private static final String ALL_SEALED = "all-encrypted";

  private final Path folder;
  private final MediaKeys keys;
  private final IncomingMedia incoming;
  private final Lock[] locks = new Lock[STRIPES];

  /**
   * Opens the folder, makes it when needed and clears what broken uploads left behind.
   *
   * @throws UserProblem {@code media.folder} when it cannot be used
   */
  public MediaFiles(Path folder, MediaKeys keys) {
    this(folder, keys, LIMIT, DurableFiles::open);
  }

  MediaFiles(Path folder, MediaKeys keys, long limit, DurableFiles.Opener opener) {
    this.folder = folder;
    this.keys = keys;
    this.incoming = new IncomingMedia(folder, limit, opener);
    for (int i = 0; i < STRIPES; i++) {
      locks[i] = new ReentrantLock();
    }
  }

  /**
   * What became of an upload.
   *
   * @param known whether the same bytes were there already
   */
  public record Stored(String mediaId, long bytes, boolean known) {}

  /**
   * Stores a stream; returns only when the bytes are on disk under their hash. On any failure
   * nothing is left behind.
   *
   * @param announced the length the sender announced, or -1
   * @throws UserProblem {@code media.too_large}, {@code media.empty}, {@code disk.full}
   * @throws IOException when the sender broke off
   */
  public Stored store(InputStream body, long announced) throws IOException {
    incoming.checkLength(announced);
    Path fresh = incoming.fresh();
    byte[] key = MediaKeys.fresh();
    try {
      MessageDigest digest = IncomingMedia.sha256();
      long length = incoming.receive(body, fresh, digest, key);
      if (length == 0) {
        throw new UserProblem(
            "media.empty", "The upload has no bytes.", "Send the file as the request's body.");
      }
      String mediaId = HexFormat.of().formatHex(digest.digest());
      return new Stored(mediaId, length, !publish(fresh, mediaId, key));
    } finally {
      Files.deleteIfExists(fresh);
    }
  }

  /**
   * Refuses a length that no file may have, before any of it is read.
   *
   * @throws UserProblem {@code media.too_large}
   */
  void checkLength(long announced) {
    incoming.checkLength(announced);
  }

  /** Whether the bytes were new. Two uploads of the same bytes at once: one of them is. */
  private boolean publish(Path fresh, String mediaId, byte[] key) throws IOException {
    Lock lock = lock(mediaId);
    lock.lock();
    try {
      if (holds(mediaId)) {
        return false;
      }
      publishUnder(keys.keep(mediaId, key), key, fresh, mediaId);
      return true;
    } finally {
      lock.unlock();
    }
  }

  /**
   * Gives a file its name. A key without a file, as a crash leaves one, harms nobody and is used; a
   * file without a key would be lost, so the key was kept first.
   */
  private void publishUnder(byte[] kept, byte[] own, Path fresh, String mediaId)
      throws IOException {
    if (Arrays.equals(kept, own)) {
      DurableFiles.publish(fresh, path(mediaId));
      return;
    }
    Path again = incoming.fresh();
    try {
      try (InputStream bytes = Channels.newInputStream(MediaSeal.open(fresh, own))) {
        incoming.receive(bytes, again, IncomingMedia.sha256(), kept);
      }
      DurableFiles.publish(again, path(mediaId));
    } finally {
      Files.deleteIfExists(again);
    }
  }

  private Lock lock(String mediaId) {
    return locks[Math.floorMod(mediaId.hashCode(), STRIPES)];
  }

  /**
   * Deletes these bytes for good, if they are here: their key first, so that copies of the file are
   * unreadable from then on.
   */
  public void delete(String mediaId) {
    Lock lock = lock(mediaId);
    lock.lock();
    try {
      keys.destroy(mediaId);
      Files.deleteIfExists(path(mediaId));
      Files.deleteIfExists(unsealed(mediaId));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    } finally {
      lock.unlock();
    }
  }

  /**
   * Encrypts what earlier versions stored as it was. A crash in between leaves the one or the
   * other.
   *
   * @return how many files
   */
  public int sealLegacy() {
    Path done = folder.resolve(ALL_SEALED);
    if (Files.exists(done)) {
      return 0;
    }
    int sealed = 0;
    try (Stream<Path> all = Files.walk(folder, 2)) {
      for (Path file : all.filter(each -> isMediaId(name(each))).toList()) {
        if (Files.isRegularFile(file)) {
          seal(file);
          sealed++;
        }
      }
      Files.createFile(done);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return sealed;
  }

  private void seal(Path file) throws IOException {
    String mediaId = name(file);
    if (!Files.exists(path(mediaId)) || !keys.holds(mediaId)) {
      Path fresh = incoming.fresh();
      byte[] key = MediaKeys.fresh();
      try (InputStream bytes = Files.newInputStream(file)) {
        incoming.receive(bytes, fresh, IncomingMedia.sha256(), key);
        publishUnder(keys.keep(mediaId, key), key, fresh, mediaId);
      } finally {
        Files.deleteIfExists(fresh);
      }
    }
    Files.delete(file);
  }

  private static String name(Path file) {
    return String.valueOf(file.getFileName());
  }

  /** Whether these bytes are here. */
  public boolean holds(String mediaId) {
    return isMediaId(mediaId) && Files.isRegularFile(path(mediaId)) && keys.holds(mediaId);
  }

  /** Whether a text has the form of a media id at all. */
  public static boolean isMediaId(String text) {
    return MEDIA_ID.matcher(text).matches();
  }

  /**
   * The stored bytes for the engine.
   *
   * @throws UserProblem {@code media.unknown} when they are not here
   */
  public MediaSource source(String mediaId, Modality kind, String declaredType) {
    if (!holds(mediaId)) {
      throw unknown();
    }
    byte[] key = keys.find(mediaId).orElseThrow(() -> unknown());
    Path file = path(mediaId);
    try (SeekableByteChannel channel = MediaSeal.open(file, key)) {
      return new MediaSeal.Source(mediaId, kind, declaredType, channel.size(), file, key);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static UserProblem unknown() {
    return new UserProblem(
        "media.unknown",
        "No media with this id is stored.",
        "Upload the bytes with POST /v1/media first and use the id it answers.");
  }

  private Path path(String mediaId) {
    if (!isMediaId(mediaId)) {
      throw new IllegalArgumentException("not a media id");
    }
    return folder.resolve(mediaId.substring(0, 2)).resolve(mediaId + SEALED);
  }

  /** Where earlier versions kept it as it was. */
  private Path unsealed(String mediaId) {
    return folder.resolve(mediaId.substring(0, 2)).resolve(mediaId);
  }
}
