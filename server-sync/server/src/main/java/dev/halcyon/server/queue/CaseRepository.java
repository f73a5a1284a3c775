package dev.halcyon.server.queue;

import dev.halcyon.protocol.CaseState;
import dev.halcyon.protocol.CaseSummary;
import dev.halcyon.protocol.PolicyRef;
import dev.halcyon.protocol.Wire;
import dev.halcyon.server.seal.Seals;
import dev.halcyon.server.store.Columns;
import java.time.Instant;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.jdbi.v3.core.Handle;
import org.jspecify.annotations.Nullable;

/** The SQL of single cases. Stateless; each call uses its handle. */
public final class CaseRepository {
  /** Stores a new case. */
  void insert(
      Handle handle,
      CaseSummary summary,
      Instant clockFrom,
      int readingSeconds,
      @Nullable UUID rationale,
      PolicyRef policy) {
    handle
        .createUpdate(
            """
            insert into review_case
              (id, item_id, kind, state, is_open, version, queue, priority, created_at, due_at,
               category, score, language, region, surface, media_kinds, excerpt, reach, reports,
               reasons, reading_seconds, rationale_id, policy_id, policy_version, policy_overlay,
               clock_from)
            values
              (:id, :item, :kind, :state, :open, :version, :queue, :priority, :createdAt, :dueAt,
               :category, :score, :language, :region, :surface, :media, :excerpt, :reach, :reports,
               :reasons, :reading, :rationale, :policy, :policyVersion, :overlay, :clockFrom)
            """)
        .bind("id", summary.id())
        .bind("item", summary.itemId())
        .bind("kind", summary.kind().name())
        .bind("state", summary.state().name())
        .bind("open", CaseMachine.isOpen(summary.state()))
        .bind("version", summary.version())
        .bind("queue", summary.queue())
        .bind("priority", summary.priority().ordinal())
        .bind("createdAt", summary.createdAt())
        .bind("dueAt", summary.dueAt())
        .bind("category", summary.category().id())
        .bind("score", summary.score())
        .bind("language", summary.language())
        .bind("region", summary.region())
        .bind("surface", summary.surface().name())
        .bind("media", Columns.names(summary.media()))
        .bind("excerpt", Seals.of(handle).sealer(handle, summary.itemId()).seal(summary.excerpt()))
        .bind("reach", summary.reach())
        .bind("reports", summary.reports())
        .bind("reasons", Wire.write(summary.why()))
        .bind("reading", readingSeconds)
        .bind("rationale", rationale)
        .bind("policy", policy.id())
        .bind("policyVersion", policy.version())
        .bind("overlay", policy.overlay())
        .bind("clockFrom", clockFrom)
        .execute();
  }

  /** From when a case's time counts. */
  Instant clockFrom(Handle handle, UUID id) {
    return handle
        .createQuery("select clock_from from review_case where id = :id")
        .bind("id", id)
        .map((row, context) -> Columns.instant(row, "clock_from"))
        .one();
  }

  /** Whether somebody who had not reported a case's item before did so while the case waited. */
  boolean reportedAgain(Handle handle, UUID id) {
    return handle
        .createQuery(
            """
            select 1 from report r join review_case c on c.item_id = r.item_id
            where c.id = :id and r.recorded_at > c.created_at and not exists (
              select 1 from report e where e.item_id = r.item_id and e.source = r.source
                and e.reporter_id = r.reporter_id and e.recorded_at <= c.created_at)
            """)
        .bind("id", id)
        .mapTo(Integer.class)
        .findFirst()
        .isPresent();
  }

  /** Reads a case and holds its row until the transaction ends. */
  public Optional<CaseRecord> lock(Handle handle, UUID id) {
    return handle
        .createQuery("select * from review_case where id = :id for update")
        .bind("id", id)
        .map((row, context) -> CaseRows.record(row))
        .findOne();
  }

