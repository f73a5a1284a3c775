package dev.halcyon.engine.testing;

import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Assumptions;

/**
 * Finds the larger fixtures that some checkouts have beside them; a test that needs one skips, with
 * a message, where it is absent.
 */
public final class SharedData {
  private SharedData() {}

  /** A file below {@code ../shared/data}, seen from the checkout's root. */
  public static Path file(String path) {
    Path root = Path.of("").toAbsolutePath();
    while (root != null && !Files.exists(root.resolve(".ci").resolve("run"))) {
      root = root.getParent();
    }
    Path beside = root == null ? null : root.resolveSibling("shared");
    Path file = beside == null ? null : beside.resolve("data").resolve(path);
    Assumptions.assumeTrue(
        file != null && Files.exists(file),
        () -> "skipped: ../shared/data/" + path + " is not beside this checkout");
    return file;
  }
}
