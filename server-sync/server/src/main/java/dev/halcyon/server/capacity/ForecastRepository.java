package dev.halcyon.server.capacity;

import dev.halcyon.server.queue.QueueLanguage;
import dev.halcyon.server.store.Columns;
import java.time.Instant;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import org.jdbi.v3.core.Handle;
import org.jspecify.annotations.Nullable;

/** The SQL of the breach forecast. Stateless; each call uses its handle. */
final class ForecastRepository {
  private static final int MOST_DECISIONS = 20_000;

  /** An open case. */
  record OpenCase(UUID id, QueueLanguage stream, int priority, Instant dueAt, boolean begun) {}

  /** How many cases of a kind came, and within how many seconds they were due on average. */
  record Came(QueueLanguage stream, int priority, long cases, double within) {}

  /** A person's decision. */
  record Decided(UUID person, String queue, Instant came, Instant at, long handlingMillis) {}

  /** How many different people decided in an hour, and how many cases a queue got in it. */
  record HourCount(String queue, long hour, int count) {}

  /** All open cases, in order of work. */
  List<OpenCase> open(Handle handle) {
    return handle
        .createQuery(
            """
            select id, queue, language, priority, due_at, state from review_case
            where is_open order by is_open, priority, due_at, id
            """)
        .map(
            (row, context) ->
                new OpenCase(
                    row.getObject("id", UUID.class),
                    new QueueLanguage(row.getString("queue"), row.getString("language")),
                    row.getInt("priority"),
                    Columns.instant(row, "due_at"),
                    row.getString("state").equals("IN_REVIEW")))
        .list();
  }

  /** What came since a moment, by queue, language and priority. */
  List<Came> came(Handle handle, Instant since) {
    return handle
        .createQuery(
            """
            select queue, language, priority, count(*) as cases,
              avg(extract(epoch from due_at) - extract(epoch from created_at)) as within_seconds
            from review_case where created_at >= :since group by queue, language, priority
            """)
        .bind("since", since)
        .map(
            (row, context) ->
                new Came(
                    new QueueLanguage(row.getString("queue"), row.getString("language")),
                    row.getInt("priority"),
                    row.getLong("cases"),
                    row.getDouble("within_seconds")))
        .list();
  }

  /** How many cases came to each queue in each hour (since 1970) since a moment. */
  List<HourCount> arrivals(Handle handle, Instant since) {
    return handle
        .createQuery(
            """
            select queue, cast(floor(extract(epoch from created_at) / 3600) as bigint) as at_hour,
              count(*) as counted
            from review_case where created_at >= :since
            group by queue, cast(floor(extract(epoch from created_at) / 3600) as bigint)
            """)
        .bind("since", since)
        .map(
            (row, context) ->
                new HourCount(
                    row.getString("queue"), row.getLong("at_hour"), row.getInt("counted")))
        .list();
  }

  /** How many people decided in each hour (since 1970) since a moment. */
  Map<Long, Integer> present(Handle handle, Instant since) {
    Map<Long, Integer> present = new HashMap<>();
    handle
        .createQuery(
            """
            select cast(floor(extract(epoch from recorded_at) / 3600) as bigint) as at_hour,
              count(distinct account_id) as counted
            from decision where recorded_at >= :since and not by_machine
            group by cast(floor(extract(epoch from recorded_at) / 3600) as bigint)
            """)
        .bind("since", since)
        .map((row, context) -> Map.entry(row.getLong("at_hour"), row.getInt("counted")))
        .forEach(each -> present.put(each.getKey(), each.getValue()));
    return present;
  }

  /** People's latest decisions since a moment, the newest first. */
  List<Decided> decided(Handle handle, Instant since) {
    return handle
        .createQuery(
            """
            select d.account_id, c.queue, c.created_at, d.recorded_at, d.handling_millis
            from decision d join review_case c on c.id = d.case_id
            where d.recorded_at >= :since and not d.by_machine
            order by d.recorded_at desc limit :most
            """)
        .bind("since", since)
        .bind("most", MOST_DECISIONS)
        .map(
            (row, context) ->
                new Decided(
                    row.getObject("account_id", UUID.class),
                    row.getString("queue"),
                    Columns.instant(row, "created_at"),
                    Columns.instant(row, "recorded_at"),
                    row.getLong("handling_millis")))
        .list();
  }

  /** Who holds a case. */
  Set<UUID> holders(Handle handle, Instant now) {
    return new HashSet<>(
        handle
            .createQuery("select distinct account_id from lease where live and expires > :now")
            .bind("now", now)
            .mapTo(UUID.class)
            .list());
  }

  /** When the first case came that is still known, or null. */
  @Nullable Instant first(Handle handle) {
    return handle
        .createQuery("select created_at from review_case order by created_at limit 1")
        .map((row, context) -> Columns.instant(row, "created_at"))
        .findOne()
        .orElse(null);
  }
}
