package dev.halcyon.server.queue;

import static org.assertj.core.api.Assertions.assertThat;

import dev.halcyon.protocol.CaseState;
import dev.halcyon.protocol.DecisionAction;
import dev.halcyon.protocol.Verdict;
import dev.halcyon.protocol.Visibility;
import dev.halcyon.server.decision.VisibilityMachine;
import java.util.List;
import java.util.Optional;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;

/** The rules that hold for every path through the case and visibility machines. */
class MachinesTest {
  @Property
  void aCaseThatIsDoneNeverComesBack(@ForAll List<CaseEvent> events) {
    CaseState state = CaseState.WAITING;
    boolean done = false;
    for (CaseEvent event : events) {
      Optional<CaseState> next = CaseMachine.next(state, event);
      if (done) {
        assertThat(next).isEmpty();
      }
      state = next.orElse(state);
      done |= state == CaseState.DECIDED || state == CaseState.CLOSED;
      assertThat(state).isNotEqualTo(CaseState.UNKNOWN);
      assertThat(CaseMachine.isOpen(state)).isEqualTo(!done);
    }
  }

  @Property
  void onlyOpeningLeadsIntoReview(@ForAll CaseState state, @ForAll CaseEvent event) {
    if (CaseMachine.next(state, event).equals(Optional.of(CaseState.IN_REVIEW))) {
      assertThat(event).isEqualTo(CaseEvent.OPENED);
    }
  }

  @Property
  void aClaimedCaseCanAlwaysBeGivenBackOrDecided(@ForAll CaseEvent event) {
    assertThat(CaseMachine.next(CaseState.IN_REVIEW, event)).isPresent();
  }

  @Property
  void whatWasRemovedPermanentlyStaysSo(@ForAll List<DecisionAction> actions) {
    Visibility now = Visibility.PENDING;
    boolean permanent = false;
    for (DecisionAction action : actions) {
      now = VisibilityMachine.after(now, action).orElse(now);
      permanent |= now == Visibility.PERMANENTLY_REMOVED;
      assertThat(now == Visibility.PERMANENTLY_REMOVED).isEqualTo(permanent);
    }
  }

  @Property
  void escalatingMovesNothing(@ForAll Visibility now) {
    VisibilityMachine.after(now, DecisionAction.ESCALATE)
        .ifPresent(after -> assertThat(after).isEqualTo(now));
  }

  @Property
  void theMachineNeverRemovesPermanentlyAndNeverUndoesAPerson(
      @ForAll Visibility now, @ForAll Verdict verdict, @ForAll boolean reviewHides) {
    Visibility after = VisibilityMachine.after(now, verdict, reviewHides);
    if (now != Visibility.PENDING && now != Visibility.VISIBLE) {
      assertThat(after).isEqualTo(now);
    }
    if (now != Visibility.PERMANENTLY_REMOVED) {
      assertThat(after).isNotEqualTo(Visibility.PERMANENTLY_REMOVED);
    }
    if (verdict == Verdict.REVIEW && now == Visibility.PENDING) {
      assertThat(after == Visibility.PENDING).isEqualTo(reviewHides);
    }
  }

  @Property
  void anUnknownActionIsNeverCarriedOut(@ForAll Visibility now) {
    assertThat(VisibilityMachine.after(now, DecisionAction.UNKNOWN)).isEmpty();
  }
}
