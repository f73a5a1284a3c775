package dev.halcyon.server.numbers;

import dev.halcyon.protocol.SeverityBand;
import dev.halcyon.server.store.Columns;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import org.jdbi.v3.core.Handle;

/** The SQL of a week's numbers. Stateless; each call uses its handle. */
final class NumbersRepository {
  /** A case that a person decided. */
  record Fact(
      UUID person,
      String queue,
      int priority,
      String category,
      String language,
      long handlingSeconds,
      long ageSeconds,
      boolean inTime) {}

  /** A person's time with a band, in moments that count once. */
  record Seen(UUID person, SeverityBand band, long millis) {}

  /** Cases that people decided in a span; handing one on is no decision of it. */
  List<Fact> facts(Handle handle, Instant from, Instant before) {
    return handle
        .createQuery(
            """
            select d.account_id, c.queue, c.priority, c.category, c.language, d.handling_millis,
              c.created_at, c.due_at, d.recorded_at
            from decision d join review_case c on c.id = d.case_id
            where d.recorded_at >= :from and d.recorded_at < :before and not d.by_machine
              and d.action <> 'ESCALATE'
            order by d.recorded_at, d.id
            """)
        .bind("from", from)
        .bind("before", before)
        .map(
            (row, context) -> {
              Instant at = Columns.instant(row, "recorded_at");
              return new Fact(
                  row.getObject("account_id", UUID.class),
                  row.getString("queue"),
                  row.getInt("priority"),
                  row.getString("category"),
                  row.getString("language"),
                  row.getLong("handling_millis") / 1000,
                  Duration.between(Columns.instant(row, "created_at"), at).toSeconds(),
                  !at.isAfter(Columns.instant(row, "due_at")));
            })
        .list();
  }

  /** How long each person had each band in sight in a span. */
  List<Seen> seen(Handle handle, Instant from, Instant before) {
    return handle
        .createQuery(
            """
            select account_id, band, sum(longest) as total from (
              select account_id, band, session_id, at_millis, max(millis) as longest
              from exposure_entry where counted_at >= :from and counted_at < :before
              group by account_id, band, session_id, at_millis
            ) moments group by account_id, band
            """)
        .bind("from", from)
        .bind("before", before)
        .map(
            (row, context) ->
                new Seen(
                    row.getObject("account_id", UUID.class),
                    SeverityBand.valueOf(row.getString("band")),
                    row.getLong("total")))
        .list();
  }

  /** When the first decision of a person was recorded that is still known. */
  Optional<Instant> first(Handle handle) {
    return handle
        .createQuery(
            """
            select recorded_at from decision where not by_machine order by recorded_at limit 1
            """)
        .map((row, context) -> Columns.instant(row, "recorded_at"))
        .findOne();
  }

  Optional<String> made(Handle handle, LocalDate week) {
    return handle
        .createQuery("select content from week_numbers where week = :week")
        .bind("week", week)
        .mapTo(String.class)
        .findOne();
  }

  void keep(Handle handle, LocalDate week, String content, Instant now) {
    handle
        .createUpdate(
            "insert into week_numbers (week, content, made_at) values (:week, :content, :now)")
        .bind("week", week)
        .bind("content", content)
        .bind("now", now)
        .execute();
  }

  /** Numbers people, so that nothing further on knows who they are. */
  static int[] numbered(List<UUID> people) {
    Map<UUID, Integer> numbers = new HashMap<>();
    return people.stream()
        .mapToInt(
            person -> {
              int next = numbers.size();
              Integer known = numbers.putIfAbsent(person, next);
              return known == null ? next : known;
            })
        .toArray();
  }
}
