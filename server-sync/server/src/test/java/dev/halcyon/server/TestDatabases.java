package dev.halcyon.server;

import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.halcyon.protocol.UserProblem;
import dev.halcyon.server.store.Database;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;

/**
 * Which database a test runs on: an H2 file in its own directory, or, with {@code
 * -Dhalcyon.test.postgresql}, a schema of its own in PostgreSQL. The property is {@code start} for
 * a cluster of this process (the build's second run), or the JDBC address of a database that may be
 * filled with schemas. Thread-safe.
 */
public final class TestDatabases {
  private static final String WANTED = System.getProperty("halcyon.test.postgresql", "");

  private static final Map<Path, String> SCHEMAS = new HashMap<>();

  private TestDatabases() {}

  /** The cluster of this process, started when first asked for. */
  private static final class Cluster {
    static final Optional<PostgresCluster> STARTED = PostgresCluster.start();
  }

  /** Options of a server on that database. */
  public static ServerOptions options(Path directory) {
    ServerOptions options = ServerOptions.local(directory);
    return isPostgresql() ? options.withDatabase(schema(directory)) : options;
  }

  /** What a server process is told of that database on its command line. */
  public static String[] arguments(Path directory) {
    return isPostgresql() ? new String[] {"--database", schema(directory)} : new String[0];
  }

  /** That database itself, empty but for its tables. */
  public static Database open(Path directory) {
    return Database.open(isPostgresql() ? schema(directory) : Database.fileUrl(directory));
  }

  /** Gives a further server of a database the keys of items of one that was started before. */
  public static void shareKeys(Path of, Path with) throws IOException {
    Files.createDirectories(with);
    Files.createSymbolicLink(with.resolve("item-keys"), of.resolve("item-keys"));
    Files.createSymbolicLink(with.resolve("item-master.key"), of.resolve("item-master.key"));
  }

  /** Whether the tests run on PostgreSQL. */
  public static boolean isPostgresql() {
    return !WANTED.isEmpty();
  }

  /**
   * The JDBC address of a folder's schema: empty when a folder is first used, the same one when it
   * is used again, as after a restart or by a second server.
   */
  public static synchronized String schema(Path directory) {
    return SCHEMAS.computeIfAbsent(directory, first -> made("test_" + SCHEMAS.size()));
  }

  private static String made(String schema) {
    String url = url();
    try (var connection = DriverManager.getConnection(url);
        var statement = connection.createStatement()) {
      statement.execute("drop schema if exists " + schema + " cascade");
      statement.execute("create schema " + schema);
    } catch (SQLException e) {
      throw new UserProblem(
          "test.postgresql",
          "No schema for a test can be made: " + e.getMessage(),
          "Check the address of -Dhalcyon.test.postgresql.",
          e);
    }
    return url + (url.contains("?") ? "&" : "?") + "currentSchema=" + schema;
  }

  private static String url() {
    if (WANTED.startsWith("jdbc:")) {
      return WANTED;
    }
    assumeTrue(
        Cluster.STARTED.isPresent(), "skipped: the Debian package postgresql is not installed");
    return Cluster.STARTED.get().url();
  }
}
