package dev.halcyon.engine.calibration;

import dev.halcyon.protocol.UserProblem;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.List;

/** Where a new calibration is to be written: a file that is not there yet. Immutable. */
public final class CalibrationFile {
  private static final String ENDING = ".json";

  private final Path file;
  private final CalibrationRef named;

  private CalibrationFile(Path file, CalibrationRef named) {
    this.file = file;
    this.named = named;
  }

  /**
   * Takes the name and version from the file's name.
   *
   * @throws UserProblem {@code calibration.name} for another form, {@code calibration.exists}
   */
  public static CalibrationFile named(Path file) {
    String name = String.valueOf(file.getFileName());
    String stem = name.endsWith(ENDING) ? name.substring(0, name.length() - ENDING.length()) : "";
    CalibrationRef ref =
        CalibrationRef.unsealed(stem)
            .orElseThrow(
                () ->
                    new UserProblem(
                        "calibration.name",
                        "'" + name + "' is no name for a calibration.",
                        "Call the file NAME@VERSION.json: " + CalibrationRef.RULE + ".json."));
    if (Files.exists(file)) {
      throw new UserProblem(
          "calibration.exists",
          file + " is there already, and a version never changes.",
          "Call the new one " + ref.name() + "@" + (ref.version() + 1) + ENDING + ".");
    }
    return new CalibrationFile(file, ref);
  }

  /**
   * Writes the calibration; returns it as policies name it.
   *
   * @param labels SHA-256 of the file of labels
   */
  public Calibration write(String labels, List<Calibration.Entry> curves) throws IOException {
    byte[] bytes = Calibration.write(named, labels, curves);
    Calibration made = Calibration.read(bytes, file.toString());
    Path parent = file.toAbsolutePath().getParent();
    if (parent != null) {
      Files.createDirectories(parent);
    }
    Files.write(file, bytes, StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE);
    return made;
  }
}
