package dev.halcyon.server.media;

import java.io.Closeable;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;

/**
 * Writes files so that they are whole or absent, also after a power loss: into a temporary file,
 * forced, renamed, and the directory forced. Stateless and safe for any thread.
 */
final class DurableFiles {
  private DurableFiles() {}

  /** Where bytes go before they have a name; a test puts a full disk behind it. */
  interface Sink extends Closeable {
    void write(byte[] bytes, int length) throws IOException;

    /** Returns when everything written is on the medium. */
    void force() throws IOException;
  }

  /** Opens the sink of a new file. */
  @FunctionalInterface
  interface Opener {
    Sink open(Path file) throws IOException;
  }

  static Sink open(Path file) throws IOException {
    FileChannel channel =
        FileChannel.open(file, StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE);
    return new Sink() {
      @Override
      public void write(byte[] bytes, int length) throws IOException {
        ByteBuffer buffer = ByteBuffer.wrap(bytes, 0, length);
        while (buffer.hasRemaining()) {
          channel.write(buffer);
        }
      }

      @Override
      public void force() throws IOException {
        channel.force(true);
      }

      @Override
      public void close() throws IOException {
        channel.close();
      }
    };
  }

  /** Renames a forced file to its final name and makes the name itself durable. */
  static void publish(Path fresh, Path target) throws IOException {
    Path directory = directoryOf(target);
    if (!Files.isDirectory(directory)) {
      Files.createDirectories(directory);
      forceDirectory(directoryOf(directory));
    }
    Files.move(fresh, target, StandardCopyOption.ATOMIC_MOVE);
    forceDirectory(directory);
  }

  /** The folder that a file lies in. */
  static Path directoryOf(Path file) {
    Path parent = file.toAbsolutePath().getParent();
    if (parent == null) {
      throw new IllegalArgumentException("a file system root cannot hold media");
    }
    return parent;
  }

  private static void forceDirectory(Path directory) throws IOException {
    try (FileChannel channel = FileChannel.open(directory, StandardOpenOption.READ)) {
      channel.force(true);
    }
  }
}
