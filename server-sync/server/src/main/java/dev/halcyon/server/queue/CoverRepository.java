package dev.halcyon.server.queue;

import dev.halcyon.protocol.Category;
import dev.halcyon.protocol.LimitRule;
import dev.halcyon.protocol.Modality;
import dev.halcyon.server.store.Columns;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.Collection;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import java.util.stream.Collectors;
import org.jdbi.v3.core.Handle;
import org.jspecify.annotations.Nullable;

/** The SQL of who can take critical cases. Stateless. */
final class CoverRepository {
  /**
   * Critical cases of one queue, language and category.
   *
   * @param media any that a case of them has
   * @param waiting how many wait
   * @param arrived how many came within an hour, as many as will come in the next
   * @param cases how many there are of both
   * @param readingSeconds of all of these
   */
  record Group(
      String queue,
      String language,
      Category category,
      Set<Modality> media,
      int waiting,
      int arrived,
      int cases,
      long readingSeconds) {
    Group {
      media = Set.copyOf(media);
    }

    private Group with(Group other) {
      Set<Modality> all = new HashSet<>(media);
      all.addAll(other.media);
      return new Group(
          queue,
          language,
          category,
          all,
          waiting + other.waiting,
          arrived + other.arrived,
          cases + other.cases,
          readingSeconds + other.readingSeconds);
    }
  }

  /** A critical case that is due soon and of which nothing was decided about its cover. */
  record Due(UUID id, Instant at, Kind kind) {}

  /** What decides who can take a case. */
  record Kind(
      String queue, String language, Category category, List<Modality> media, int readingSeconds) {
    Kind {
      media = List.copyOf(media);
    }
  }

  Collection<Group> groups(Handle handle, Instant since) {
    Map<List<Object>, Group> groups = new LinkedHashMap<>();
    handle
        .createQuery(
            """
            select queue, language, category, media_kinds,
              sum(case when state = 'WAITING' then 1 else 0 end) as waiting,
              sum(case when created_at >= :since then 1 else 0 end) as arrived,
              count(*) as cases, sum(reading_seconds) as reading
            from (
              select queue, language, category, media_kinds, state, created_at, reading_seconds
              from review_case where is_open = true and priority = 0
              union all
              -- Closed ones by when they were due, which an index knows.
              select queue, language, category, media_kinds, state, created_at, reading_seconds
              from review_case where is_open = false and priority = 0 and due_at >= :since
            ) c
            where state = 'WAITING' or created_at >= :since
            group by queue, language, category, media_kinds
            """)
        .bind("since", since.atOffset(ZoneOffset.UTC))
        .map(
            (row, context) ->
                new Group(
                    row.getString("queue"),
                    row.getString("language"),
                    Category.of(row.getString("category")),
                    Set.copyOf(Columns.names(row.getString("media_kinds"), Modality.class)),
                    row.getInt("waiting"),
                    row.getInt("arrived"),
                    row.getInt("cases"),
                    row.getLong("reading")))
        .forEach(
            each ->
                groups.merge(
                    List.of(each.queue(), each.language(), each.category()), each, Group::with));
    return groups.values();
  }

  /**
   * Those due before a moment, by when they are.
   *
   * @param after the last one of the page before, or null
   */
  List<Due> due(Handle handle, Instant before, @Nullable Due after, int limit) {
    return handle
        .createQuery(
            """
            select id, queue, language, category, media_kinds, reading_seconds, due_at
            from review_case c
            where c.is_open = true and c.priority = 0 and c.state = 'WAITING' and c.due_at <= :before
              and (c.due_at > :after or c.due_at = :after and c.id > :afterId)
              and not exists (select 1 from uncovered_case u where u.case_id = c.id)
            order by c.is_open, c.priority, c.due_at, c.id limit :limit
            """)
        .bind("before", before.atOffset(ZoneOffset.UTC))
        .bind("after", (after == null ? Instant.EPOCH : after.at()).atOffset(ZoneOffset.UTC))
        .bind("afterId", after == null ? new UUID(0, 0) : after.id())
        .bind("limit", limit)
        .map(
            (row, context) ->
                new Due(
                    row.getObject("id", UUID.class),
                    Columns.instant(row, "due_at"),
                    new Kind(
                        row.getString("queue"),
                        row.getString("language"),
                        Category.of(row.getString("category")),
                        Columns.names(row.getString("media_kinds"), Modality.class),
                        row.getInt("reading_seconds"))))
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
