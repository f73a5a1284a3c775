package dev.halcyon.server.queue;

import dev.halcyon.protocol.CaseState;
import java.util.Optional;

/**
 * The states of a case and the only ways between them. Pure.
 *
 * <p>A case that waits can be decided: by the person whose claim ran out while nobody else claimed
 * it (docs/decisions/0033). A decided or closed case never comes back; an appeal is a new case.
 */
public final class CaseMachine {
  private CaseMachine() {}

  /** The state after an event, or empty when the event cannot happen in that state. */
  public static Optional<CaseState> next(CaseState state, CaseEvent event) {
    return switch (state) {
      case WAITING ->
          switch (event) {
            case OPENED -> Optional.of(CaseState.IN_REVIEW);
            case DECIDED -> Optional.of(CaseState.DECIDED);
            case ESCALATED -> Optional.of(CaseState.WAITING);
            case CLOSED -> Optional.of(CaseState.CLOSED);
            case RELEASED, EXPIRED -> Optional.empty();
          };
      case IN_REVIEW ->
          switch (event) {
            case OPENED -> Optional.of(CaseState.IN_REVIEW);
            case RELEASED, EXPIRED, ESCALATED -> Optional.of(CaseState.WAITING);
            case DECIDED -> Optional.of(CaseState.DECIDED);
            case CLOSED -> Optional.of(CaseState.CLOSED);
          };
      case DECIDED, CLOSED, UNKNOWN -> Optional.empty();
    };
  }

  /** Whether there is still work to do. */
  public static boolean isOpen(CaseState state) {
    return state == CaseState.WAITING || state == CaseState.IN_REVIEW;
  }

  /** What became of a case that is not open, after "was". */
  public static String pastWord(CaseState state) {
    return state == CaseState.DECIDED ? "decided" : "closed";
  }
}
