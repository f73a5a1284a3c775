package dev.halcyon.server.store;

import dev.halcyon.protocol.UserProblem;
import java.io.IOException;
import java.io.InputStream;
import java.nio.channels.Channels;
import java.nio.charset.StandardCharsets;
import java.sql.SQLException;
import org.h2.mvstore.MVStore;
import org.h2.store.fs.FilePath;

/**
 * Brings an H2 file that was not closed in order to its newest state. Stateless; the caller owns
 * the file.
 *
 * <p>Left to itself, H2 looks at the chunk that the file's header names, at those that follow it by
 * its own prediction, and at the one at the file's end. The header is written only now and then, so
 * of a file that is whole to the last byte it may take a state that is some commits old. {@link
 * H2Flush} therefore writes it with each group commit; this is for a kill after a flush of H2's
 * own. Its recovery mode reads every chunk and takes the newest. See docs/decisions/0031.
 */
final class H2Recovery {
  private static final int HEADER_BYTES = 4096;

  private H2Recovery() {}

  /**
   * Finds the newest state of a file and closes it in order, so that H2 opens just that.
   *
   * @param name the file as H2 names it, with its file system
   * @param promised number of the oldest state it may be in
   * @throws UserProblem {@code store.damaged} when only an older state can be read
   * @throws RuntimeException of H2 when no state is whole; the file is then as it was
   */
  static void settle(String name, long promised) {
    FilePath file = FilePath.get(name);
    if (!file.exists() || closedInOrder(file)) {
      return;
    }
    MVStore store = new MVStore.Builder().fileName(name).autoCommitDisabled().recoveryMode().open();
    try {
      H2Flush.state(store, promised);
    } catch (SQLException older) {
      store.closeImmediately();
      throw StoreProblems.damaged(String.valueOf(older.getMessage()), older);
    }
    store.close();
  }

  private static boolean closedInOrder(FilePath file) {
    try (InputStream in = Channels.newInputStream(file.open("r"))) {
      String header = new String(in.readNBytes(HEADER_BYTES), StandardCharsets.ISO_8859_1);
      int end = header.indexOf('\n');
      return end > 0 && header.substring(0, end).contains("clean:1");
    } catch (IOException e) {
      return false;
    }
  }
}
