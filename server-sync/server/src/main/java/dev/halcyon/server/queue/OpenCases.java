package dev.halcyon.server.queue;

import dev.halcyon.protocol.CaseState;
import dev.halcyon.protocol.CaseSummary;
import dev.halcyon.protocol.Category;
import dev.halcyon.protocol.ChangeKind;
import dev.halcyon.protocol.Item;
import dev.halcyon.protocol.QueueReason;
import dev.halcyon.protocol.QueueSpec;
import dev.halcyon.protocol.ReasonKind;
import dev.halcyon.protocol.Report;
import dev.halcyon.protocol.ResolvedPolicy;
import dev.halcyon.protocol.UserProblem;
import dev.halcyon.server.changes.Changes;
import dev.halcyon.server.item.JudgementRepository;
import java.time.Clock;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.jdbi.v3.core.Handle;

/**
 * What happens to open cases: reports and like items make them more urgent, people escalate and
 * decide them. Thread-safe; works in the caller's transaction.
 */
public final class OpenCases {
  private final Clock clock;
  private final Changes changes;
  private final CaseRepository repository = new CaseRepository();
  private final JudgementRepository judgements = new JudgementRepository();
  private final MemberRepository members = new MemberRepository();

  OpenCases(Clock clock, Changes changes) {
    this.clock = clock;
    this.changes = changes;
  }

  /**
   * One more item hangs on a case whose row is held. The case keeps its version, so that a flood
   * never takes a decision out of somebody's hands, unless the item makes it more urgent.
   */
  public void joined(
      Handle handle,
      CaseRecord found,
      Item item,
      Category category,
      double score,
      ResolvedPolicy policy) {
    repository.setMembers(handle, found.id(), found.members() + 1);
    List<Report> waiting = judgements.unanswered(handle, item.id());
    Placement member = Placement.of(item, category, score, waiting, policy);
    merge(handle, found, member, category);
    changes.recordCase(handle, ChangeKind.CASE_CHANGED, found.id());
  }

  /** An item that hung on a case, whose row is held, does so no longer. */
  public void left(Handle handle, UUID caseId) {
    CaseRecord found = repository.lock(handle, caseId).orElseThrow();
    repository.setMembers(handle, caseId, Math.max(0, found.members() - 1));
    changes.recordCase(handle, ChangeKind.CASE_CHANGED, caseId);
  }

  private void merge(Handle handle, CaseRecord found, Placement member, Category category) {
    CaseSummary now = repository.summary(handle, found.id(), clock.instant()).orElseThrow();
    Placement before = new Placement(now.priority(), now.dueAt(), now.queue(), placedReasons(now));
    Placement merged = before.withMember(member, category);
    if (merged.priority() != before.priority()) {
      Placement kept =
          found.escalated()
              ? new Placement(merged.priority(), merged.dueAt(), found.queue(), merged.reasons())
              : merged;
      repository.place(handle, found.id(), found.state(), kept, now.reports(), found.escalated());
    } else if (!merged.dueAt().equals(before.dueAt())) {
      repository.dueAt(handle, found.id(), merged.dueAt());
    }
  }

  /**
   * Places the open case of an item anew after a report about it was stored. A case that somebody
   * works on keeps its lease, but its version grows, so that they see the report before deciding.
   *
   * @return whether there was an open case
   */
  public boolean reported(Handle handle, Item item, ResolvedPolicy policy) {
    Optional<CaseRecord> open = lockOpen(handle, item.id());
    open.ifPresent(
        found -> {
          if (found.itemId().equals(item.id())) {
            replace(handle, found, item, policy);
          } else {
            reportedMember(handle, found, item, policy);
          }
        });
    return open.isPresent();
  }

  private void reportedMember(Handle handle, CaseRecord found, Item item, ResolvedPolicy policy) {
    CaseSummary now = repository.summary(handle, found.id(), clock.instant()).orElseThrow();
    CaseBasis basis =
        new CaseBasis(item.receivedAt(), judgements.unanswered(handle, item.id()), false, true);
    Placement member = Placement.of(item, found.category(), now.score(), basis, policy);
    merge(handle, found, member, found.category());
    changes.recordCase(handle, ChangeKind.CASE_CHANGED, found.id());
  }

