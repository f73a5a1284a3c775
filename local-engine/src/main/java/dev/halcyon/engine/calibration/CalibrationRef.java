package dev.halcyon.engine.calibration;

import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Names one calibration document for good, as {@code night-market@2+1f3a9c0b77de}: its name, its
 * version, and the first twelve digits of the SHA-256 of its bytes, so that no other document can
 * be taken for it. Immutable.
 */
public record CalibrationRef(String name, int version, String hash) {
  private static final Pattern FORM =
      Pattern.compile("([a-z0-9][a-z0-9-]{0,59})@([1-9][0-9]{0,5})(?:\\+([0-9a-f]{12}))?");

  /** What a file of a calibration is called, without its ending. */
  static final String RULE =
      "a name of a-z, 0-9 and '-', then '@' and a version from 1, such as night-market@1";

  /** Reads a whole reference, or nothing when it is none. */
  public static Optional<CalibrationRef> of(String text) {
    Matcher matcher = FORM.matcher(text);
    return matcher.matches() && matcher.group(3) != null
        ? Optional.of(
            new CalibrationRef(
                matcher.group(1), Integer.parseInt(matcher.group(2)), matcher.group(3)))
        : Optional.empty();
  }

  /** Reads name and version without a hash, or nothing. */
  static Optional<CalibrationRef> unsealed(String text) {
    Matcher matcher = FORM.matcher(text);
    return matcher.matches() && matcher.group(3) == null
        ? Optional.of(new CalibrationRef(matcher.group(1), Integer.parseInt(matcher.group(2)), ""))
        : Optional.empty();
  }

  /** The name of the file it lies in. */
  String fileName() {
    return name + "@" + version + ".json";
  }

  @Override
  public String toString() {
    return name + "@" + version + (hash.isEmpty() ? "" : "+" + hash);
  }
}
