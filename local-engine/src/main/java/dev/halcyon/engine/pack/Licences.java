package dev.halcyon.engine.pack;

import dev.halcyon.protocol.UserProblem;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Which licences a pack may have without anybody being asked: those that allow any use, with
 * attribution at most. For others the administrator must say that they were read. Stateless.
 */
final class Licences {
  private static final Set<String> FREE =
      Set.of(
          "0BSD",
          "Apache-2.0",
          "BSD-2-Clause",
          "BSD-3-Clause",
          "BSL-1.0",
          "CC-BY-4.0",
          "CC0-1.0",
          "ISC",
          "MIT",
          "MIT-0",
          "MPL-2.0",
          "Unlicense",
          "Zlib");

  private Licences() {}

  /**
   * Lets a licence pass that is free, or that the administrator accepted by its name.
   *
   * @throws UserProblem {@code pack.licence}
   */
  static void check(String licence, @Nullable String accepted) {
    if (!FREE.contains(licence) && !licence.equals(accepted)) {
      throw new UserProblem(
          "pack.licence",
          "The pack is under the licence "
              + PackPaths.shown(licence)
              + ", which is none that allows any use.",
          "Read its text in the pack; if you may use it, add the pack with --accept-licence and the"
              + " licence's name.");
    }
  }
}
