package dev.halcyon.server;

import dev.halcyon.protocol.UserProblem;
import java.nio.file.Path;
import java.sql.DriverManager;
import java.sql.SQLException;

/**
 * Which database a test runs on: an H2 file in its own directory, or, when {@code
 * -Dhalcyon.test.postgresql=jdbc:postgresql://…} names one, an emptied PostgreSQL database.
 */
public final class TestDatabases {
  private TestDatabases() {}

  public static ServerOptions options(Path directory) {
    String url = System.getProperty("halcyon.test.postgresql", "");
    ServerOptions options = ServerOptions.local(directory);
    if (url.isEmpty()) {
      return options;
    }
    try (var connection = DriverManager.getConnection(url);
        var statement = connection.createStatement()) {
      statement.execute("drop schema public cascade");
      statement.execute("create schema public");
    } catch (SQLException e) {
      throw new UserProblem(
          "test.postgresql", "The test database cannot be emptied.", "Check its address.", e);
    }
    return options.withDatabase(url);
  }
}
