package dev.halcyon.server.exposure;

import dev.halcyon.protocol.ExposureEntry;
import dev.halcyon.protocol.ExposureEvent;
import dev.halcyon.protocol.ExposureKind;
import dev.halcyon.protocol.ExposureShare;
import dev.halcyon.protocol.SeverityBand;
import dev.halcyon.server.store.Columns;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import org.jdbi.v3.core.Handle;
import org.jdbi.v3.core.statement.PreparedBatch;

/** The SQL of exposure. Stateless; each method works in the caller's transaction. */
final class ExposureRepository {
  /** One writer of a person at a time, whatever sessions they write to. */
  void lockPerson(Handle handle, UUID account) {
    handle
        .createQuery("select id from account where id = :id for update")
        .bind("id", account)
        .mapTo(UUID.class)
        .one();
  }

  Optional<SessionState> session(Handle handle, UUID session) {
    return handle
        .createQuery("select * from exposure_session where id = :id")
        .bind("id", session)
        .map((row, context) -> state(row))
        .findOne();
  }

  private static SessionState state(ResultSet row) throws SQLException {
    return new SessionState(
        row.getObject("id", UUID.class),
        row.getObject("account_id", UUID.class),
        row.getLong("last_sequence"),
        row.getString("last_chain"),
        row.getLong("last_at_millis"),
        row.getLong("last_end_millis"),
        Columns.instant(row, "last_counted_at"),
        row.getLong("lost_entries"),
        row.getLong("lost_millis"),
        row.getLong("differing_entries"),
        row.getLong("broken_links"),
        row.getLong("clock_set_back"));
  }

  void save(Handle handle, SessionState state, boolean known, Instant now) {
    String sql =
        known
            ? """
            update exposure_session set last_sequence = :through, last_chain = :chain,
              last_at_millis = :at, last_end_millis = :end, last_counted_at = :counted,
              received_at = :now, lost_entries = :lost, lost_millis = :lostMillis,
              differing_entries = :differing, broken_links = :broken,
              clock_set_back = :setBack
            where id = :id and account_id = :account
            """
            : """
            insert into exposure_session (id, account_id, last_sequence, last_chain,
              last_at_millis, last_end_millis, last_counted_at, received_at, lost_entries,
              lost_millis, differing_entries, broken_links, clock_set_back)
            values (:id, :account, :through, :chain, :at, :end, :counted, :now, :lost,
              :lostMillis, :differing, :broken, :setBack)
            """;
    handle
        .createUpdate(sql)
        .bind("id", state.id())
        .bind("account", state.account())
        .bind("through", state.through())
        .bind("chain", state.chain())
        .bind("at", state.lastAt())
        .bind("end", state.lastEnd())
        .bind("counted", state.lastCountedAt())
        .bind("now", now)
        .bind("lost", state.lost())
        .bind("lostMillis", state.lostMillis())
        .bind("differing", state.differing())
        .bind("broken", state.broken())
        .bind("setBack", state.clockSetBack())
        .execute();
  }

  /** What is stored of a session between two numbers, both inclusive. */
  List<ExposureEntry> entries(Handle handle, UUID session, long from, long through) {
    return handle
        .createQuery(
            """
            select * from exposure_entry
            where session_id = :session and sequence_number between :from and :through
            order by sequence_number
            """)
        .bind("session", session)
        .bind("from", from)
        .bind("through", through)
        .map((row, context) -> entry(row))
        .list();
  }

  /** What is stored of a session that began at one moment of it. */
  List<ExposureEntry> beginningAt(Handle handle, UUID session, long atMillis) {
    return handle
        .createQuery("select * from exposure_entry where session_id = :session and at_millis = :at")
        .bind("session", session)
        .bind("at", atMillis)
        .map((row, context) -> entry(row))
        .list();
  }

  private static ExposureEntry entry(ResultSet row) throws SQLException {
    return new ExposureEntry(
        new ExposureEvent(
            row.getObject("session_id", UUID.class),
            row.getLong("sequence_number"),
            row.getObject("case_id", UUID.class),
            row.getObject("item_id", UUID.class),
            SeverityBand.valueOf(row.getString("band")),
            ExposureKind.valueOf(row.getString("kind")),
            row.getLong("at_millis"),
            row.getLong("millis"),
            Columns.instant(row, "started_at"),
            row.getLong("clock_shift_millis")),
        row.getString("chain"));
  }

