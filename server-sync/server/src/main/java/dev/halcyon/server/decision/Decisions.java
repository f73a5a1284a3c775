package dev.halcyon.server.decision;

import com.github.f4b6a3.uuid.UuidCreator;
import dev.halcyon.protocol.CaseSummary;
import dev.halcyon.protocol.Category;
import dev.halcyon.protocol.ChangeKind;
import dev.halcyon.protocol.DecisionAction;
import dev.halcyon.protocol.DecisionBatch;
import dev.halcyon.protocol.DecisionOutcome;
import dev.halcyon.protocol.DecisionRequest;
import dev.halcyon.protocol.DecisionResult;
import dev.halcyon.protocol.DecisionResults;
import dev.halcyon.protocol.PolicyRef;
import dev.halcyon.protocol.Problem;
import dev.halcyon.protocol.ResolvedPolicy;
import dev.halcyon.protocol.Restriction;
import dev.halcyon.protocol.UserProblem;
import dev.halcyon.protocol.Visibility;
import dev.halcyon.protocol.Wire;
import dev.halcyon.server.access.Principal;
import dev.halcyon.server.audit.AuditLog;
import dev.halcyon.server.changes.Changes;
import dev.halcyon.server.decision.DecisionRepository.Answered;
import dev.halcyon.server.item.ItemRepository;
import dev.halcyon.server.policy.Policies;
import dev.halcyon.server.queue.CaseRecord;
import dev.halcyon.server.queue.CaseRepository;
import dev.halcyon.server.queue.Cases;
import dev.halcyon.server.queue.Claim;
import dev.halcyon.server.queue.LeaseRepository;
import dev.halcyon.server.store.Database;
import dev.halcyon.server.store.Hashes;
import java.time.Clock;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.UUID;
import org.jdbi.v3.core.Handle;
import org.jspecify.annotations.Nullable;

/**
 * Takes decisions: each id once, fenced by the lease's token and the case's version, with item,
 * case, audit entry and change in one transaction, on disk before it says ACCEPTED. Thread-safe.
 */
public final class Decisions {
  /** The largest batch. */
  public static final int LARGEST_BATCH = 100;

  private final Database database;
  private final Clock clock;
  private final Policies policies;
  private final Cases cases;
  private final Changes changes;
  private final AuditLog audit;
  private final CaseRepository caseRows = new CaseRepository();
  private final LeaseRepository leases = new LeaseRepository();
  private final ItemRepository items = new ItemRepository();
  private final DecisionRepository repository = new DecisionRepository();

  public Decisions(
      Database database,
      Clock clock,
      Policies policies,
      Cases cases,
      Changes changes,
      AuditLog audit) {
    this.database = database;
    this.clock = clock;
    this.policies = policies;
    this.cases = cases;
    this.changes = changes;
    this.audit = audit;
  }

  /**
   * Takes a batch; each decision is judged by itself. Returns when all that was accepted is on
   * disk.
   *
   * @throws UserProblem {@code decision.batch}, {@code decision.id} for a batch that cannot be
   *     answered one by one
   */
  public DecisionResults decide(Principal principal, DecisionBatch batch) {
    check(batch);
    List<DecisionResult> results = new ArrayList<>();
    for (DecisionRequest request : batch.decisions()) {
      results.add(database.inTransaction(handle -> answer(handle, principal, request)));
    }
    // Also for replays: the first answer may have been lost on its way because we died before this.
    database.durable().await();
    return new DecisionResults(results);
  }

  private static void check(DecisionBatch batch) {
    int size = batch.decisions().size();
    if (size == 0 || size > LARGEST_BATCH) {
      throw new UserProblem(
          "decision.batch",
          "A batch holds 1 to " + LARGEST_BATCH + " decisions, this one " + size + ".",
          "Split it.");
    }
    if (batch.decisions().stream().anyMatch(request -> request.id() == null)) {
      throw new UserProblem(
          "decision.id",
          "A decision of the batch has no id.",
          "Give each decision an id of its own (UUIDv7), made once and kept for retries.");
    }
  }

  private DecisionResult answer(Handle handle, Principal principal, DecisionRequest request) {
    String hash = Hashes.sha256(Wire.write(request));
    Optional<Answered> known = repository.answer(handle, request.id());
    if (known.isPresent()) {
      return replay(handle, principal, request, hash, known.get());
    }
    Answered first = judge(handle, principal, request, hash);
    repository.saveAnswer(handle, request.id(), first, clock.instant());
    return result(handle, request, first, false);
  }

  private DecisionResult replay(
      Handle handle, Principal principal, DecisionRequest request, String hash, Answered known) {
    if (!known.account().equals(principal.id()) || !known.requestHash().equals(hash)) {
      Problem reused =
          new Problem(
              "decision.id_reused",
              "Another decision was sent under this id before.",
              "Give each decision an id of its own.");
      return new DecisionResult(request.id(), DecisionOutcome.REJECTED, false, null, reused, null);
    }
    return result(handle, request, known, true);
  }

