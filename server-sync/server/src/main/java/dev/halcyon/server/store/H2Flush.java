package dev.halcyon.server.store;

import java.sql.Connection;
import java.sql.SQLException;
import javax.sql.DataSource;
import org.h2.engine.SessionLocal;
import org.h2.jdbc.JdbcConnection;
import org.h2.mvstore.MVStore;

/**
 * Flushes every commit of an H2 database to disk, for certain. Called by one thread at a time.
 *
 * <p>With {@code WRITE_DELAY=0} the thread that commits writes the file itself before its commit
 * returns, so whoever waits for a flush has everything of theirs in the file and only the flush is
 * missing. With a background writer that does not hold: what it has taken and still queues is
 * neither unsaved nor in the file, and a flush passes it by. We therefore refuse to work with one.
 * See docs/decisions/0031.
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
      if (store.getAutoCommitDelay() != 0) {
        throw new SQLException("the database has a background writer: WRITE_DELAY must be 0");
      }
      store.commit();
      store.sync();
    }
  }

  private static MVStore store(Connection connection) throws SQLException {
    JdbcConnection h2 = connection.unwrap(JdbcConnection.class);
    return ((SessionLocal) h2.getSession()).getDatabase().getStore().getMvStore();
  }
}
