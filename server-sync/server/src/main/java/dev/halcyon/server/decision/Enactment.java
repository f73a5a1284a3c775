package dev.halcyon.server.decision;

import dev.halcyon.protocol.ChangeKind;
import dev.halcyon.protocol.DecisionAction;
import dev.halcyon.protocol.DecisionRequest;
import dev.halcyon.protocol.PolicyRef;
import dev.halcyon.protocol.Problem;
import dev.halcyon.protocol.ResolvedPolicy;
import dev.halcyon.protocol.UserProblem;
import dev.halcyon.protocol.Visibility;
import dev.halcyon.server.access.Principal;
import dev.halcyon.server.changes.Changes;
import dev.halcyon.server.item.ItemRepository;
import dev.halcyon.server.item.JudgementRepository;
import dev.halcyon.server.policy.Policies;
import dev.halcyon.server.queue.CaseRecord;
import dev.halcyon.server.queue.Cases;
import dev.halcyon.server.queue.Claim;
import dev.halcyon.server.queue.LeaseRepository;
import dev.halcyon.server.wellness.Wellness;
import java.time.Duration;
import org.jdbi.v3.core.Handle;

/**
 * Carries out a person's decision that nothing fences off: policy, visibility, case, record, lease
 * and changes, in the caller's transaction. Thread-safe.
 */
final class Enactment {
  private final Policies policies;
  private final Cases cases;
  private final Changes changes;
  private final DecisionLedger ledger;
  private final Wellness wellness;
  private final LeaseRepository leases = new LeaseRepository();
  private final ItemRepository items = new ItemRepository();
  private final JudgementRepository judgements = new JudgementRepository();

  Enactment(
      Policies policies, Cases cases, Changes changes, DecisionLedger ledger, Wellness wellness) {
    this.policies = policies;
    this.cases = cases;
    this.changes = changes;
    this.ledger = ledger;
    this.wellness = wellness;
  }

  /** Leaves the middle of a decision with the reason it is refused; nothing was written yet. */
  static final class Refusal extends RuntimeException {
    private static final long serialVersionUID = 1L;
    private final transient Problem problem;

    Refusal(Problem problem) {
      super(problem.message(), null, false, false);
      this.problem = problem;
    }

    Problem problem() {
      return problem;
    }
  }

  /**
   * Carries a decision out.
   *
   * @param found the case, its row held
   * @param claim the newest claim on it, the decider's own
   * @return where the item stands now
   * @throws Refusal when it breaks a rule
   */
  Visibility carryOut(
      Handle handle, Principal principal, DecisionRequest request, CaseRecord found, Claim claim) {
    if (request.rationale() != null
        && !judgements.isAbout(handle, request.rationale(), found.itemId())) {
      throw new Refusal(Conflicts.foreignRationale());
    }
    if (!cases.open().haveMembers(handle, found, request.exceptions())) {
      throw new Refusal(Conflicts.foreignException());
    }
    ResolvedPolicy policy = policy(handle, request, found);
    Visibility before =
        items
            .lockVisibility(handle, found.itemId())
            .orElseThrow(() -> new IllegalStateException("a case without an item"));
    Visibility after =
        VisibilityMachine.after(before, request.action())
            .orElseThrow(() -> new Refusal(Conflicts.illegal(before, request.action())));
    boolean escalate = request.action() == DecisionAction.ESCALATE;
    if (escalate) {
      escalate(handle, found, policy);
    } else {
      cases.open().decided(handle, found, request.exceptions());
    }
    boolean expired = !claim.isLive(leases.now(handle));
    ledger.keep(
        handle,
        principal.id().toString(),
        record(principal, request, found, expired, policy.ref(), before, after));
    leases.replace(handle, found.id(), claim, claim.done());
    wellness.ended(handle, principal.id(), found.id(), Duration.ZERO);
    changes.recordCase(
        handle, escalate ? ChangeKind.CASE_CHANGED : ChangeKind.CASE_DECIDED, found.id());
    return after;
  }

  private void escalate(Handle handle, CaseRecord found, ResolvedPolicy policy) {
    try {
      cases.open().escalate(handle, found, policy);
    } catch (UserProblem problem) {
      throw new Refusal(problem.problem());
    }
  }

  /**
   * The policy a decision rests on: the one in force, or, for a clause that it no longer has, the
   * one under which the case was made and which the reviewer had on screen.
   */
  private ResolvedPolicy policy(Handle handle, DecisionRequest request, CaseRecord found) {
    ResolvedPolicy current = policies.current(handle, found.region());
    if (DecisionCheck.isKnown(request, current)) {
      return current;
    }
    ResolvedPolicy own = policies.version(handle, found.policy().version(), found.region());
    if (DecisionCheck.isKnown(request, own)) {
      return own;
    }
    throw new Refusal(DecisionCheck.unknownGrounds(request, current));
  }

  private DecisionRecord record(
      Principal principal,
      DecisionRequest request,
      CaseRecord found,
      boolean expired,
      PolicyRef policy,
      Visibility before,
      Visibility after) {
    return new DecisionRecord(
        request.id(),
        found.itemId(),
        found.id(),
        new DecisionRecord.By(
            principal.id(),
            principal.session(),
            request.caseVersion(),
            request.leaseToken(),
            expired),
        request.action(),
        request.restrictions(),
        request.category(),
        request.clause(),
        request.note(),
        policy,
        request.rationale(),
        before,
        after,
        request.decidedAt(),
        request.handlingMillis());
  }
}
