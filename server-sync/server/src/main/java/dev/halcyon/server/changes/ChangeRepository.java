package dev.halcyon.server.changes;

import dev.halcyon.protocol.ChangeKind;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.util.List;
import java.util.UUID;
import org.jdbi.v3.core.Handle;
import org.jspecify.annotations.Nullable;

/** The SQL of the change feed. Stateless; each call uses its handle. */
final class ChangeRepository {
  /** A numbered row of the feed, before the case's summary is added. */
  record Row(long seq, ChangeKind kind, String subject, @Nullable UUID caseId, Instant at) {}

  /**
   * Takes the sequencer's row, so that one process numbers at a time, and reads its last number.
   */
  long lockSequencer(Handle handle) {
    return handle
        .createQuery("select last_change from sequencer where id = 1 for update")
        .mapTo(Long.class)
        .one();
  }

  /** Numbers up to {@code limit} committed rows after {@code last}; returns the new last number. */
  long number(Handle handle, long last, int limit) {
    List<Long> ids =
        handle
            .createQuery("select id from change where seq is null order by seq, id limit :limit")
            .bind("limit", limit)
            .mapTo(Long.class)
            .list();
    if (ids.isEmpty()) {
      return last;
    }
    var batch = handle.prepareBatch("update change set seq = :seq where id = :id");
    long seq = last;
    for (Long id : ids) {
      batch.bind("seq", ++seq).bind("id", id).add();
    }
    batch.execute();
    handle
        .createUpdate("update sequencer set last_change = :last where id = 1")
        .bind("last", seq)
        .execute();
    return seq;
  }

  long last(Handle handle) {
    return handle
        .createQuery("select last_change from sequencer where id = 1")
        .mapTo(Long.class)
        .one();
  }

  /** The smallest number still kept, or null when none is. */
  @Nullable Long oldest(Handle handle) {
    return handle
        .createQuery("select min(seq) from change where seq is not null")
        .mapTo(Long.class)
        .findOne()
        .orElse(null);
  }

  List<Row> after(Handle handle, long seq, int limit) {
    return handle
        .createQuery(
            """
            select seq, kind, subject, case_id, made_at from change
            where seq > :seq order by seq limit :limit
            """)
        .bind("seq", seq)
        .bind("limit", limit)
        .map((row, context) -> row(row))
        .list();
  }

  int deleteUpTo(Handle handle, long seq) {
    return handle
        .createUpdate("delete from change where seq is not null and seq <= :seq")
        .bind("seq", seq)
        .execute();
  }

  private static Row row(ResultSet row) throws SQLException {
    return new Row(
        row.getLong("seq"),
        ChangeKind.valueOf(row.getString("kind")),
        row.getString("subject"),
        row.getObject("case_id", UUID.class),
        row.getObject("made_at", OffsetDateTime.class).toInstant());
  }
}
