package dev.halcyon.server;

import dev.halcyon.protocol.UserProblem;
import dev.halcyon.server.store.Database;
import java.nio.file.Path;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.util.HashSet;
import java.util.Set;

/**
 * Which database a test runs on: an H2 file in its own directory, or, when {@code
 * -Dhalcyon.test.postgresql=jdbc:postgresql://…} names one, an emptied PostgreSQL database.
 */
public final class TestDatabases {
  private static final String URL = System.getProperty("halcyon.test.postgresql", "");

  private static final Set<Path> USED = new HashSet<>();

  private TestDatabases() {}

  /** Options of a server on that database. */
  public static ServerOptions options(Path directory) {
    ServerOptions options = ServerOptions.local(directory);
    return isPostgresql() ? options.withDatabase(emptied(directory)) : options;
  }

  /** That database itself, empty but for its tables. */
  public static Database open(Path directory) {
    return Database.open(isPostgresql() ? emptied(directory) : Database.fileUrl(directory));
  }

  /** Whether the tests run on PostgreSQL. */
  public static boolean isPostgresql() {
    return !URL.isEmpty();
  }

  /** Emptied when a folder is first used, kept when the same one is used again: a restart. */
  private static String emptied(Path directory) {
    if (!USED.add(directory)) {
      return URL;
    }
    try (var connection = DriverManager.getConnection(URL);
        var statement = connection.createStatement()) {
      statement.execute("drop schema public cascade");
      statement.execute("create schema public");
    } catch (SQLException e) {
      throw new UserProblem(
          "test.postgresql", "The test database cannot be emptied.", "Check its address.", e);
    }
    return URL;
  }
}
