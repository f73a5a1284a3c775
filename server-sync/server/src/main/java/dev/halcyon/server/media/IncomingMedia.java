package dev.halcyon.server.media;

import dev.halcyon.protocol.UserProblem;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.UUID;
import java.util.stream.Stream;

/**
 * Takes media in: files under names of nobody's, encrypted while they are written, within the
 * limit, gone at the next start if nobody gave them their name. Safe for any thread.
 */
final class IncomingMedia {
  private final Path folder;
  private final long limit;
  private final DurableFiles.Opener opener;

  /**
   * Makes the folder when needed and clears what broken uploads left behind.
   *
   * @param media the folder of all media, on whose disk it lies
   * @throws UserProblem {@code media.folder} when it cannot be used
   */
  IncomingMedia(Path media, long limit, DurableFiles.Opener opener) {
    this.folder = media.resolve("incoming");
    this.limit = limit;
    this.opener = opener;
    try {
      Files.createDirectories(folder);
      try (Stream<Path> leftovers = Files.list(folder)) {
        for (Path leftover : leftovers.toList()) {
          Files.delete(leftover);
        }
      }
    } catch (IOException e) {
      throw new UserProblem(
          "media.folder",
          "The media folder " + media + " cannot be used: " + e.getMessage(),
          "Make the folder writable for the server, or start it with another --data folder.",
          e);
    }
  }

  /** A file of nobody's yet; whoever asks gives it its name or deletes it. */
  Path fresh() {
    return folder.resolve(UUID.randomUUID() + ".part");
  }

  /**
   * Refuses what announces too much before any of it is read.
   *
   * @throws UserProblem {@code media.too_large}
   */
  void checkLength(long announced) {
    if (announced > limit) {
      throw tooLarge();
    }
  }

  /**
   * Reads a stream to its end into a file, encrypted; on disk when this returns.
   *
   * @param digest is told the bytes as they came
   * @return how many bytes came
   * @throws UserProblem {@code media.too_large}, {@code disk.full}, {@code media.disk}
   * @throws IOException when the sender broke off
   */
  long receive(InputStream body, Path fresh, MessageDigest digest, byte[] key) throws IOException {
    byte[] buffer = new byte[64 * 1024];
    long length = 0;
    try (DurableFiles.Sink sink = opener.open(fresh)) {
      OutputStream sealed = sealing(sink, key);
      for (int read = body.read(buffer); read >= 0; read = body.read(buffer)) {
        length += read;
        if (length > limit) {
          throw tooLarge();
        }
        digest.update(buffer, 0, read);
        try {
          sealed.write(buffer, 0, read);
        } catch (IOException e) {
          throw diskProblem(e);
        }
      }
      try {
        sealed.close();
        sink.force();
      } catch (IOException e) {
        throw diskProblem(e);
      }
    }
    return length;
  }

  private OutputStream sealing(DurableFiles.Sink sink, byte[] key) {
    try {
      return MediaSeal.into(sink, key);
    } catch (IOException e) {
      throw diskProblem(e);
    }
  }

  private UserProblem tooLarge() {
    return new UserProblem(
        "media.too_large",
        "The upload is larger than the " + limit / (1024 * 1024) + " MB one file may have.",
        "Send a smaller file, or a shorter piece of the video.");
  }

  private UserProblem diskProblem(IOException e) {
    boolean full = String.valueOf(e.getMessage()).contains("No space left") || usable() < 1 << 20;
    return full
        ? new UserProblem(
            "disk.full",
            "The disk that holds " + folder + " is full; the upload was not kept.",
            "Free space on it and send the file again.",
            e)
        : new UserProblem(
            "media.disk",
            "The upload could not be written to " + folder + ": " + e.getMessage(),
            "Check the disk, then send the file again.",
            e);
  }

  private long usable() {
    try {
      return Files.getFileStore(folder).getUsableSpace();
    } catch (IOException e) {
      return Long.MAX_VALUE;
    }
  }

  static MessageDigest sha256() {
    try {
      return MessageDigest.getInstance("SHA-256");
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every Java platform has SHA-256", e);
    }
  }
}
