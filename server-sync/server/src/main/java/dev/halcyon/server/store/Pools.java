package dev.halcyon.server.store;

import com.zaxxer.hikari.HikariConfig;

/** How the server connects to its database: size of the pool, patience, and H2's own switches. */
final class Pools {
  private Pools() {}

  /**
   * H2's pages in memory: an eighth of the heap. Its own default is a sixty-fourth of the machine.
   */
  private static long cacheKiB() {
    return Math.clamp(Runtime.getRuntime().maxMemory() / 8 >> 10, 64L << 10, 1L << 20);
  }

  static HikariConfig settings(Database.Kind kind, String url) {
    HikariConfig config = new HikariConfig();
    config.setPoolName("halcyon");
    config.setMaximumPoolSize(16);
    config.setConnectionTimeout(10_000);
    if (kind == Database.Kind.H2) {
      // The server closes the database itself, after the last request; a second copy of the same
      // file is refused by the data directory's lock before H2 is asked.
      config.setJdbcUrl(
          url
              + ";DB_CLOSE_ON_EXIT=FALSE;LOCK_TIMEOUT=8000;CACHE_SIZE="
              + cacheKiB()
              // Statements a connection keeps parsed; with H2's 8 the lanes parse theirs each time.
              + ";QUERY_CACHE_SIZE=64"
              // H2's own trace file would quote the values of a statement that failed.
              + ";TRACE_LEVEL_FILE=0");
      config.setUsername("halcyon");
      config.setPassword("");
    } else {
      config.setJdbcUrl(url);
      config.setConnectionInitSql("set synchronous_commit = on");
    }
    return config;
  }
}
