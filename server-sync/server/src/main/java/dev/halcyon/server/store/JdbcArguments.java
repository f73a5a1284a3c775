package dev.halcyon.server.store;

import java.sql.Types;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.time.temporal.ChronoUnit;
import java.util.UUID;
import org.jdbi.v3.core.argument.AbstractArgumentFactory;
import org.jdbi.v3.core.argument.Argument;
import org.jdbi.v3.core.config.ConfigRegistry;

/** How ids and instants are bound, so that both databases store the same. Stateless. */
final class JdbcArguments {
  private JdbcArguments() {}

  /** PostgreSQL wants to be told that an absent id is no text. */
  static final class OfUuid extends AbstractArgumentFactory<UUID> {
    OfUuid() {
      super(Types.OTHER);
    }

    @Override
    protected Argument build(UUID value, ConfigRegistry config) {
      return (position, statement, context) -> statement.setObject(position, value);
    }
  }

  /**
   * Instants travel as UTC date-times with an offset, never as the JVM's local time, which repeats
   * an hour each autumn. Both databases keep microseconds.
   */
  static final class OfInstant extends AbstractArgumentFactory<Instant> {
    OfInstant() {
      super(Types.TIMESTAMP_WITH_TIMEZONE);
    }

    @Override
    protected Argument build(Instant value, ConfigRegistry config) {
      OffsetDateTime utc = value.truncatedTo(ChronoUnit.MICROS).atOffset(ZoneOffset.UTC);
      return (position, statement, context) -> statement.setObject(position, utc);
    }
  }
}
