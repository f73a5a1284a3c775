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

  /**
   * A file below {@code ../shared/data}, seen from the checkout's root, or below the folder that
   * the environment's {@code HALCYON_DATA_SHARED} names.
   */
  public static Path file(String path) {
    Path root = Path.of("").toAbsolutePath();
    while (root != null && !Files.exists(root.resolve(".ci").resolve("run"))) {
      root = root.getParent();
    }
    String named = System.getenv("HALCYON_DATA_SHARED");
    Path beside = root == null ? null : root.resolveSibling("shared").resolve("data");
    Path data = named == null ? beside : Path.of(named);
    Path file = data == null ? null : data.resolve(path);
    Assumptions.assumeTrue(
        file != null && Files.exists(file),
        () -> "skipped: ../shared/data/" + path + " is not beside this checkout");
    return file;
  }
}
