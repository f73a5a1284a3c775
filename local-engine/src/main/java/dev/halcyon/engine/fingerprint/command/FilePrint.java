package dev.halcyon.engine.fingerprint.command;

import dev.halcyon.engine.fingerprint.MediaPrint;
import dev.halcyon.engine.fingerprint.Sha256;
import dev.halcyon.engine.fingerprint.SimHash;
import dev.halcyon.protocol.Problem;
import java.nio.file.Path;
import java.util.Optional;

/**
 * Every fingerprint that a file has. Immutable.
 *
 * @param sha256 empty when the file could not be read
 * @param media of pictures and videos
 * @param text of texts
 * @param textFits whether the text is long enough for its SimHash to say something
 * @param note why there is neither, where that is no failure
 * @param problem what failed
 */
record FilePrint(
    Path file,
    Optional<Sha256> sha256,
    Optional<MediaPrint> media,
    Optional<SimHash> text,
    boolean textFits,
    Optional<String> note,
    Optional<Problem> problem) {

  static FilePrint failed(Path file, Optional<Sha256> sha256, Problem problem) {
    return new FilePrint(
        file,
        sha256,
        Optional.empty(),
        Optional.empty(),
        false,
        Optional.empty(),
        Optional.of(problem));
  }

  static FilePrint plain(Path file, Sha256 sha256, String note) {
    return new FilePrint(
        file,
        Optional.of(sha256),
        Optional.empty(),
        Optional.empty(),
        false,
        Optional.of(note),
        Optional.empty());
  }
}
