package dev.halcyon.engine.pack;

import dev.halcyon.protocol.UserProblem;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import java.util.stream.StreamSupport;

/** A pack in a folder, as its maker has it or as it was unpacked. Links are not followed. */
final class FolderSource implements PackSource {
  private static final int DEEPEST = 6;

  private final Path folder;
  private final Set<String> names;

  private FolderSource(Path folder, Set<String> names) {
    this.folder = folder;
    this.names = names;
  }

  static FolderSource open(Path folder) {
    Set<String> names = new LinkedHashSet<>();
    try (Stream<Path> all = Files.walk(folder, DEEPEST)) {
      List<Path> files =
          all.filter(path -> !Files.isDirectory(path, LinkOption.NOFOLLOW_LINKS)).sorted().toList();
      for (Path file : files) {
        String name =
            StreamSupport.stream(folder.relativize(file).spliterator(), false)
                .map(Path::toString)
                .collect(Collectors.joining("/"));
        PackPaths.check(name);
        if (!Files.isRegularFile(file, LinkOption.NOFOLLOW_LINKS)) {
          throw new UserProblem(
              "pack.path",
              "The pack's " + PackPaths.shown(name) + " is a link or a device, not a file.",
              "Put the file itself into the folder.");
        }
        names.add(name);
      }
    } catch (IOException | java.io.UncheckedIOException e) {
      throw new UserProblem(
          "pack.file",
          "The folder " + PackPaths.shown(folder.toString()) + " cannot be read.",
          "Name a zip file or a folder that you can read.",
          e);
    }
    return new FolderSource(folder, names);
  }

  @Override
  public Set<String> names() {
    return names;
  }

  @Override
  public InputStream open(String name) throws IOException {
    return Files.newInputStream(folder.resolve(name), LinkOption.NOFOLLOW_LINKS);
  }

  @Override
  public Optional<String> sha256() {
    return Optional.empty();
  }

  @Override
  public void close() {
    // Nothing is held open.
  }
}
