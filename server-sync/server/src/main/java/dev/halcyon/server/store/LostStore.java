package dev.halcyon.server.store;

import dev.halcyon.protocol.Problem;
import java.sql.SQLException;
import java.sql.SQLNonTransientConnectionException;
import java.sql.SQLTransientConnectionException;
import org.h2.mvstore.MVStoreException;
import org.jdbi.v3.core.ConnectionException;
import org.jspecify.annotations.Nullable;

/**
 * Tells a database that went away (disk full, power, connection cut) from a fault of our own, so
 * that callers learn to send the same thing again later. Stateless.
 */
public final class LostStore {
  private LostStore() {}

  /**
   * What to say when this failure means that the database cannot be used now, or that others were
   * faster again and again; null when it means something else.
   */
  public static @Nullable Problem problem(Throwable failure) {
    if (Collisions.caused(failure)) {
      return new Problem(
          "store.unavailable",
          "Too many changed the same thing at the same moment; nothing of this was saved.",
          "Send it again with the same id.");
    }
    for (Throwable cause = failure; cause != null; cause = cause.getCause()) {
      if (meansLost(cause)) {
        return new Problem(
            "store.unavailable",
            "The server cannot reach its database, or the disk does not take what it writes;"
                + " whether this was saved is not known.",
            "Check the disk and free space, restart the server, and send it again with the same"
                + " id.");
      }
    }
    return null;
  }

  private static boolean meansLost(Throwable cause) {
    return switch (cause) {
      case ConnectionException none -> true;
      case SQLNonTransientConnectionException gone -> true;
      case SQLTransientConnectionException busy -> true;
      case MVStoreException file -> true;
      case SQLException sql ->
          sql.getSQLState() != null
              && (sql.getSQLState().startsWith("08") || sql.getSQLState().startsWith("53"));
      default -> false;
    };
  }
}