  private DecisionResult result(
      Handle handle, DecisionRequest request, Answered answered, boolean replayed) {
    @Nullable CaseSummary present =
        request.caseId() == null
            ? null
            : caseRows.summary(handle, request.caseId(), clock.instant()).orElse(null);
    return new DecisionResult(
        request.id(),
        answered.outcome(),
        replayed,
        answered.visibility(),
        answered.problem(),
        present);
  }

  private Answered judge(Handle handle, Principal principal, DecisionRequest request, String hash) {
    Optional<Problem> malformed = DecisionCheck.shape(request);
    if (malformed.isPresent()) {
      return refused(principal, hash, DecisionOutcome.REJECTED, malformed.get());
    }
    Optional<CaseRecord> found = caseRows.lock(handle, request.caseId());
    if (found.isEmpty()) {
      return refused(principal, hash, DecisionOutcome.REJECTED, Conflicts.unknownCase());
    }
    Optional<Claim> claim = leases.find(handle, found.get().id());
    Optional<Problem> conflict = Conflicts.find(request, principal.id(), found.get(), claim);
    if (conflict.isPresent()) {
      return refused(principal, hash, DecisionOutcome.CONFLICT, conflict.get());
    }
    try {
      Visibility after = carryOut(handle, principal, request, found.get(), claim.orElseThrow());
      return new Answered(principal.id(), hash, DecisionOutcome.ACCEPTED, after, null);
    } catch (Refusal refusal) {
      return refused(principal, hash, DecisionOutcome.REJECTED, refusal.problem);
    }
  }

  private static Answered refused(
      Principal principal, String hash, DecisionOutcome outcome, Problem problem) {
    return new Answered(principal.id(), hash, outcome, null, problem);
  }

  private Visibility carryOut(
      Handle handle, Principal principal, DecisionRequest request, CaseRecord found, Claim claim) {
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
      cases.decided(handle, found);
    }
    DecisionRecord decision =
        record(
            principal,
            request,
            found,
            !claim.isLive(leases.now(handle)),
            policy.ref(),
            before,
            after);
    repository.insert(handle, decision, clock.instant());
    leases.replace(handle, found.id(), claim, claim.done());
    if (after != before) {
      items.setVisibility(handle, found.itemId(), after);
      changes.record(handle, ChangeKind.ITEM_CHANGED, found.itemId().toString(), null);
    }
    changes.recordCase(
        handle, escalate ? ChangeKind.CASE_CHANGED : ChangeKind.CASE_DECIDED, found.id());
    audit(handle, principal.id().toString(), decision);
    return after;
  }

  private void escalate(Handle handle, CaseRecord found, ResolvedPolicy policy) {
    try {
      cases.escalate(handle, found, policy);
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

  /**
   * Records a decision of the machine, in the caller's transaction, and moves the item. The caller
   * holds the item's row or has just made it.
   *
   * @return the decision's id
   */
  public UUID recordMachine(
      Handle handle,
      UUID item,
      DecisionAction action,
      @Nullable Category category,
      @Nullable String clause,
      @Nullable UUID rationale,
      PolicyRef policy,
      Visibility before,
      Visibility after) {
    return recordMachine(
        handle, item, action, List.of(), category, clause, rationale, policy, before, after);
  }

  /** Records a decision of the machine that may restrict; as above otherwise. */
  public UUID recordMachine(
      Handle handle,
      UUID item,
      DecisionAction action,
      List<Restriction> restrictions,
      @Nullable Category category,
      @Nullable String clause,
      @Nullable UUID rationale,
      PolicyRef policy,
      Visibility before,
      Visibility after) {
    Instant now = clock.instant();
    DecisionRecord decision =
        new DecisionRecord(
            UuidCreator.getTimeOrderedEpoch(),
            item,
            null,
            null,
            action,
            restrictions,
            category,
            clause,
            "",
            policy,
            rationale,
            before,
            after,
            now,
            0);
    repository.insert(handle, decision, now);
    if (after != before) {
      items.setVisibility(handle, item, after);
      changes.record(handle, ChangeKind.ITEM_CHANGED, item.toString(), null);
    }
    audit(handle, "machine", decision);
    return decision.id();
  }

  private void audit(Handle handle, String actor, DecisionRecord decision) {
    Map<String, Object> details = new TreeMap<>();
    details.put("decision", decision.id().toString());
    details.put("action", decision.action().name());
    details.put("policy", decision.policy().id());
    details.put("policyVersion", decision.policy().version());
    details.put("visibility", decision.after().name());
    if (decision.caseId() != null) {
      details.put("case", decision.caseId().toString());
    }
    if (decision.category() != null) {
      details.put("category", decision.category().id());
      details.put("clause", String.valueOf(decision.clause()));
    }
    if (decision.rationale() != null) {
      details.put("rationale", decision.rationale().toString());
    }
    Map<String, String> personal =
        decision.note().isEmpty() ? Map.of() : Map.of("note", decision.note());
    audit.append(handle, actor, "decision.made", decision.itemId().toString(), details, personal);
  }

  /** Leaves the middle of a decision with the reason it is refused; nothing was written yet. */
  private static final class Refusal extends RuntimeException {
    private static final long serialVersionUID = 1L;
    private final transient Problem problem;

    Refusal(Problem problem) {
      super(problem.message(), null, false, false);
      this.problem = problem;
    }
  }
}
