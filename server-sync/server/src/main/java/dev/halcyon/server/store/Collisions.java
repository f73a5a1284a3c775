package dev.halcyon.server.store;

import java.sql.SQLException;
import java.util.Set;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;

/** Tells a transaction that met another one from one that failed, and lets it give way. */
final class Collisions {
  /** Serialization failure, deadlock, and a row that another transaction inserted first. */
  private static final Set<String> COLLISIONS = Set.of("40001", "40P01", "23505");

  private static final int H2_CONCURRENT_UPDATE = 90131;

  private Collisions() {}

  /** Whether running the work again may succeed. */
  static boolean caused(Throwable e) {
    for (Throwable cause = e; cause != null; cause = cause.getCause()) {
      if (cause instanceof Database.Again) {
        return true;
      }
      if (cause instanceof SQLException sql) {
        return sql.getErrorCode() == H2_CONCURRENT_UPDATE
            || (sql.getSQLState() != null && COLLISIONS.contains(sql.getSQLState()));
      }
    }
    return false;
  }

  /** Waits a little, longer with each attempt and never the same, so that two do not meet again. */
  static void giveWay(int attempt) {
    long most = TimeUnit.MILLISECONDS.toNanos(1L << attempt);
    LockSupport.parkNanos(ThreadLocalRandom.current().nextLong(most));
  }
}
