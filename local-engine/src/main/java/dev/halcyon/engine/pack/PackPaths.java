package dev.halcyon.engine.pack;

import dev.halcyon.protocol.UserProblem;
import java.util.Set;
import java.util.regex.Pattern;

/**
 * The rule for names of files in a pack: relative, plain, and the same on every system, so that
 * none can lead out of the folder it is unpacked to. Stateless.
 */
final class PackPaths {
  private static final Pattern PART = Pattern.compile("[A-Za-z0-9_][A-Za-z0-9_. +-]{0,99}");
  private static final int DEEPEST = 4;

  /** Names that are devices on Windows, whatever follows the dot. */
  private static final Set<String> DEVICES = Set.of("con", "prn", "aux", "nul");

  private PackPaths() {}

  /**
   * Lets a good name pass.
   *
   * @throws UserProblem {@code pack.path}
   */
  static void check(String path) {
    String[] parts = path.split("/", -1);
    boolean good = parts.length <= DEEPEST;
    for (String part : parts) {
      String stem = part.split("\\.", 2)[0].toLowerCase(java.util.Locale.ROOT);
      good &= PART.matcher(part).matches() && !part.endsWith(".") && !part.endsWith(" ");
      good &= !DEVICES.contains(stem);
    }
    if (!good) {
      throw new UserProblem(
          "pack.path",
          "The pack holds a file with the name "
              + shown(path)
              + ", which is no plain relative name.",
          "Do not trust this pack: such names are made to write outside of its folder.");
    }
  }

  /** A name as it can be shown: what steers a terminal is not. */
  static String shown(String path) {
    String plain = path.replaceAll("[^\\x20-\\x7e]", "?");
    return "'" + (plain.length() > 120 ? plain.substring(0, 120) + "…" : plain) + "'";
  }
}