  /** Holds the row of a case, if it is open. */
  public Optional<CaseRecord> lockIfOpen(Handle handle, UUID id) {
    return repository.lock(handle, id).filter(found -> CaseMachine.isOpen(found.state()));
  }

  /** Holds the row of an item's open case, if it has one. */
  public Optional<CaseRecord> lockOpen(Handle handle, UUID item) {
    return repository
        .openCase(handle, item)
        .flatMap(id -> repository.lock(handle, id))
        .filter(found -> CaseMachine.isOpen(found.state()));
  }

  /** Whether an item has an open case. */
  public boolean hasOpen(Handle handle, UUID item) {
    return repository.openCase(handle, item).isPresent();
  }

  private void replace(Handle handle, CaseRecord found, Item item, ResolvedPolicy policy) {
    int reports = judgements.reportCount(handle, item.id());
    CaseSummary now = repository.summary(handle, found.id(), clock.instant()).orElseThrow();
    boolean byReport =
        now.why().stream().anyMatch(reason -> reason.kind() == ReasonKind.RAISED_BY_REPORT);
    CaseBasis basis =
        new CaseBasis(
            repository.clockFrom(handle, found.id()),
            judgements.unanswered(handle, item.id()),
            byReport,
            repository.reportedAgain(handle, found.id()));
    Placement placed = Placement.of(item, found.category(), now.score(), basis, policy);
    if (found.members() > 0) {
      // What its members made of it must not be lost.
      Placement before =
          new Placement(now.priority(), now.dueAt(), now.queue(), placedReasons(now));
      placed = placed.keeping(before);
    }
    Placement kept = found.escalated() ? placed.escalatedTo(found.queue()) : placed;
    repository.place(handle, found.id(), found.state(), kept, reports, found.escalated());
    changes.recordCase(handle, ChangeKind.CASE_CHANGED, found.id());
  }

  /**
   * Sends a case whose row is held to the policy's escalation queue.
   *
   * @throws UserProblem {@code case.escalated} when it is there already, {@code
   *     policy.no_escalation} when the policy has no such queue
   */
  public void escalate(Handle handle, CaseRecord found, ResolvedPolicy policy) {
    if (found.escalated()) {
      throw new UserProblem(
          "case.escalated",
          "The case is in the escalation queue already.",
          "Decide it, or release it for another person of that queue.");
    }
    QueueSpec queue =
        Placement.escalation(
                policy, found.language(), found.category(), found.priority(), found.media())
            .orElseThrow(
                () ->
                    new UserProblem(
                        "policy.no_escalation",
                        "The policy has no escalation queue that takes this case.",
                        "Decide the case, or ask the policy team for an escalation queue."));
    CaseSummary now = repository.summary(handle, found.id(), clock.instant()).orElseThrow();
    Placement placed =
        new Placement(now.priority(), now.dueAt(), now.queue(), placedReasons(now))
            .escalatedTo(queue.id());
    repository.place(
        handle, found.id(), next(found, CaseEvent.ESCALATED), placed, now.reports(), true);
  }

  /** Whether each of these items hangs on a case, or did until something else was decided on it. */
  public boolean haveMembers(Handle handle, CaseRecord found, List<UUID> itemIds) {
    return members.all(handle, found.id(), itemIds);
  }

  /**
   * Closes a case whose row is held with a decision.
   *
   * @param exceptions members that it is not for; those that wait no more are passed over
   */
  public void decided(Handle handle, CaseRecord found, List<UUID> exceptions) {
    members.except(handle, found.id(), exceptions);
    repository.decide(handle, found.id(), next(found, CaseEvent.DECIDED));
    repository.forgetPrints(handle, found.id());
  }

  private static CaseState next(CaseRecord found, CaseEvent event) {
    return CaseMachine.next(found.state(), event)
        .orElseThrow(
            () ->
                new UserProblem(
                    "case.decided",
                    "The case is " + found.state() + " already.",
                    "Take the next case; the present state is in the answer."));
  }

  private static List<QueueReason> placedReasons(CaseSummary summary) {
    return summary.why().stream()
        .filter(reason -> reason.kind() != ReasonKind.DUE_SOON)
        .filter(reason -> reason.kind() != ReasonKind.OVERDUE)
        .toList();
  }
}
