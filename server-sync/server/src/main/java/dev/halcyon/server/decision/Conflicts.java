package dev.halcyon.server.decision;

import dev.halcyon.protocol.DecisionAction;
import dev.halcyon.protocol.DecisionRequest;
import dev.halcyon.protocol.Problem;
import dev.halcyon.protocol.Visibility;
import dev.halcyon.server.queue.CaseMachine;
import dev.halcyon.server.queue.CaseRecord;
import dev.halcyon.server.queue.Claim;
import java.util.Optional;
import java.util.UUID;

/** Whether somebody else was first: the fence of token and version. Pure. */
final class Conflicts {
  private Conflicts() {}

  /**
   * Why a decision comes too late, if it does. A claim that ran out is no reason as long as nobody
   * claimed the case since: the work is done and nobody else began it.
   */
  static Optional<Problem> find(
      DecisionRequest request, UUID person, CaseRecord found, Optional<Claim> claim) {
    if (!CaseMachine.isOpen(found.state())) {
      return conflict(
          "case.decided", "The case was " + CaseMachine.pastWord(found.state()) + " already.");
    }
    if (claim.isEmpty() || !claim.get().isNewest(request.leaseToken(), person)) {
      return conflict(
          "lease.stale",
          "The claim under which you decided is not the newest: you gave the case back, it was"
              + " opened by another person or window since, or never by you.");
    }
    if (found.version() != request.caseVersion()) {
      return conflict(
          "case.changed",
          "You saw version "
              + request.caseVersion()
              + " of the case, it is now at version "
              + found.version()
              + ".");
    }
    return Optional.empty();
  }

  static Problem unknownCase() {
    return new Problem(
        "case.unknown",
        "There is no case with this id.",
        "Load the queue anew; the case may belong to another server.");
  }

  static Problem foreignException() {
    return new Problem(
        "decision.exceptions",
        "An exception names an item that never hung on this case.",
        "Read the members of the case again, choose among them, and decide under a new id.");
  }

  static Problem foreignRationale() {
    return new Problem(
        "decision.rationale",
        "The rationale that the decision names is none about the case's item.",
        "Name the rationale of the case as it was opened, or none, and send the decision again"
            + " under a new id.");
  }

  static Problem illegal(Visibility before, DecisionAction action) {
    return new Problem(
        "visibility.illegal",
        "An item that is " + before + " cannot be moved by " + action + ".",
        "Only an appeal can bring back what was removed permanently.");
  }

  private static Optional<Problem> conflict(String code, String message) {
    return Optional.of(
        new Problem(
            code, message, "Nothing was changed. Open the case again to see how it stands now."));
  }
}
