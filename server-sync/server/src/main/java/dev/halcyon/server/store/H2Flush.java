package dev.halcyon.server.store;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.sql.Connection;
import java.sql.SQLException;
import javax.sql.DataSource;
import org.h2.engine.SessionLocal;
import org.h2.jdbc.JdbcConnection;
import org.h2.mvstore.FileStore;
import org.h2.mvstore.MVStore;
import org.jspecify.annotations.Nullable;

/**
 * Flushes every commit of an H2 database to disk, for certain and all or nothing. Called by one
 * thread at a time.
 *
 * <p>What H2's own flush misses: what its background writer has taken and still queues is neither
 * unsaved nor in the file. We therefore seal the file inside a store operation, which waits until
 * those queues are empty and keeps others from writing meanwhile, and flush what was sealed after
 * it, while others write on. See docs/decisions/0031.
 */
final class H2Flush implements DurableCommits.Sync {
  private final DataSource source;

  H2Flush(DataSource source) {
    this.source = source;
  }

  @Override
  public void run() throws SQLException {
    try (Connection connection = source.getConnection()) {
      MVStore store = store(connection);
      @Nullable FileStore<?> files = store.getFileStore();
      if (files == null) {
        return; // in memory
      }
      JournaledFile file = JournaledDisk.opened(files.getFileName());
      store.commit();
      store.executeFilestoreOperation(() -> seal(file, files.lastChunkVersion()));
      file.flush();
    } catch (IOException e) {
      throw new SQLException("the database file could not be flushed: " + e.getMessage(), e);
    }
  }

  /**
   * Which state H2 found in its file, or wrote there last; never falls while the file is whole.
   *
   * @param promised at least what it must be
   * @throws SQLException when H2 took an older state, because it passes over a newest one that is
   *     damaged
   */
  static long state(DataSource source, long promised) throws SQLException {
    try (Connection connection = source.getConnection()) {
      @Nullable FileStore<?> files = store(connection).getFileStore();
      if (files == null) {
        return 0;
      }
      long found = files.lastChunkVersion();
      long least = Math.max(promised, JournaledDisk.opened(files.getFileName()).promisedState());
      if (found < least) {
        throw new SQLException(
            "its newest states cannot be read, only state " + found + " of " + least);
      }
      return found;
    } catch (IOException e) {
      throw new SQLException("the database file could not be read: " + e.getMessage(), e);
    }
  }

  private static void seal(JournaledFile file, long state) {
    try {
      file.seal(state);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static MVStore store(Connection connection) throws SQLException {
    JdbcConnection h2 = connection.unwrap(JdbcConnection.class);
    return ((SessionLocal) h2.getSession()).getDatabase().getStore().getMvStore();
  }
}
