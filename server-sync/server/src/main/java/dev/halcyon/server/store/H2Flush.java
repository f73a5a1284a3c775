package dev.halcyon.server.store;

import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import javax.sql.DataSource;
import org.h2.engine.SessionLocal;
import org.h2.jdbc.JdbcConnection;
import org.h2.mvstore.MVStore;

/**
 * Flushes every commit of an H2 database to disk, for certain. Called by one thread at a time.
 *
 * <p>{@code CHECKPOINT SYNC} alone does not: it writes what is unsaved and then flushes the file,
 * but when H2's background writer has just taken what was unsaved and still has it in its own
 * queue, there is nothing left to write and the file is flushed before the queue reached it. A kill
 * or a power cut in that moment loses commits that were reported safe; it took five kills of a
 * server under load to see one. The store's queue is worked off in order, so a write of our own
 * that we wait for has everything before it. We therefore make something unsaved, commit the store,
 * and do so again when the background writer was faster ({@code commit} says so); then flush. See
 * docs/decisions/0031.
 */
final class H2Flush implements DurableCommits.Sync {
  private static final int ATTEMPTS = 1000;

  private final DataSource source;

  H2Flush(DataSource source) {
    this.source = source;
  }

  @Override
  public void run() throws SQLException {
    try (Connection connection = source.getConnection();
        Statement statement = connection.createStatement()) {
      MVStore store = store(connection);
      for (int attempt = 0; attempt < ATTEMPTS; attempt++) {
        statement.executeUpdate("update flush set turn = turn + 1 where id = 1");
        if (store.commit() >= 0) {
          store.sync();
          return;
        }
      }
    }
    throw new SQLException("the background writer was faster " + ATTEMPTS + " times in a row");
  }

  private static MVStore store(Connection connection) throws SQLException {
    JdbcConnection h2 = connection.unwrap(JdbcConnection.class);
    return ((SessionLocal) h2.getSession()).getDatabase().getStore().getMvStore();
  }
}
