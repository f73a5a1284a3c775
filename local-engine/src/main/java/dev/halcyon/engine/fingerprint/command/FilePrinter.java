package dev.halcyon.engine.fingerprint.command;

import dev.halcyon.engine.fingerprint.MediaPrint;
import dev.halcyon.engine.fingerprint.Sha256;
import dev.halcyon.engine.fingerprint.SimHash;
import dev.halcyon.engine.image.MediaLimits;
import dev.halcyon.engine.image.MediaType;
import dev.halcyon.engine.worker.MediaWorker;
import dev.halcyon.protocol.Modality;
import dev.halcyon.protocol.Problem;
import dev.halcyon.protocol.UserProblem;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Fingerprints files one after the other: pictures and videos in a worker process, texts and bytes
 * here. Confined to one thread.
 */
final class FilePrinter implements AutoCloseable {
  /** Longer files are no posts; they get no SimHash. */
  private static final int LONGEST_TEXT = 10 << 20;

  /** A long film with every frame hashed takes its time; a hostile one must end. */
  private static final Duration LONGEST_LOOK = Duration.ofMinutes(30);

  private final double everySeconds;
  private @Nullable MediaWorker worker;

  /**
   * Prepares without starting anything.
   *
   * @param everySeconds of a video, the first frame of each stretch this long; 0 for every frame
   */
  FilePrinter(double everySeconds) {
    this.everySeconds = everySeconds;
  }

  /** All fingerprints of a file; content can never make it throw. */
  FilePrint print(Path file) throws InterruptedException {
    Optional<Sha256> sha256 = Optional.empty();
    try {
      try (InputStream in = Files.newInputStream(file)) {
        sha256 = Optional.of(Sha256.of(in));
      }
      byte[] head;
      try (InputStream in = Files.newInputStream(file)) {
        head = in.readNBytes(MediaType.HEAD);
      }
      Optional<MediaType> type = MediaType.sniff(head);
      return type.isPresent()
          ? media(file, sha256.orElseThrow(), type.get())
          : text(file, sha256.orElseThrow());
    } catch (NoSuchFileException e) {
      return FilePrint.failed(
          file, sha256, new Problem("file.missing", "There is no such file.", "Check the path."));
    } catch (IOException e) {
      return FilePrint.failed(
          file,
          sha256,
          new Problem(
              "file.read",
              "The file could not be read: " + e.getMessage() + ".",
              "Check that it may be read and that the disk is well."));
    }
  }

  private FilePrint media(Path file, Sha256 sha256, MediaType type)
      throws IOException, InterruptedException {
    if (type.modality() == Modality.AUDIO) {
      return FilePrint.plain(file, sha256, "sound has no fingerprint but its SHA-256");
    }
    if (worker == null) {
      worker = new MediaWorker(false, MediaLimits.standard(LONGEST_LOOK));
    }
    try {
      MediaPrint print =
          worker.fingerprint(
              new FileSource(file, sha256.hex(), type, Files.size(file)), everySeconds);
      return new FilePrint(
          file,
          Optional.of(sha256),
          Optional.of(print),
          Optional.empty(),
          false,
          Optional.empty(),
          Optional.empty());
    } catch (UserProblem e) {
      return e.code().equals("media.sound")
          ? FilePrint.plain(file, sha256, "sound has no fingerprint but its SHA-256")
          : FilePrint.failed(file, Optional.of(sha256), e.problem());
    }
  }

  private static FilePrint text(Path file, Sha256 sha256) throws IOException {
    @Nullable String text = Files.size(file) <= LONGEST_TEXT ? decoded(file) : null;
    if (text == null || text.isBlank()) {
      return FilePrint.plain(file, sha256, "neither a picture, a video nor a text");
    }
    return new FilePrint(
        file,
        Optional.of(sha256),
        Optional.empty(),
        Optional.of(SimHash.of(text)),
        SimHash.fits(text),
        Optional.empty(),
        Optional.empty());
  }

  private static @Nullable String decoded(Path file) throws IOException {
    try {
      String text =
          StandardCharsets.UTF_8
              .newDecoder()
              .decode(ByteBuffer.wrap(Files.readAllBytes(file)))
              .toString();
      boolean control = text.chars().anyMatch(c -> c < ' ' && "\t\n\f\r".indexOf(c) < 0);
      return control ? null : text;
    } catch (CharacterCodingException e) {
      return null;
    }
  }

  @Override
  public void close() {
    if (worker != null) {
      worker.close();
    }
  }
}
