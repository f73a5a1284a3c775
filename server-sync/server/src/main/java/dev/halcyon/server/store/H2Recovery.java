package dev.halcyon.server.store;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import org.h2.mvstore.MVStore;

/**
 * Brings an H2 file that was not closed in order back to its newest whole state. Stateless; the
 * caller owns the file.
 *
 * <p>What we infer from the losses seen, not traced in H2: left to itself it looks at the chunk
 * that the file's header names and at the one at the file's end, and is content with the first that
 * is whole. The header may be several commits old, and the write that a kill or a power cut tore
 * apart is the one at the end: commits that were flushed would be passed over. Its recovery mode
 * reads every chunk and takes the newest, which helps after a kill and is not proven for every torn
 * write. See docs/decisions/0031.
 */
final class H2Recovery {
  private static final int HEADER_BYTES = 4096;

  private H2Recovery() {}

  /**
   * Finds the newest whole state of a file and closes it in order, so that H2 opens just that.
   *
   * @throws RuntimeException of H2 when no state is whole; the file is then as it was
   */
  static void settle(Path file) {
    if (!Files.exists(file) || closedInOrder(file)) {
      return;
    }
    MVStore store =
        new MVStore.Builder()
            .fileName("async:" + file.toAbsolutePath())
            .autoCommitDisabled()
            .recoveryMode()
            .open();
    store.close();
  }

  private static boolean closedInOrder(Path file) {
    try (InputStream in = Files.newInputStream(file)) {
      String header = new String(in.readNBytes(HEADER_BYTES), StandardCharsets.ISO_8859_1);
      int end = header.indexOf('\n');
      return end > 0 && header.substring(0, end).contains("clean:1");
    } catch (IOException e) {
      return false;
    }
  }
}
