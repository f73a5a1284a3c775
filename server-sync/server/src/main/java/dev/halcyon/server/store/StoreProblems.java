package dev.halcyon.server.store;

import dev.halcyon.protocol.UserProblem;
import java.sql.SQLException;
import org.jspecify.annotations.Nullable;

/** Words for what can go wrong when the database is opened. Stateless. */
final class StoreProblems {
  private static final int H2_ALREADY_OPEN = 90020;
  private static final int H2_NEWER_FORMAT = 90048;

  private StoreProblems() {}

  /** What a failure to open means and how to mend it; a problem that is one already stays. */
  static UserProblem opening(String url, RuntimeException e) {
    if (e instanceof UserProblem problem) {
      return problem;
    }
    if (!url.startsWith("jdbc:h2:")) {
      return new UserProblem(
          "store.unreachable",
          "The database cannot be opened: " + reason(e),
          "Check the address, the account and that PostgreSQL is running.",
          e);
    }
    @Nullable SQLException sql = sqlCause(e);
    if (sql != null && sql.getErrorCode() == H2_ALREADY_OPEN) {
      return new UserProblem(
          "store.locked",
          "Another program has the database file open.",
          "Close it (a database tool, or another server with the same --data), then start again.",
          e);
    }
    if (sql != null && sql.getErrorCode() == H2_NEWER_FORMAT) {
      return damaged("it was written by another version of the database", e);
    }
    return damaged(reason(e), e);
  }

  /** The refusal of a database that cannot be trusted. */
  static UserProblem damaged(String why, @Nullable Throwable cause) {
    return new UserProblem(
        "store.damaged",
        "The server's database is damaged: " + why,
        "Nothing was changed. Keep the damaged file halcyon.mv.db (move it aside), then restore the"
            + " newest backup: ./halcyon server --data DIR --restore BACKUP.zip; see"
            + " docs/operating.md, \"Restore\".",
        cause);
  }

  private static @Nullable SQLException sqlCause(Throwable e) {
    @Nullable SQLException found = null;
    for (Throwable cause = e; cause != null; cause = cause.getCause()) {
      if (cause instanceof SQLException sql) {
        found = sql;
      }
    }
    return found;
  }

  private static String reason(Throwable e) {
    Throwable last = e;
    while (last.getCause() != null && last.getCause() != last) {
      last = last.getCause();
    }
    return String.valueOf(last.getMessage()).lines().findFirst().orElse("unknown reason");
  }
}
