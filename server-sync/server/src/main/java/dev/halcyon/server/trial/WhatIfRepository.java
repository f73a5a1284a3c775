package dev.halcyon.server.trial;

import dev.halcyon.protocol.WhatIfJob;
import dev.halcyon.protocol.WhatIfReport;
import dev.halcyon.protocol.WhatIfState;
import dev.halcyon.protocol.Wire;
import dev.halcyon.server.store.Columns;
import dev.halcyon.server.trial.StoredItems.Place;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.util.Optional;
import java.util.UUID;
import org.jdbi.v3.core.Handle;
import org.jspecify.annotations.Nullable;

/** The SQL of trials by hand. Stateless; each call uses its handle. */
final class WhatIfRepository {
  /**
   * A trial with all that is needed to go on with it.
   *
   * @param hash of the document it began with
   * @param share of the items that is looked at, over 0 to 1
   * @param cursor the last item that was counted
   */
  record Row(
      WhatIfJob job, String hash, Instant until, double share, int modelRuns, Place cursor) {}

  void insert(Handle handle, Row row, Instant from, String actor) {
    WhatIfJob job = row.job();
    handle
        .createUpdate(
            """
            insert into what_if
              (id, version, content_hash, against, state, first_at, until_at, share, model_runs,
               total, done, cursor_at, cursor_id, report, made_by, started_at, held_until)
            values
              (:id, :version, :hash, :against, 'RUNNING', :from, :until, :share, :modelRuns,
               :total, 0, :from, :cursor, :report, :actor, :now, :now)
            """)
        .bind("id", job.id())
        .bind("version", job.version())
        .bind("hash", row.hash())
        .bind("against", job.against())
        .bind("from", from)
        .bind("until", row.until())
        .bind("share", row.share())
        .bind("modelRuns", row.modelRuns())
        .bind("total", job.total())
        .bind("cursor", row.cursor().id())
        .bind("report", Wire.write(job.report()))
        .bind("actor", actor)
        .bind("now", job.startedAt())
        .execute();
  }

  Optional<Row> find(Handle handle, UUID id) {
    return handle
        .createQuery("select * from what_if where id = :id")
        .bind("id", id)
        .map((row, context) -> row(row))
        .findOne();
  }

  /** Takes a running trial that no process works on, for a while. */
  Optional<Row> take(Handle handle, Instant now, Instant until) {
    Optional<UUID> free =
        handle
            .createQuery(
                """
                select id from what_if where state = 'RUNNING' and held_until <= :now
                order by started_at limit 1 for update
                """)
            .bind("now", now)
            .mapTo(UUID.class)
            .findOne();
    free.ifPresent(
        id ->
            handle
                .createUpdate("update what_if set held_until = :until where id = :id")
                .bind("until", until)
                .bind("id", id)
                .execute());
    return free.flatMap(id -> find(handle, id));
  }

  /**
   * Keeps what was counted, if the trial still runs.
   *
   * @return whether it does
   */
  boolean advance(
      Handle handle, UUID id, Place cursor, long done, WhatIfReport report, Instant held) {
    return handle
            .createUpdate(
                """
                update what_if set cursor_at = :at, cursor_id = :cursor, done = :done,
                  report = :report, held_until = :held
                where id = :id and state = 'RUNNING'
                """)
            .bind("at", cursor.at())
            .bind("cursor", cursor.id())
            .bind("done", done)
            .bind("report", Wire.write(report))
            .bind("held", held)
            .bind("id", id)
            .execute()
        == 1;
  }

  /** Lets go of a running trial: from an instant on any process may take it. */
  void release(Handle handle, UUID id, Instant from) {
    handle
        .createUpdate("update what_if set held_until = :from where id = :id and state = 'RUNNING'")
        .bind("from", from)
        .bind("id", id)
        .execute();
  }

  /** Ends a trial that still runs. */
  void end(Handle handle, UUID id, WhatIfState state, @Nullable String failure, Instant now) {
    handle
        .createUpdate(
            """
            update what_if set state = :state, failure = :failure, ended_at = :now
            where id = :id and state = 'RUNNING'
            """)
        .bind("state", state.name())
        .bind("failure", failure)
        .bind("now", now)
        .bind("id", id)
        .execute();
  }

  private static Row row(ResultSet row) throws SQLException {
    @Nullable Instant ended =
        row.getObject("ended_at") == null ? null : Columns.instant(row, "ended_at");
    return new Row(
        new WhatIfJob(
            row.getObject("id", UUID.class),
            row.getInt("version"),
            row.getInt("against"),
            WhatIfState.valueOf(row.getString("state")),
            row.getLong("total"),
            row.getLong("done"),
            row.getString("failure"),
            Wire.read(row.getString("report"), WhatIfReport.class),
            Columns.instant(row, "started_at"),
            ended),
        row.getString("content_hash"),
        Columns.instant(row, "until_at"),
        row.getDouble("share"),
        row.getInt("model_runs"),
        new Place(Columns.instant(row, "cursor_at"), row.getObject("cursor_id", UUID.class)));
  }
}
