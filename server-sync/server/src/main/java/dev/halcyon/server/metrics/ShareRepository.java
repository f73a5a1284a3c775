package dev.halcyon.server.metrics;

import dev.halcyon.protocol.ReachedAt;
import java.time.Instant;
import java.util.EnumMap;
import java.util.Map;
import org.jdbi.v3.core.Handle;

/**
 * The SQL of where verdicts were reached, and of what waits. Stateless; each call uses its handle.
 */
final class ShareRepository {
  /** Adds to an hour's count. */
  void add(Handle handle, Instant hour, ReachedAt place, long items) {
    int known =
        handle
            .createUpdate(
                """
                update stage_share set items = items + :items
                where at_hour = :hour and reached_at = :place
                """)
            .bind("items", items)
            .bind("hour", hour)
            .bind("place", place.name())
            .execute();
    if (known == 0) {
      handle
          .createUpdate(
              """
              insert into stage_share (at_hour, reached_at, items) values (:hour, :place, :items)
              """)
          .bind("items", items)
          .bind("hour", hour)
          .bind("place", place.name())
          .execute();
    }
  }

  /** How many items were judged where since an hour. */
  Map<ReachedAt, Long> since(Handle handle, Instant hour) {
    Map<ReachedAt, Long> counts = new EnumMap<>(ReachedAt.class);
    handle
        .createQuery(
            """
            select reached_at, sum(items) as items from stage_share where at_hour >= :hour
            group by reached_at
            """)
        .bind("hour", hour)
        .map(
            (row, context) ->
                Map.entry(ReachedAt.valueOf(row.getString("reached_at")), row.getLong("items")))
        .forEach(each -> counts.put(each.getKey(), each.getValue()));
    return counts;
  }

  /** Open cases of one queue, state and priority. */
  record Open(String queue, String state, int priority, long cases, long overdue) {}

  java.util.List<Open> open(Handle handle, Instant now) {
    return handle
        .createQuery(
            """
            select queue, state, priority, count(*) as cases,
              sum(case when due_at < :now then 1 else 0 end) as overdue
            from review_case where is_open group by queue, state, priority
            """)
        .bind("now", now)
        .map(
            (row, context) ->
                new Open(
                    row.getString("queue"),
                    row.getString("state"),
                    row.getInt("priority"),
                    row.getLong("cases"),
                    row.getLong("overdue")))
        .list();
  }

  /** Events to the outside by state; those delivered are not counted. */
  Map<String, Long> effects(Handle handle) {
    Map<String, Long> counts = new java.util.TreeMap<>();
    handle
        .createQuery(
            """
            select state, count(*) as events from effect
            where state <> 'DELIVERED' group by state
            """)
        .map((row, context) -> Map.entry(row.getString("state"), row.getLong("events")))
        .forEach(each -> counts.put(each.getKey(), each.getValue()));
    return counts;
  }
}
