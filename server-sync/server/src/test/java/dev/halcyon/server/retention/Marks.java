package dev.halcyon.server.retention;

import static org.assertj.core.api.Assertions.assertThat;

import dev.halcyon.server.store.Database;
import java.nio.charset.StandardCharsets;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import org.jdbi.v3.core.Handle;

/** Finds a mark in any column of any table that can hold words. */
final class Marks {
  /** A column that can hold words. */
  record Column(String table, String name, boolean binary) {
    @Override
    public String toString() {
      return table + "." + name;
    }
  }

  private final Database database;
  private final String mark;

  Marks(Database database, String mark) {
    this.database = database;
    this.mark = mark;
  }

  /** Every column of text or bytes, as the database itself tells. */
  List<Column> columns() {
    List<Column> found =
        database.read(
            handle ->
                handle
                    .createQuery(
                        """
                        select lower(c.table_name) as t, lower(c.column_name) as n,
                          lower(c.data_type) as d
                        from information_schema.columns c join information_schema.tables s
                          on s.table_schema = c.table_schema and s.table_name = c.table_name
                        where c.table_schema = current_schema and s.table_type = 'BASE TABLE'
                          and lower(c.table_name) <> 'flyway_schema_history'
                        order by 1, 2
                        """)
                    .map((row, context) -> row(row))
                    .list());
    List<Column> wordy = found.stream().filter(column -> !column.name().isEmpty()).toList();
    assertThat(wordy).as("the database told its columns").hasSizeGreaterThan(100);
    return wordy;
  }

  private static Column row(ResultSet row) throws SQLException {
    String type = row.getString("d");
    boolean text =
        type.startsWith("char")
            || type.equals("text")
            || type.contains("json")
            || type.contains("array");
    boolean binary = type.startsWith("binary") || type.equals("bytea");
    return new Column(row.getString("t"), text || binary ? row.getString("n") : "", binary);
  }

  /** The columns of which some row has the mark. */
  Set<String> marked() {
    Set<String> marked = new TreeSet<>();
    for (Column column : columns()) {
      if (database.read(handle -> isMarked(handle, column))) {
        marked.add(column.toString());
      }
    }
    return marked;
  }

  private boolean isMarked(Handle handle, Column column) {
    return handle
        .createQuery(
            "select %s from %s where %s is not null"
                .formatted(column.name(), column.table(), column.name()))
        .map(
            (row, context) ->
                column.binary()
                    ? new String(row.getBytes(1), StandardCharsets.ISO_8859_1)
                    : row.getString(1))
        .stream()
        .anyMatch(value -> value.contains(mark));
  }

  /** Writes the mark into a column of the rows that a condition names. */
  void plant(Column column, String where) {
    Object value = column.binary() ? mark.getBytes(StandardCharsets.UTF_8) : mark;
    int rows =
        database.inTransaction(
            handle ->
                handle
                    .createUpdate(
                        "update %s set %s = :mark where %s"
                            .formatted(column.table(), column.name(), where))
                    .bind("mark", value)
                    .execute());
    assertThat(rows).as("rows of %s where a mark was planted", column).isPositive();
  }
}
