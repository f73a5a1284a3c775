package dev.halcyon.client.desk;

import com.github.f4b6a3.uuid.UuidCreator;
import dev.halcyon.client.outbox.Outbox;
import dev.halcyon.client.outbox.OutboxEntry;
import dev.halcyon.client.outbox.OutboxState;
import dev.halcyon.protocol.DecisionRequest;
import dev.halcyon.protocol.Rationale;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.UUID;

/**
 * The decisions made at this desk as the outbox has them: makes one out of a draft, and knows which
 * the server may yet take. Thread-safe.
 */
final class OwnDecisions {
  private final Outbox outbox;
  private final DeskOptions options;
  private final Lanes lanes;

  OwnDecisions(Outbox outbox, DeskOptions options, Lanes lanes) {
    this.outbox = outbox;
    this.options = options;
    this.lanes = lanes;
  }

  /** Puts the decision on the seated case on disk; blocks for that. */
  OutboxEntry make(DecisionDraft draft, Seat seat) {
    return outbox.add(request(draft, seat), options.undoWindow());
  }

  private DecisionRequest request(DecisionDraft draft, Seat seat) {
    OpenCase open = seat.open();
    Rationale rationale = open.loaded().detail().rationale();
    return new DecisionRequest(
        UuidCreator.getTimeOrderedEpoch(),
        draft.caseId(),
        open.loaded().summary().version(),
        open.lease().token(),
        draft.action(),
        draft.restrictions(),
        draft.category(),
        draft.clause(),
        draft.note(),
        rationale == null ? null : rationale.id(),
        lanes.now(),
        Math.max(0, Duration.between(seat.since(), lanes.now()).toMillis()),
        draft.exceptions());
  }

  Optional<OutboxEntry> newestUndoable() {
    return outbox.entries().reversed().stream()
        .filter(entry -> entry.state() == OutboxState.PENDING_UNDO)
        .findFirst();
  }

  /** Those the server may yet take: pending, sending, or tried again by itself. */
  List<DecisionRequest> underWay() {
    return outbox.entries().stream()
        .filter(OwnDecisions::isUnderWay)
        .map(OutboxEntry::decision)
        .toList();
  }

  /** Whether one on this case is under way. */
  boolean isUnderWay(UUID caseId) {
    return outbox.entries().stream()
        .anyMatch(entry -> entry.caseId().equals(caseId) && isUnderWay(entry));
  }

  private static boolean isUnderWay(OutboxEntry entry) {
    return entry.state() == OutboxState.PENDING_UNDO
        || entry.state() == OutboxState.SENDING
        || entry.nextTry() != null;
  }
}
