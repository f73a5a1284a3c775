package dev.halcyon.client.outbox;

import dev.halcyon.protocol.CaseSummary;
import dev.halcyon.protocol.DecisionRequest;
import dev.halcyon.protocol.Problem;
import java.time.Instant;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * One decision in the outbox as it stands now. Immutable.
 *
 * @param undoUntil end of the undo window
 * @param attempts how often it was sent without an answer
 * @param problem why it is in {@link OutboxState#CONFLICT} or {@link OutboxState#NOT_SAVED}, or
 *     null
 * @param nextTry when it is sent again by itself, or null when it is not
 * @param present the case as the server says it stands, for a conflict; null if unknown. Memory
 *     only
 */
public record OutboxEntry(
    DecisionRequest decision,
    OutboxState state,
    Instant undoUntil,
    int attempts,
    @Nullable Problem problem,
    @Nullable Instant nextTry,
    @Nullable CaseSummary present) {
  /** The decision's id, made by this client. */
  public UUID id() {
    return decision.id();
  }

  public UUID caseId() {
    return decision.caseId();
  }

  /** Whether the reviewer must know: the server does not have this decision. */
  public boolean needsAttention() {
    return state == OutboxState.CONFLICT || state == OutboxState.NOT_SAVED;
  }

  OutboxEntry to(OutboxState next) {
    return new OutboxEntry(decision, next, undoUntil, attempts, null, null, null);
  }

  /** On its way, with the count of tries kept. */
  OutboxEntry sending() {
    return to(OutboxState.SENDING);
  }

  OutboxEntry failed(
      OutboxState next, Problem why, @Nullable Instant retryAt, @Nullable CaseSummary now) {
    return new OutboxEntry(decision, next, undoUntil, attempts + 1, why, retryAt, now);
  }
}
