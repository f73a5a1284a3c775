package dev.halcyon.engine.cli;

import java.io.IOException;
import java.nio.file.FileVisitResult;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.SimpleFileVisitor;
import java.nio.file.attribute.BasicFileAttributes;
import org.jspecify.annotations.Nullable;

/**
 * Takes away the temporary folder that the launcher made for this process alone, at the end: ONNX
 * Runtime leaves a folder of its own behind each time it starts. Called once.
 */
final class Scratch {
  /** Names the folder, which {@code java.io.tmpdir} names too: Java fixes that one as it starts. */
  private static final String PROPERTY = "halcyon.scratch";

  private static final String PREFIX = "halcyon-";

  private Scratch() {}

  static void begin() {
    @Nullable String named = System.getProperty(PROPERTY);
    if (named != null && Path.of(named).getFileName().toString().startsWith(PREFIX)) {
      Path folder = Path.of(named);
      Runtime.getRuntime()
          .addShutdownHook(Thread.ofPlatform().name("end-scratch").unstarted(() -> remove(folder)));
    }
  }

  private static void remove(Path folder) {
    try {
      Files.walkFileTree(folder, new Remover());
    } catch (IOException e) {
      // Something was written meanwhile: whoever clears the temporary folder finds it.
      folder.toFile().deleteOnExit();
    }
  }

  private static final class Remover extends SimpleFileVisitor<Path> {
    @Override
    public FileVisitResult visitFile(Path file, BasicFileAttributes attributes) throws IOException {
      Files.deleteIfExists(file);
      return FileVisitResult.CONTINUE;
    }

    @Override
    public FileVisitResult postVisitDirectory(Path folder, @Nullable IOException e)
        throws IOException {
      Files.deleteIfExists(folder);
      return FileVisitResult.CONTINUE;
    }
  }
}
