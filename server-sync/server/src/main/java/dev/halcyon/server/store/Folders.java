package dev.halcyon.server.store;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;

/** Flushes folders. Stateless. */
public final class Folders {
  private Folders() {}

  /** A new or renamed file survives a power cut only when its folder was flushed too. */
  public static void force(Path folder) {
    try (FileChannel channel = FileChannel.open(folder, StandardOpenOption.READ)) {
      channel.force(true);
    } catch (IOException unsupported) {
      // Windows cannot open a folder; its file system orders the entry by itself.
    }
  }
}
