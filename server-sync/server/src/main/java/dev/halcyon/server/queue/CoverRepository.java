package dev.halcyon.server.queue;

import dev.halcyon.protocol.Category;
import dev.halcyon.protocol.LimitRule;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.stream.Collectors;
import org.jdbi.v3.core.Handle;

/** The SQL of who can take critical cases. Stateless. */
final class CoverRepository {
  /**
   * Critical cases of one queue, language and category.
   *
   * @param waiting how many wait
   * @param arrived how many came within an hour, as many as will come in the next
   * @param cases how many there are of both
   * @param readingSeconds of all of these
   */
  record Group(
      String queue,
      String language,
      Category category,
      int waiting,
      int arrived,
      int cases,
      long readingSeconds) {}

  /** A critical case that is due soon and of which nothing was decided about its cover. */
  record Due(UUID id, String queue, String language, Category category, int readingSeconds) {}

  List<Group> groups(Handle handle, Instant since) {
    return handle
        .createQuery(
            """
            select queue, language, category,
              sum(case when state = 'WAITING' then 1 else 0 end) as waiting,
              sum(case when created_at >= :since then 1 else 0 end) as arrived,
              count(*) as cases, sum(reading_seconds) as reading
            from (
              select queue, language, category, state, created_at, reading_seconds
              from review_case where is_open = true and priority = 0
              union all
              -- Closed ones by when they were due, which an index knows.
              select queue, language, category, state, created_at, reading_seconds
              from review_case where is_open = false and priority = 0 and due_at >= :since
            ) c
            where state = 'WAITING' or created_at >= :since
            group by queue, language, category
            """)
        .bind("since", since.atOffset(ZoneOffset.UTC))
        .map(
            (row, context) ->
                new Group(
                    row.getString("queue"),
                    row.getString("language"),
                    Category.of(row.getString("category")),
                    row.getInt("waiting"),
                    row.getInt("arrived"),
                    row.getInt("cases"),
                    row.getLong("reading")))
        .list();
  }

  List<Due> due(Handle handle, Instant before, int limit) {
    return handle
        .createQuery(
            """
            select id, queue, language, category, reading_seconds from review_case c
            where c.is_open = true and c.priority = 0 and c.state = 'WAITING' and c.due_at <= :before
              and not exists (select 1 from uncovered_case u where u.case_id = c.id)
            order by c.is_open, c.priority, c.due_at, c.id limit :limit
            """)
        .bind("before", before.atOffset(ZoneOffset.UTC))
        .bind("limit", limit)
        .map(
            (row, context) ->
                new Due(
                    row.getObject("id", UUID.class),
                    row.getString("queue"),
                    row.getString("language"),
                    Category.of(row.getString("category")),
                    row.getInt("reading_seconds")))
        .list();
  }

  void add(Handle handle, UUID caseId, String queue, LimitRule.Effect effect, Instant now) {
    handle
        .createUpdate(
            """
            insert into uncovered_case (case_id, queue, effect, at)
            values (:case, :queue, :effect, :now)
            """)
        .bind("case", caseId)
        .bind("queue", queue)
        .bind("effect", effect.name())
        .bind("now", now.atOffset(ZoneOffset.UTC))
        .execute();
  }

  boolean isKnown(Handle handle, UUID caseId) {
    return handle
        .createQuery("select 1 from uncovered_case where case_id = :case")
        .bind("case", caseId)
        .mapTo(Integer.class)
        .findFirst()
        .isPresent();
  }

  /** Whether whoever is below their own limit may take a case, whatever its queue asks for. */
  boolean isForOthers(Handle handle, UUID caseId) {
    return handle
        .createQuery("select 1 from uncovered_case where case_id = :case and effect = 'OTHERS'")
        .bind("case", caseId)
        .mapTo(Integer.class)
        .findFirst()
        .isPresent();
  }

  /** How many there were in each queue since a moment. */
  Map<String, Integer> counts(Handle handle, Instant since) {
    return handle
        .createQuery(
            "select queue, count(*) as cases from uncovered_case where at >= :since group by queue")
        .bind("since", since.atOffset(ZoneOffset.UTC))
        .map((row, context) -> Map.entry(row.getString("queue"), row.getInt("cases")))
        .collect(Collectors.toMap(Map.Entry::getKey, Map.Entry::getValue));
  }
}
