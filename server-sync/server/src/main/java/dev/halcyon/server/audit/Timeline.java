package dev.halcyon.server.audit;

import dev.halcyon.protocol.Assessment;
import dev.halcyon.protocol.TimelineEntry;
import dev.halcyon.server.item.JudgementRepository;
import dev.halcyon.server.seal.Seals;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.UUID;
import org.jdbi.v3.core.Handle;
import org.jspecify.annotations.Nullable;

/**
 * Everything that happened to one item, oldest first, with the versions that it happened under. It
 * names no reviewer: who looked and who decided is in the auditor's export alone. Stateless; works
 * in the caller's transaction.
 */
final class Timeline {
  /** Events by name: each query gives the moment as {@code at} and facts beside it. */
  private static final Map<String, String> EVENTS =
      Map.ofEntries(
          Map.entry(
              "item.received",
              """
              select received_at as at, source, external_id, surface, region, language
              from item where id = :item
              """),
          Map.entry(
              "report.received",
              """
              select received_at as at, source, ground, legal_basis, due_at, notice_id,
                cast(id as varchar) as report_id
              from report where item_id = :item and requires is null
              """),
          Map.entry(
              "order.received",
              """
              select received_at as at, source, ground, legal_basis, requires, restrictions, deadline,
                due_at, notice_id, cast(id as varchar) as report_id
              from report where item_id = :item and requires is not null
              """),
          Map.entry(
              "report.answered",
              """
              select answered_at as at, told as visibility, cast(id as varchar) as report_id,
                cast(answered_by as varchar) as decision_id
              from report where item_id = :item and answered_at is not null and requires is null
              """),
          Map.entry(
              "order.answered",
              """
              select answered_at as at, told as visibility, cast(id as varchar) as report_id,
                cast(answered_by as varchar) as decision_id
              from report where item_id = :item and answered_at is not null and requires is not null
              """),
          Map.entry(
              "case.created",
              """
              select created_at as at, kind, queue, priority, category, policy_id, policy_version,
                policy_overlay, cast(id as varchar) as case_id
              from review_case where item_id = :item
              """),
          Map.entry(
              "case.claimed",
              """
              select l.claimed_at as at, cast(l.case_id as varchar) as case_id, l.token from lease l
              join review_case c on c.id = l.case_id where c.item_id = :item
              """),
          Map.entry(
              "reveal.granted",
              """
              select r.granted_at as at, r.purpose, r.media_id, cast(r.case_id as varchar) as case_id
              from reveal r join review_case c on c.id = r.case_id where c.item_id = :item
              """),
          Map.entry(
              "decision.made",
              """
              select recorded_at as at, action, restrictions, category, clause, by_machine,
                visibility_before, visibility_after, policy_id, policy_version, policy_overlay,
                cast(id as varchar) as decision_id, cast(case_id as varchar) as case_id,
                cast(follows as varchar) as follows
              from every_decision where item_id = :item
              """),
          Map.entry(
              "item.erased",
              "select erased_at as at from item where id = :item and erased_at is not null"),
          Map.entry(
              "hold.set",
              "select set_at as at, cast(id as varchar) as hold from legal_hold where item_id ="
                  + " :item"),
          Map.entry(
              "hold.lifted",
              """
              select lifted_at as at, cast(id as varchar) as hold from legal_hold
              where item_id = :item and lifted_at is not null
              """),
          Map.entry(
              "case.joined",
              """
              select joined_at as at, exact, cast(case_id as varchar) as case_id
              from case_member where item_id = :item
              """),
          Map.entry(
              "case.released",
              """
              select settled_at as at, excepted, cast(case_id as varchar) as case_id
              from case_member where item_id = :item and state = 'RELEASED'
              """),
          Map.entry(
              "media.fetched",
              """
              select ended_at as at, place, media_id, attempts from media_fetch
              where item_id = :item and state = 'FETCHED'
              """),
          Map.entry(
              "media.given_up",
              """
              select ended_at as at, place, problem, attempts from media_fetch
              where item_id = :item and state = 'FAILED'
              """),
          Map.entry(
              "media.held",
              """
              select made_at as at from audit_entry
              where subject = cast(:item as varchar) and action = 'media.held'
              """),
          Map.entry(
              "report.counted",
              "select last_at as at, reports from counted_report where item_id = :item"),
          Map.entry(
              "item.rejudged",
              """
              select made_at as at, version as policy_version, verdict,
                cast(id as varchar) as rejudgement_id
              from rejudgement where item_id = :item
              """),
          Map.entry(
              "effect.written",
              """
              select made_at as at, kind, target, cast(event_id as varchar) as event_id
              from effect where item_id = :item
              """),
          Map.entry(
              "effect.delivered",
              """
              select delivered_at as at, kind, target, attempts, cast(event_id as varchar) as event_id
              from effect where item_id = :item and state = 'DELIVERED'
              """),
          Map.entry(
              "effect.given_up",
              """
              select next_at as at, kind, target, attempts, problem,
                cast(event_id as varchar) as event_id
              from effect where item_id = :item and state = 'DEAD'
              """));

  private final JudgementRepository judgements = new JudgementRepository();

  List<TimelineEntry> of(Handle handle, UUID item) {
    List<TimelineEntry> entries = new ArrayList<>();
    EVENTS.forEach(
        (what, sql) ->
            handle
                .createQuery(sql)
                .bind("item", item)
                .mapToMap()
                .forEach(row -> entries.add(entry(what, row, Seals.of(handle)))));
    judgements.assessments(handle, item).forEach(said -> entries.add(entry(said)));
    // Of one moment: what came in, what was said of it, what was done, what was told of it.
    entries.sort(
        Comparator.comparing(TimelineEntry::at).thenComparing(entry -> rank(entry.what())));
    return entries;
  }

  private static int rank(String what) {
    return List.of(
            "item",
            "report",
            "order",
            "media",
            "assessment",
            "decision",
            "case",
            "reveal",
            "effect",
            "hold")
        .indexOf(what.substring(0, what.indexOf('.')));
  }

  private static TimelineEntry entry(String what, Map<String, Object> row, Seals seals) {
    Map<String, String> details = new TreeMap<>();
    row.forEach(
        (column, value) -> {
          String text = value == null ? "" : seals.text(value.toString());
          if (!column.equals("at") && !text.isEmpty()) {
            details.put(column, text);
          }
        });
    return new TimelineEntry(instant(row.get("at")), what, details);
  }

  private static Instant instant(@Nullable Object value) {
    return switch (value) {
      case OffsetDateTime time -> time.toInstant();
      case java.sql.Timestamp time -> time.toInstant();
      case null, default -> throw new IllegalStateException("a row without a moment");
    };
  }

  private static TimelineEntry entry(Assessment said) {
    Map<String, String> details = new TreeMap<>();
    details.put("stage", said.stage());
    details.put("status", said.status().name());
    details.put("verdict", said.verdict().name());
    details.put("model", said.model().name());
    details.put("model_version", said.model().version());
    details.put("policy_id", said.policy().id());
    details.put("policy_version", Integer.toString(said.policy().version()));
    if (said.policy().overlay() != null) {
      details.put("policy_overlay", said.policy().overlay());
    }
    // As precise as the rows, so that what is later does not seem earlier.
    return new TimelineEntry(said.at().truncatedTo(ChronoUnit.MICROS), "assessment.made", details);
  }
}
