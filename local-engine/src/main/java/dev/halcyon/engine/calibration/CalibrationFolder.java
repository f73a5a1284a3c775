package dev.halcyon.engine.calibration;

import dev.halcyon.protocol.UserProblem;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;

/**
 * The calibrations of this machine, {@code NAME@VERSION.json} each in one folder. A file is read
 * when it is first asked for; one that was missing is looked for again. Safe for any thread.
 */
public final class CalibrationFolder {
  /** Names the folder; without it an engine has no calibrations. */
  public static final String FOLDER = "halcyon.calibrations";

  private final Optional<Path> folder;
  private final Map<CalibrationRef, Calibration> read = new ConcurrentHashMap<>();

  /** A folder, which need not be there yet. */
  public CalibrationFolder(Optional<Path> folder) {
    this.folder = folder;
  }

  /** The folder that {@value #FOLDER} names, if it names one. */
  public static CalibrationFolder configured() {
    String named = System.getProperty(FOLDER, "");
    return new CalibrationFolder(named.isBlank() ? Optional.empty() : Optional.of(Path.of(named)));
  }

  /**
   * The calibration that a policy names.
   *
   * @param reference as {@link CalibrationRef#toString} writes it
   * @throws UserProblem {@code calibration.reference}, {@code calibration.missing}, {@code
   *     calibration.damaged}, or {@code calibration.other} when the file is not the one named
   */
  public Calibration find(String reference) {
    CalibrationRef ref =
        CalibrationRef.of(reference)
            .orElseThrow(
                () ->
                    new UserProblem(
                        "calibration.reference",
                        "'" + reference + "' names no calibration.",
                        "Write it as ./halcyon calibrate printed it, NAME@VERSION+HASH."));
    @Nullable Calibration known = read.get(ref);
    if (known != null) {
      return known;
    }
    Path file =
        folder
            .orElseThrow(
                () ->
                    new UserProblem(
                        "calibration.missing",
                        "The policy names the calibration "
                            + ref
                            + ", and where calibrations lie is not said.",
                        "Start the engine with -D" + FOLDER + "=FOLDER, as ./halcyon does."))
            .resolve(ref.fileName());
    Calibration found = Calibration.read(bytes(file, ref), file.toString());
    if (!found.ref().equals(ref)) {
      throw new UserProblem(
          "calibration.other",
          file + " is the calibration " + found.ref() + "; the policy names " + ref + ".",
          "Put the file that is named there, or name the one that is there in the policy.");
    }
    read.put(ref, found);
    return found;
  }

  private static byte[] bytes(Path file, CalibrationRef ref) {
    try (InputStream in = Files.newInputStream(file)) {
      byte[] bytes = in.readNBytes(Calibration.MOST_BYTES + 1);
      if (bytes.length > Calibration.MOST_BYTES) {
        throw new IOException("more than " + Calibration.MOST_BYTES + " bytes");
      }
      return bytes;
    } catch (NoSuchFileException e) {
      throw new UserProblem(
          "calibration.missing",
          "The policy names the calibration " + ref + ", and there is no file " + file + ".",
          "Copy the file there, or take the calibration out of the policy's stages.",
          e);
    } catch (IOException e) {
      throw new UserProblem(
          "calibration.damaged",
          "The calibration " + file + " cannot be read.",
          "Check who may read it.",
          e);
    }
  }
}
