package dev.halcyon.engine.cli;

import java.io.IOException;
import java.nio.file.FileVisitResult;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.SimpleFileVisitor;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The files that names on the command line mean: a file itself, a folder all the way down, sorted,
 * without following links inside it. Confined to one thread until it is full.
 */
final class FileList {
  /**
   * One file to look at.
   *
   * @param unreadable why it, or a folder of that name, cannot be read, or null
   */
  record Entry(Path path, @Nullable IOException unreadable) {}

  private final List<Entry> entries = new ArrayList<>();
  private int leftOut;

  /** Adds what a name means. A folder that cannot be listed becomes an entry that says so. */
  void add(Path named) {
    if (!Files.isDirectory(named)) {
      entries.add(new Entry(named, null));
      return;
    }
    List<Entry> found = new ArrayList<>();
    try {
      // A folder that is itself named may be a link; links inside could lead anywhere.
      Files.walkFileTree(named.resolve(""), new Visitor(found));
    } catch (IOException e) {
      found.add(new Entry(named, e));
    }
    found.sort(Comparator.comparing(Entry::path));
    entries.addAll(found);
  }

  List<Entry> entries() {
    return List.copyOf(entries);
  }

  /** Links, pipes, sockets and devices inside folders, which are not opened. */
  int leftOut() {
    return leftOut;
  }

  private final class Visitor extends SimpleFileVisitor<Path> {
    private final List<Entry> found;

    Visitor(List<Entry> found) {
      this.found = found;
    }

    @Override
    public FileVisitResult visitFile(Path file, BasicFileAttributes attributes) {
      if (Files.isRegularFile(file, LinkOption.NOFOLLOW_LINKS)) {
        found.add(new Entry(file, null));
      } else {
        leftOut++;
      }
      return FileVisitResult.CONTINUE;
    }

    @Override
    public FileVisitResult visitFileFailed(Path file, IOException e) {
      found.add(new Entry(file, e));
      return FileVisitResult.CONTINUE;
    }

    @Override
    public FileVisitResult postVisitDirectory(Path folder, @Nullable IOException e) {
      if (e != null) {
        found.add(new Entry(folder, e));
      }
      return FileVisitResult.CONTINUE;
    }
  }
}