  /** The open case on an item, its own or that of a like item on which it hangs. */
  public Optional<UUID> openCase(Handle handle, UUID item) {
    return handle
        .createQuery(
            """
            select id from review_case where item_id = :item and is_open
            union all
            select c.id from case_member m join review_case c on c.id = m.case_id and c.is_open
            where m.item_id = :item and m.state = 'WAITING'
            """)
        .bind("item", item)
        .mapTo(UUID.class)
        .findFirst();
  }

  /** Whether a person sent the case to the escalation queue. */
  boolean escalatedBy(Handle handle, UUID id, UUID account) {
    return handle
        .createQuery(
            """
            select 1 from decision
            where case_id = :id and account_id = :account and action = 'ESCALATE'
            """)
        .bind("id", id)
        .bind("account", account)
        .mapTo(Integer.class)
        .findFirst()
        .isPresent();
  }

  /** Moves a case to a state; its version stays: leases come and go without changing the case. */
  void setState(Handle handle, UUID id, CaseState state) {
    handle
        .createUpdate("update review_case set state = :state, is_open = :open where id = :id")
        .bind("state", state.name())
        .bind("open", CaseMachine.isOpen(state))
        .bind("id", id)
        .execute();
  }

  /** Moves a case to a state by a decision: its version grows. */
  public void decide(Handle handle, UUID id, CaseState state) {
    handle
        .createUpdate(
            """
            update review_case set state = :state, is_open = :open, version = version + 1
            where id = :id
            """)
        .bind("state", state.name())
        .bind("open", CaseMachine.isOpen(state))
        .bind("id", id)
        .execute();
  }

  /** Puts a case into another place: its version grows. */
  void place(
      Handle handle,
      UUID id,
      CaseState state,
      Placement placement,
      int reports,
      boolean escalated) {
    handle
        .createUpdate(
            """
            update review_case set state = :state, version = version + 1, queue = :queue,
              priority = :priority, due_at = :due, reasons = :reasons, reports = :reports,
              escalated = :escalated
            where id = :id
            """)
        .bind("state", state.name())
        .bind("queue", placement.queue())
        .bind("priority", placement.priority().ordinal())
        .bind("due", placement.dueAt())
        .bind("reasons", Wire.write(placement.reasons()))
        .bind("reports", reports)
        .bind("escalated", escalated)
        .bind("id", id)
        .execute();
  }

  /** One more or one less item hangs on a case; that alone is no new version. */
  void setMembers(Handle handle, UUID id, int members) {
    handle
        .createUpdate("update review_case set members = :members where id = :id")
        .bind("members", members)
        .bind("id", id)
        .execute();
  }

  /** A case is due earlier; that alone is no new version. */
  void dueAt(Handle handle, UUID id, Instant due) {
    handle
        .createUpdate("update review_case set due_at = :due where id = :id")
        .bind("due", due)
        .bind("id", id)
        .execute();
  }

  /** Forgets how a case's item is found: no like item joins any more. */
  void forgetPrints(Handle handle, UUID id) {
    handle.createUpdate("delete from case_print where case_id = :id").bind("id", id).execute();
    handle.createUpdate("delete from case_likeness where case_id = :id").bind("id", id).execute();
  }

  /** The policy under which a case was made. */
  PolicyRef policy(Handle handle, UUID id) {
    return handle
        .createQuery(
            "select policy_id, policy_version, policy_overlay from review_case where id = :id")
        .bind("id", id)
        .map((row, context) -> Columns.policy(row))
        .one();
  }

  public Optional<CaseSummary> summary(Handle handle, UUID id, Instant now) {
    return handle
        .createQuery(CaseRows.SUMMARY + "where c.id = :id")
        .bind("id", id)
        .map((row, context) -> CaseRows.summary(row, Seals.of(context), now))
        .findOne();
  }

  /** Summaries by id; ids without a case are left out. */
  public Map<UUID, CaseSummary> summaries(Handle handle, Collection<UUID> ids, Instant now) {
    return handle
        .createQuery(CaseRows.SUMMARY + "where c.id in (<ids>)")
        .bindList("ids", List.copyOf(ids))
        .map((row, context) -> CaseRows.summary(row, Seals.of(context), now))
        .collect(Collectors.toMap(CaseSummary::id, Function.identity()));
  }
}
