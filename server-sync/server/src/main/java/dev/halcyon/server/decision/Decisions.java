package dev.halcyon.server.decision;

import dev.halcyon.protocol.CaseSummary;
import dev.halcyon.protocol.DecisionBatch;
import dev.halcyon.protocol.DecisionOutcome;
import dev.halcyon.protocol.DecisionRequest;
import dev.halcyon.protocol.DecisionResult;
import dev.halcyon.protocol.DecisionResults;
import dev.halcyon.protocol.Problem;
import dev.halcyon.protocol.UserProblem;
import dev.halcyon.protocol.Visibility;
import dev.halcyon.protocol.Wire;
import dev.halcyon.server.access.Principal;
import dev.halcyon.server.changes.Changes;
import dev.halcyon.server.decision.DecisionRepository.Answered;
import dev.halcyon.server.policy.Policies;
import dev.halcyon.server.queue.CaseRecord;
import dev.halcyon.server.queue.CaseRepository;
import dev.halcyon.server.queue.Cases;
import dev.halcyon.server.queue.Claim;
import dev.halcyon.server.queue.LeaseRepository;
import dev.halcyon.server.store.Database;
import dev.halcyon.server.store.Hashes;
import dev.halcyon.server.wellness.Wellness;
import java.time.Clock;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
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
  private final Enactment enactment;
  private final CaseRepository caseRows = new CaseRepository();
  private final LeaseRepository leases = new LeaseRepository();
  private final DecisionRepository repository = new DecisionRepository();

  public Decisions(
      Database database,
      Clock clock,
      Policies policies,
      Cases cases,
      Changes changes,
      DecisionLedger ledger,
      Wellness wellness) {
    this.database = database;
    this.clock = clock;
    this.enactment = new Enactment(policies, cases, changes, ledger, wellness);
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
      Visibility after =
          enactment.carryOut(handle, principal, request, found.get(), claim.orElseThrow());
      return new Answered(principal.id(), hash, DecisionOutcome.ACCEPTED, after, null);
    } catch (Enactment.Refusal refusal) {
      return refused(principal, hash, DecisionOutcome.REJECTED, refusal.problem());
    }
  }

  private static Answered refused(
      Principal principal, String hash, DecisionOutcome outcome, Problem problem) {
    return new Answered(principal.id(), hash, outcome, null, problem);
  }
}
