package dev.halcyon.engine.cli;

import dev.halcyon.engine.EncodedPicture;
import dev.halcyon.protocol.UserProblem;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;

/**
 * A folder that gets all renditions of a video or none: what was written is taken away again unless
 * {@link #done} was said. Never overwrites. Safe for any thread.
 */
final class PictureFolder implements AutoCloseable {
  private final Path folder;
  private final boolean made;
  private final List<Path> written = new ArrayList<>();
  private boolean done;
  private boolean closed;

  private PictureFolder(Path folder, boolean made) {
    this.folder = folder;
    this.made = made;
  }

  /**
   * Takes a folder that is empty, or makes it.
   *
   * @throws UserProblem {@code usage} when it holds anything or cannot be made
   */
  static PictureFolder open(Path folder, Options options) {
    try {
      if (!Files.exists(folder)) {
        Files.createDirectories(folder);
        return new PictureFolder(folder, true);
      }
      try (Stream<Path> inside = Files.list(folder)) {
        if (inside.findAny().isEmpty()) {
          return new PictureFolder(folder, false);
        }
      }
    } catch (IOException e) {
      throw options.wrong("The folder " + folder + " cannot be used: " + Reasons.of(e) + ".");
    }
    throw options.wrong("The folder " + folder + " is not empty, and nothing is overwritten.");
  }

  synchronized void write(int frame, EncodedPicture rendition) throws IOException {
    if (closed) {
      return;
    }
    Path file = folder.resolve(String.format("frame-%05d.jpg", frame));
    written.add(file);
    Files.write(file, rendition.bytes(), StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE);
  }

  synchronized void done() {
    done = true;
  }

  @Override
  public synchronized void close() {
    if (closed) {
      return;
    }
    closed = true;
    if (!done) {
      written.forEach(PictureFolder::remove);
      if (made) {
        remove(folder);
      }
    }
  }

  private static void remove(Path path) {
    try {
      Files.deleteIfExists(path);
    } catch (IOException e) {
      // Somebody else put something there, or took the right away: it is theirs to clear.
      path.toFile().deleteOnExit();
    }
  }
}
