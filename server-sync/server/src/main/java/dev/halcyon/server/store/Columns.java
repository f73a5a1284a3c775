package dev.halcyon.server.store;

import dev.halcyon.protocol.PolicyRef;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.util.Arrays;
import java.util.Collection;
import java.util.List;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** Reads and writes the few column forms that every repository shares. Stateless. */
public final class Columns {
  private Columns() {}

  public static Instant instant(ResultSet row, String column) throws SQLException {
    return row.getObject(column, OffsetDateTime.class).toInstant();
  }

  /** Reads {@code policy_id}, {@code policy_version}, {@code policy_overlay}. */
  public static PolicyRef policy(ResultSet row) throws SQLException {
    @Nullable String overlay = row.getString("policy_overlay");
    return new PolicyRef(row.getString("policy_id"), row.getInt("policy_version"), overlay);
  }

  /** A short list of enum constants as one column: {@code IMAGE,VIDEO}. */
  public static String names(Collection<? extends Enum<?>> values) {
    return values.stream().map(Enum::name).collect(Collectors.joining(","));
  }

  /** Reads what {@link #names} wrote. */
  public static <E extends Enum<E>> List<E> names(String column, Class<E> type) {
    return Arrays.stream(column.split(","))
        .filter(name -> !name.isEmpty())
        .map(name -> Enum.valueOf(type, name))
        .toList();
  }
}
