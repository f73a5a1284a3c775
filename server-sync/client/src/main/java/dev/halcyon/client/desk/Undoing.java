package dev.halcyon.client.desk;

import dev.halcyon.protocol.DecisionRequest;
import dev.halcyon.protocol.Lease;
import dev.halcyon.protocol.UserProblem;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;

/**
 * The cases whose decision can still be taken back, as they stood on the desk, and how one comes
 * back to it. Thread-safe.
 */
final class Undoing {
  private final Seats seats;
  private final Claims claims;
  private final Lanes lanes;
  private final Leases leases;
  private final UpNext upNext;
  private final Map<UUID, Decided> undoable = new ConcurrentHashMap<>();

  private record Decided(Seat seat, DecisionDraft draft) {}

  Undoing(Seats seats, Claims claims, Lanes lanes, Leases leases, UpNext upNext) {
    this.seats = seats;
    this.claims = claims;
    this.lanes = lanes;
    this.leases = leases;
    this.upNext = upNext;
  }

  /** A decision was made on the seated case. */
  void decided(UUID decisionId, Seat seat, DecisionDraft draft) {
    undoable.put(decisionId, new Decided(seat, draft));
  }

  /** Brings back the case of a decision that was just taken back; blocks. */
  Undone restore(DecisionRequest decision) {
    return seats.act(() -> bringBack(decision));
  }

  private Undone bringBack(DecisionRequest decision) {
    Decided before = undoable.remove(decision.id());
    DecisionDraft draft = before == null ? DecisionDraft.of(decision) : before.draft();
    Lease lease = leases.get(decision.caseId());
    if (before != null && lease != null) {
      var open = new OpenCase(before.seat().open().loaded(), lease);
      seats.sit(new Seat(open, before.seat().since()));
      return new Undone.Restored(draft, open.loaded(), lease);
    }
    try {
      OpenCase open = resume(decision);
      return new Undone.Restored(draft, open.loaded(), open.lease());
    } catch (UserProblem e) {
      upNext.fill();
      return new Undone.CaseGone(draft, e.problem());
    }
  }

  /** The case under the claim of an earlier session if it still lives, else under a new one. */
  private OpenCase resume(DecisionRequest decision) {
    seats.checkOpen();
    Optional<OpenCase> open = claims.resume(decision);
    if (open.isEmpty()) {
      return seats.take(decision.caseId());
    }
    seats.sit(new Seat(open.get(), lanes.now()));
    return open.get();
  }

  /** Forgets a decision the server has answered; gives the claim that is no longer needed. */
  @Nullable Lease settled(DecisionRequest decision) {
    undoable.remove(decision.id());
    Lease lease = leases.get(decision.caseId());
    return lease != null
            && lease.token() == decision.leaseToken()
            && !seats.isOpen(decision.caseId())
        ? leases.drop(decision.caseId())
        : null;
  }
}
