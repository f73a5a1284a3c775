package dev.halcyon.engine.pack;

import dev.halcyon.protocol.UserProblem;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Path;
import java.util.Optional;
import java.util.Set;

/**
 * The files of a pack as somebody sent it, not trusted. Names are checked when it is opened; sizes
 * are those of whoever made it. Confined to one thread.
 */
sealed interface PackSource extends AutoCloseable permits ZipSource, FolderSource {
  /** Names of all files. */
  Set<String> names();

  /** The bytes of a file; the caller reads no more than it expects and closes. */
  InputStream open(String name) throws IOException;

  /** SHA-256 of the whole where it is one file, lower-case hex. */
  Optional<String> sha256();

  @Override
  void close();

  /**
   * Opens a zip file or a folder.
   *
   * @throws UserProblem {@code pack.file} or {@code pack.path}
   */
  static PackSource of(Path path) {
    if (java.nio.file.Files.isDirectory(path)) {
      return FolderSource.open(path);
    }
    return ZipSource.open(path);
  }

  /**
   * A small file, whole.
   *
   * @param most bytes it may have
   * @throws UserProblem {@code pack.file}
   */
  default byte[] small(String name, int most) {
    if (!names().contains(name)) {
      throw new UserProblem(
          "pack.file",
          "The pack has no " + name + " at its top.",
          "A pack is a zip file or a folder with manifest.json in it: see docs/model-packs.md.");
    }
    try (InputStream in = open(name)) {
      byte[] bytes = in.readNBytes(most + 1);
      if (bytes.length > most) {
        throw new UserProblem(
            "pack.file",
            "The pack's " + name + " has more than " + most + " bytes.",
            "Ask the pack's maker for a right one.");
      }
      return bytes;
    } catch (IOException e) {
      throw unreadable(name, e);
    }
  }

  /** What is said of a file that cannot be read. */
  static UserProblem unreadable(String name, IOException e) {
    return new UserProblem(
        "pack.file",
        "The pack's " + PackPaths.shown(name) + " cannot be read: it is damaged or cut short.",
        "Fetch the pack again.",
        e);
  }
}
