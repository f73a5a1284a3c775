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
      store.executeFilestoreOperation(() -> seal(file));
      file.flush();
    } catch (IOException e) {
      throw new SQLException("the database file could not be flushed: " + e.getMessage(), e);
    }
  }

  private static void seal(JournaledFile file) {
    try {
      file.seal();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static MVStore store(Connection connection) throws SQLException {
    JdbcConnection h2 = connection.unwrap(JdbcConnection.class);
    return ((SessionLocal) h2.getSession()).getDatabase().getStore().getMvStore();
  }
}