  /** When the last entry of each kind ended. */
  Map<ExposureKind, Long> ends(Handle handle, UUID session) {
    Map<ExposureKind, Long> ends = new EnumMap<>(ExposureKind.class);
    handle
        .createQuery(
            """
            select kind, max(at_millis + millis) as ended from exposure_entry
            where session_id = :session group by kind
            """)
        .bind("session", session)
        .map(
            (row, context) ->
                Map.entry(ExposureKind.valueOf(row.getString("kind")), row.getLong("ended")))
        .forEach(each -> ends.put(each.getKey(), each.getValue()));
    return ends;
  }

  void insert(Handle handle, UUID account, List<Taken> entries, Instant now) {
    PreparedBatch batch =
        handle.prepareBatch(
            """
            insert into exposure_entry (session_id, sequence_number, account_id, case_id, item_id,
              band, kind, at_millis, millis, started_at, counted_at, clock_shift_millis, chain,
              received_at)
            values (:session, :number, :account, :case, :item, :band, :kind, :at, :millis,
              :started, :counted, :shift, :chain, :now)
            """);
    for (Taken entry : entries) {
      ExposureEvent event = entry.event();
      batch
          .bind("session", event.session())
          .bind("number", event.sequence())
          .bind("account", account)
          .bind("case", event.caseId())
          .bind("item", event.itemId())
          .bind("band", event.band().name())
          .bind("kind", event.kind().name())
          .bind("at", event.atMillis())
          .bind("millis", event.millis())
          .bind("started", event.startedAt())
          .bind("counted", entry.countedAt())
          .bind("shift", event.clockShiftMillis())
          .bind("chain", entry.chain())
          .bind("now", now)
          .add();
    }
    batch.execute();
  }

  /** One person's exposure from a moment to before another, by band. */
  List<ExposureShare> shares(Handle handle, UUID account, Instant from, Instant before) {
    Map<SeverityBand, Map<ExposureKind, Long>> kinds = new EnumMap<>(SeverityBand.class);
    handle
        .createQuery(
            """
            select band, kind, sum(millis) as total from exposure_entry
            where account_id = :account and counted_at >= :from and counted_at < :before
            group by band, kind
            """)
        .bind("account", account)
        .bind("from", from)
        .bind("before", before)
        .map(
            (row, context) -> {
              SeverityBand band = SeverityBand.valueOf(row.getString("band"));
              kinds
                  .computeIfAbsent(band, _ -> new EnumMap<>(ExposureKind.class))
                  .put(ExposureKind.valueOf(row.getString("kind")), row.getLong("total"));
              return band;
            })
        .list();
    Map<SeverityBand, Long> moments = moments(handle, account, from, before);
    List<ExposureShare> shares = new ArrayList<>();
    kinds.forEach(
        (band, millis) ->
            shares.add(new ExposureShare(band, moments.getOrDefault(band, 0L), millis)));
    return shares;
  }

  /** Entries of a session that begin together are the same moments: each counts once. */
  private static Map<SeverityBand, Long> moments(
      Handle handle, UUID account, Instant from, Instant before) {
    Map<SeverityBand, Long> moments = new EnumMap<>(SeverityBand.class);
    handle
        .createQuery(
            """
            select band, sum(longest) as total from (
              select band, session_id, at_millis, max(millis) as longest from exposure_entry
              where account_id = :account and counted_at >= :from and counted_at < :before
              group by band, session_id, at_millis
            ) slices group by band
            """)
        .bind("account", account)
        .bind("from", from)
        .bind("before", before)
        .map(
            (row, context) ->
                Map.entry(SeverityBand.valueOf(row.getString("band")), row.getLong("total")))
        .forEach(each -> moments.put(each.getKey(), each.getValue()));
    return moments;
  }

  /** Erases what is older than a moment; returns how many entries that were. */
  int forget(Handle handle, Instant before) {
    int entries =
        handle
            .createUpdate("delete from exposure_entry where received_at < :before")
            .bind("before", before)
            .execute();
    handle
        .createUpdate(
            """
            delete from exposure_session where received_at < :before
              and not exists (select 1 from exposure_entry e where e.session_id = exposure_session.id)
            """)
        .bind("before", before)
        .execute();
    return entries;
  }
}
