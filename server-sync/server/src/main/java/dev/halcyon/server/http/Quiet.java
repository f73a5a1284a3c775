package dev.halcyon.server.http;

import java.sql.SQLException;
import org.jspecify.annotations.Nullable;

/**
 * A failure as a log may have it: kinds, places and SQL states, never messages. Those of a database
 * quote what was to be stored, words of people among it. Immutable, without a stack of its own.
 */
public final class Quiet extends Exception {
  private static final long serialVersionUID = 1L;

  private Quiet(Throwable failure, @Nullable Quiet cause) {
    super(words(failure), cause, false, true);
    setStackTrace(failure.getStackTrace());
  }

  /** The same failure and its causes without what they say. */
  public static Quiet of(Throwable failure) {
    @Nullable Throwable cause = failure.getCause();
    return new Quiet(failure, cause == null ? null : of(cause));
  }

  /** The kinds of a failure and its causes in one line, for what is tried again by itself. */
  public static String line(Throwable failure) {
    @Nullable Throwable cause = failure.getCause();
    return cause == null ? words(failure) : words(failure) + ", caused by " + line(cause);
  }

  private static String words(Throwable failure) {
    String kind = failure.getClass().getName();
    return failure instanceof SQLException sql
        ? kind + ", SQL state " + sql.getSQLState() + ", error " + sql.getErrorCode()
        : kind;
  }
}
