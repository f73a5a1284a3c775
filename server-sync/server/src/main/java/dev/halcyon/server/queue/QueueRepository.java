package dev.halcyon.server.queue;

import dev.halcyon.protocol.CaseState;
import dev.halcyon.protocol.CaseSummary;
import dev.halcyon.protocol.Category;
import dev.halcyon.protocol.Modality;
import dev.halcyon.protocol.Priority;
import dev.halcyon.server.seal.Seals;
import dev.halcyon.server.store.Columns;
import dev.halcyon.server.wellness.LeftOut;
import dev.halcyon.server.wellness.OptOuts;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.UUID;
import org.jdbi.v3.core.Handle;
import org.jspecify.annotations.Nullable;

/** The SQL of queues as a whole: pages in order of work, and counts. Stateless. */
final class QueueRepository {
  private static final String NOT_OWN_ESCALATION =
      """
      and not (c.escalated and c.state = 'WAITING' and exists (select 1 from decision d
        where d.case_id = c.id and d.account_id = :asker and d.action = 'ESCALATE'))
      """;

  /** Which cases a page shows; null parts do not restrict. A null state means the open ones. */
  record Filter(
      @Nullable String queue,
      @Nullable CaseState state,
      @Nullable Priority priority,
      @Nullable Category category,
      @Nullable String language,
      @Nullable Modality kind) {}

  /** How many open cases of one state and priority a queue has, and when the first is due. */
  record Count(
      String queue, CaseState state, Priority priority, int cases, @Nullable Instant nextDue) {}

  /**
   * Cases in order of work, after a place. Those that wait because the asker escalated them are
   * left out, and those that the asker is not handed, or was taken off: they are for somebody else.
   *
   * @param closed by queue the languages of which the asker is handed nothing
   * @param left what is left out for the asker's own sake
   */
  List<CaseSummary> page(
      Handle handle,
      Filter filter,
      UUID asker,
      Map<String, Set<String>> closed,
      LeftOut left,
      @Nullable QueueOrder after,
      int limit,
      Instant now) {
    Map<String, Object> bound = new LinkedHashMap<>();
    String where =
        where(filter, after, bound)
            + NOT_OWN_ESCALATION
            + ReliefRepository.NOT_RELIEVED
            + OptOuts.NOT_OPTED_OUT
            + open(closed, bound)
            + left.sql(bound);
    bound.put("asker", asker);
    bound.put("now", now.atOffset(ZoneOffset.UTC));
    // Every column of the index stands in ORDER BY, or H2 sorts instead of reading in order.
    String order =
        filter.queue() == null
            ? "order by c.is_open, c.priority, c.due_at, c.id"
            : "order by c.queue, c.is_open, c.priority, c.due_at, c.id";
    return handle
        .createQuery(CaseRows.SUMMARY + where + order + " limit :limit")
        .bindMap(bound)
        .bind("limit", limit)
        .map((row, context) -> CaseRows.summary(row, Seals.of(context), now))
        .list();
  }

  /** What a rule for critical cases that nobody could take opened to all stays open. */
  private static final String FOR_OTHERS =
      "exists (select 1 from uncovered_case u where u.case_id = c.id and u.effect = 'OTHERS')";

  private static String open(Map<String, Set<String>> closed, Map<String, Object> bound) {
    StringBuilder open = new StringBuilder();
    int number = 0;
    for (Map.Entry<String, Set<String>> each : new TreeMap<>(closed).entrySet()) {
      String queue = "closed" + number++;
      bound.put(queue, each.getKey());
      String shut = "c.queue = :" + queue;
      if (!each.getValue().contains(Eligibility.ANY)) {
        List<String> names = new ArrayList<>();
        for (String language : new TreeSet<>(each.getValue())) {
          String name = queue + "l" + names.size();
          bound.put(name, language);
          names.add(":" + name);
        }
        shut += " and c.language in (" + String.join(", ", names) + ")";
      }
      open.append("and (not (%s) or %s)\n".formatted(shut, FOR_OTHERS));
    }
    return open.toString();
  }

  private static String where(
      Filter filter, @Nullable QueueOrder after, Map<String, Object> bound) {
    StringBuilder where = new StringBuilder("where c.is_open = :open\n");
    bound.put("open", filter.state() == null || CaseMachine.isOpen(filter.state()));
    and(where, bound, "and c.queue = :queue\n", "queue", filter.queue());
    and(where, bound, "and c.state = :state\n", "state", name(filter.state()));
    and(where, bound, "and c.language = :language\n", "language", filter.language());
    if (filter.priority() != null) {
      and(where, bound, "and c.priority = :priority\n", "priority", filter.priority().ordinal());
    }
    if (filter.category() != null) {
      and(where, bound, "and c.category = :category\n", "category", filter.category().id());
    }
    if (filter.kind() != null) {
      String pattern = "%," + filter.kind().name() + ",%";
      and(where, bound, "and ',' || c.media_kinds || ',' like :kind\n", "kind", pattern);
    }
    if (after != null) {
      where.append(
          """
          and c.priority >= :afterPriority and (c.priority > :afterPriority
            or c.due_at > :afterDue or (c.due_at = :afterDue and c.id > :afterId))
          """);
      bound.put("afterPriority", after.priority());
      bound.put("afterDue", after.dueAt());
      bound.put("afterId", after.id());
    }
    return where.toString();
  }

  private static void and(
      StringBuilder where,
      Map<String, Object> bound,
      String condition,
      String name,
      @Nullable Object value) {
    if (value != null) {
      where.append(condition);
      bound.put(name, value);
    }
  }

  private static @Nullable String name(@Nullable CaseState state) {
    return state == null ? null : state.name();
  }

  /** Counts of the open cases by queue, state and priority. */
  List<Count> counts(Handle handle) {
    return handle
        .createQuery(
            """
            select queue, state, priority, count(*) as cases, min(due_at) as next_due
            from review_case where is_open group by queue, state, priority
            """)
        .map(
            (row, context) ->
                new Count(
                    row.getString("queue"),
                    CaseState.valueOf(row.getString("state")),
                    Priority.values()[row.getInt("priority")],
                    row.getInt("cases"),
                    Columns.instant(row, "next_due")))
        .list();
  }
}
