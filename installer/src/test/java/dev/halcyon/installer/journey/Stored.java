package dev.halcyon.installer.journey;

import dev.halcyon.server.store.Database;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * What is in a stopped server's database file, read past every part of the server. For one thread.
 */
final class Stored implements AutoCloseable {
  private final Connection connection;

  private Stored(Connection connection) {
    this.connection = connection;
  }

  /** Stops the server, reads its database, and starts it again where it was. */
  static void check(ServerProcess server, Consumer<Stored> checks) {
    server.stop();
    String url = Database.fileUrl(server.data()) + ";ACCESS_MODE_DATA=r;IFEXISTS=TRUE";
    try (Stored stored = new Stored(DriverManager.getConnection(url, "halcyon", ""))) {
      checks.accept(stored);
    } catch (SQLException e) {
      throw new AssertionError("the database cannot be read", e);
    }
    server.restartInPlace();
  }

  /** Kills the server, changes its database past every part of it, and starts it again. */
  static void change(ServerProcess server, String sql) {
    server.kill();
    try (Database database = Database.open(Database.fileUrl(server.data()))) {
      int changed = database.inTransaction(handle -> handle.execute(sql));
      if (changed == 0) {
        throw new AssertionError("nothing was changed by: " + sql);
      }
    }
    server.restartInPlace();
  }

  /** The rows of a query, columns by lower-case name. */
  List<Map<String, @Nullable Object>> rows(String sql, Object... values) {
    try (var query = connection.prepareStatement(sql)) {
      for (int i = 0; i < values.length; i++) {
        query.setObject(i + 1, values[i]);
      }
      List<Map<String, @Nullable Object>> rows = new ArrayList<>();
      try (ResultSet row = query.executeQuery()) {
        while (row.next()) {
          Map<String, @Nullable Object> columns = new LinkedHashMap<>();
          for (int i = 1; i <= row.getMetaData().getColumnCount(); i++) {
            String name = row.getMetaData().getColumnLabel(i).toLowerCase(Locale.ROOT);
            Object value = row.getObject(i);
            columns.put(name, value instanceof java.sql.Clob clob ? row.getString(i) : value);
          }
          rows.add(columns);
        }
      }
      return rows;
    } catch (SQLException e) {
      throw new AssertionError(sql, e);
    }
  }

  /** The only row of a query. */
  Map<String, @Nullable Object> row(String sql, Object... values) {
    List<Map<String, @Nullable Object>> rows = rows(sql, values);
    if (rows.size() != 1) {
      throw new AssertionError(rows.size() + " rows instead of one: " + sql + " " + rows);
    }
    return rows.getFirst();
  }

  @Override
  public void close() throws SQLException {
    connection.close();
  }
}
