package dev.halcyon.app.review;

import static org.assertj.core.api.Assertions.assertThat;

import dev.halcyon.app.Cases;
import dev.halcyon.app.DeskModel;
import dev.halcyon.app.fx.Background;
import dev.halcyon.app.fx.Direct;
import dev.halcyon.app.fx.LaterLane;
import dev.halcyon.app.kit.LoadState;
import dev.halcyon.app.kit.Words;
import dev.halcyon.client.Connection;
import dev.halcyon.client.desk.CloseReason;
import dev.halcyon.client.desk.LoadedCase;
import dev.halcyon.client.outbox.OutboxState;
import dev.halcyon.protocol.CaseState;
import dev.halcyon.protocol.CaseSummary;
import dev.halcyon.protocol.Change;
import dev.halcyon.protocol.ChangeKind;
import dev.halcyon.protocol.DecisionAction;
import dev.halcyon.protocol.Problem;
import dev.halcyon.protocol.Restriction;
import dev.halcyon.protocol.UserProblem;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.UUID;
import org.junit.jupiter.api.Test;

class ReviewViewModelTest {
  private final LoadedCase first = Cases.text();
  private final LoadedCase second = Cases.arabic();
  private final DeskModel desk = new DeskModel(List.of(first, second));
  private final ReviewViewModel vm =
      new ReviewViewModel(
          desk, Direct.background(), Runnable::run, Words.in(Locale.ENGLISH), new Ready());

  /** Everything is ready but what the test says. */
  private static final class Ready implements Preparing {
    final Set<UUID> not = new HashSet<>();

    @Override
    public boolean isReady(LoadedCase next) {
      return !not.contains(next.id());
    }

    @Override
    public void prepare(LoadedCase next) {
      not.remove(next.id());
    }
  }

  private static Background laterBackground(LaterLane later) {
    return new Background(
        later,
        later,
        Runnable::run,
        (title, thrown) -> new UserProblem("test.unexpected", title + ": " + thrown, "", thrown));
  }

  private LoadedCase onDesk() {
    return vm.current().get().loaded();
  }

  @Test
  void nothingIsTakenBeforeTheReviewerAsksForIt() {
    assertThat(vm.current().get()).isNull();
    assertThat(vm.state().get()).isEqualTo(new LoadState.Empty("review.start"));
    assertThat(desk.asked).isEmpty();
    assertThat(vm.upNext()).hasSize(2);
  }

  @Test
  void theNextCaseIsThereAfterADecision() {
    vm.openNext();
    assertThat(onDesk()).isEqualTo(first);
    vm.act(DecisionAction.ALLOW);
    assertThat(onDesk()).isEqualTo(second);
    assertThat(vm.actable().get()).isTrue();
    assertThat(desk.outbox()).hasSize(1);
  }

  @Test
  void nextPassesAnOpenCaseOnWithoutAReason() {
    vm.openNext();
    vm.form().note().set("half a thought");
    vm.next();
    assertThat(onDesk()).isEqualTo(second);
    assertThat(vm.actable().get()).isTrue();
    assertThat(desk.asked).contains("skip");
    assertThat(desk.outbox()).isEmpty();
    vm.open(first.id());
    assertThat(vm.form().note().get()).as("nothing typed is lost").isEqualTo("half a thought");
  }

  @Test
  void takingOffSaysWhatGoesToOthersAndGoesOn() {
    vm.openNext();
    vm.takeOff();
    assertThat(desk.asked).contains("takeOff").doesNotContain("release");
    assertThat(vm.notice().get().orElseThrow().code()).isEqualTo("relief.given");
    assertThat(vm.current().get() == null || !onDesk().equals(first)).isTrue();
  }

  @Test
  void takingOffThatTheServerDidNotHearOfLeavesTheCase() {
    vm.openNext();
    desk.refuseOpen = new UserProblem(GONE);
    vm.takeOff();
    assertThat(onDesk()).isEqualTo(first);
    assertThat(vm.actable().get()).isTrue();
    assertThat(vm.notice().get().orElseThrow().code()).isEqualTo("network.unreachable");
  }

  @Test
  void nextOnAnEmptyDeskTakesTheNext() {
    vm.next();
    assertThat(onDesk()).isEqualTo(first);
  }

  @Test
  void caseIsNotNextBeforeItsPicturesAreReady() {
    LoadedCase third = Cases.picture();
    LaterLane later = new LaterLane();
    Ready ready = new Ready();
    ready.not.add(third.id());
    var slow =
        new ReviewViewModel(
            desk, laterBackground(later), Runnable::run, Words.in(Locale.ENGLISH), ready);
    desk.tell(each -> each.upNextChanged(List.of(third, second)));
    assertThat(slow.upNext()).extracting(row -> row.summary().id()).containsExactly(second.id());
    later.runAll();
    assertThat(slow.upNext())
        .extracting(row -> row.summary().id())
        .containsExactly(third.id(), second.id());
  }

  @Test
  void whereSomebodyElseWasFirstTheOneAfterStandsThereAtOnce() {
    LaterLane later = new LaterLane();
    var slow =
        new ReviewViewModel(
            desk, laterBackground(later), Runnable::run, Words.in(Locale.ENGLISH), new Ready());
    slow.openNext();
    assertThat(slow.current().get().loaded()).isEqualTo(first);
    desk.tell(each -> each.upNextChanged(List.of(second)));
    assertThat(slow.current().get().loaded()).isEqualTo(second);
  }

  @Test
  void aKeyBeforeTheCaseIsOursDecidesNothingAndSaysWhy() {
    LaterLane later = new LaterLane();
    var slow =
        new ReviewViewModel(
            desk, laterBackground(later), Runnable::run, Words.in(Locale.ENGLISH), new Ready());
    slow.openNext();
    assertThat(slow.offered().get()).as("the acts stand there").isTrue();
    assertThat(slow.actable().get()).isFalse();
    slow.act(DecisionAction.ALLOW);
    assertThat(slow.form().complaint().get()).contains("just being taken");
    later.runAll();
    assertThat(desk.outbox()).isEmpty();
    assertThat(slow.form().complaint().get()).isEmpty();
    slow.act(DecisionAction.ALLOW);
    later.runAll();
    assertThat(desk.outbox()).hasSize(1);
  }

  @Test
  void aDeskThatRanDrySaysThatTheNextCaseIsFetched() {
    LaterLane later = new LaterLane();
    var slow =
        new ReviewViewModel(
            desk, laterBackground(later), Runnable::run, Words.in(Locale.ENGLISH), new Ready());
    desk.tell(each -> each.upNextChanged(List.of()));
    slow.openNext();
    assertThat(slow.state().get()).isEqualTo(new LoadState.Loading("review.loading"));
    desk.tell(each -> each.problem(GONE));
    assertThat(slow.state().get()).isInstanceOf(LoadState.Failed.class);
  }

  @Test
  void aCaseThatChangedOnTheServerIsShownAnewAndKeepsWhatWasTypedAndChosen() {
    vm.openNext();
    vm.form().note().set("half a thought");
    LoadedCase now = Cases.reportedAgain(first);
    desk.tell(each -> each.refreshed(now));
    assertThat(onDesk()).isEqualTo(now);
    assertThat(onDesk().detail().reports()).hasSize(first.detail().reports().size() + 1);
    assertThat(vm.actable().get()).isTrue();
    assertThat(vm.form().note().get()).isEqualTo("half a thought");
    desk.tell(each -> each.refreshed(Cases.reportedAgain(second)));
    assertThat(onDesk()).as("another case does not take its place").isEqualTo(now);
    desk.loseLease();
    desk.tell(each -> each.refreshed(first));
    assertThat(vm.actable().get()).as("what was lost stays lost").isFalse();
  }

  @Test
  void whatNobodyAskedForAndTheFrameSaysIsNotSaidBesideTheCaseToo() {
    vm.openNext();
    desk.tell(each -> each.problem(GONE));
    assertThat(vm.notice().get()).as("before anybody says it").isPresent();
    desk.connection(new Connection.Offline(GONE, Cases.NOW.plusSeconds(30)));
    assertThat(vm.notice().get()).isEmpty();
    desk.tell(each -> each.problem(GONE));
    assertThat(vm.notice().get()).isEmpty();
    desk.tell(each -> each.problem(new Problem("outbox.failed", "The disk failed.", "Mend it.")));
    assertThat(vm.notice().get()).isPresent();
  }

  @Test
  void anEscalatedCaseIsNotHeldOutAsTheNextOne() {
    LoadedCase third = Cases.picture();
    vm.openNext();
    vm.act(DecisionAction.ESCALATE);
    desk.tell(each -> each.upNextChanged(List.of(first, third)));
    desk.refuseOpen = new UserProblem("network.unreachable", "No server answers.", "Wait.");
    vm.openNext();
    assertThat(onDesk()).isEqualTo(third);
    assertThat(vm.current().get().gone())
        .as("a case that cannot be taken says so")
        .contains("No server answers.");
  }

  @Test
  void afterTheLastCaseTheQueueIsClear() {
    vm.openNext();
    vm.act(DecisionAction.ALLOW);
    vm.act(DecisionAction.ALLOW);
    assertThat(vm.current().get()).isNull();
    assertThat(vm.state().get()).isEqualTo(new LoadState.Empty("review.clear"));
  }

  private static final Problem GONE =
      new Problem("network.unreachable", "No server answers.", "Check the network.");

  private void offline() {
    desk.connection(new Connection.Offline(GONE, Cases.NOW.plusSeconds(5)));
    desk.connection(new Connection.Connecting());
  }

  @Test
  void nobodyIsToldThatTheQueueIsClearWhileTheServerIsAway() {
    vm.openNext();
    vm.act(DecisionAction.ALLOW);
    offline();
    vm.act(DecisionAction.ALLOW);
    assertThat(vm.current().get()).isNull();
    assertThat(vm.state().get())
        .isInstanceOfSatisfying(
            LoadState.Offline.class,
            state -> assertThat(state.keptKey()).isEqualTo("review.offline"));

    desk.connection(new Connection.Online());

    assertThat(vm.state().get()).isEqualTo(new LoadState.Empty("review.start"));
  }

  @Test
  void anEmptyDeskSaysThatTheServerWentAway() {
    offline();
    assertThat(vm.state().get()).isInstanceOf(LoadState.Offline.class);
    desk.refuseOpen = new UserProblem(GONE);
    desk.tell(each -> each.upNextChanged(List.of()));
    vm.openNext();
    assertThat(vm.state().get()).isInstanceOf(LoadState.Offline.class);
    desk.connection(new Connection.Online());
    assertThat(vm.state().get()).isEqualTo(new LoadState.Empty("review.start"));
  }

  @Test
  void aKeyBeforeThePolicyIsAnsweredAndLoadsAPolicyThatWasMissed() {
    desk.refusePolicy = new UserProblem(GONE);
    vm.openNext();
    vm.act(DecisionAction.REMOVE);
    assertThat(vm.form().complaint().get()).contains("could not be loaded").contains("Remove");
    assertThat(desk.outbox()).isEmpty();
    desk.refusePolicy = null;

    vm.act(DecisionAction.REMOVE);

    assertThat(vm.form().complaint().get()).startsWith("The policy is here.");
    assertThat(desk.outbox()).as("nobody has seen the clause yet").isEmpty();
    vm.act(DecisionAction.REMOVE);
    assertThat(desk.outbox()).hasSize(1);
  }

  @Test
  void policyThatCouldNotBeLoadedComesWhenTheServerAnswersAgain() {
    desk.refusePolicy =
        new UserProblem("network.unreachable", "It cannot be reached.", "Check the network.");
    vm.openNext();
    assertThat(vm.form().categories()).isEmpty();
    assertThat(vm.notice().get()).isPresent();
    desk.refusePolicy = null;

    desk.connection(new Connection.Online());

    assertThat(vm.form().categories()).isNotEmpty();
    assertThat(vm.form().clause().get()).as("what the machine's argument rests on").isNotNull();
  }

  @Test
  void aDecisionThatCannotBeKeptLeavesTheCaseAndEverythingTyped() {
    vm.openNext();
    vm.form().note().set("my note");
    desk.refuseDecision =
        new UserProblem("outbox.disk-full", "The disk is full.", "Free some space.");
    vm.act(DecisionAction.REMOVE);
    assertThat(onDesk()).isEqualTo(first);
    assertThat(vm.actable().get()).isTrue();
    assertThat(vm.form().note().get()).isEqualTo("my note");
    assertThat(vm.form().complaint().get())
        .contains("The disk is full.")
        .contains("Free some space.");
    desk.refuseDecision = null;
    vm.act(DecisionAction.REMOVE);
    assertThat(onDesk()).isEqualTo(second);
  }

  @Test
  void restrictTakesTwoKeys() {
    vm.openNext();
    vm.act(DecisionAction.RESTRICT);
    vm.restrict(Restriction.DEMOTE);
    assertThat(desk.asked).contains("decide RESTRICT [DEMOTE] H1");
  }

  @Test
  void undoBringsTheCaseBackWithWhatWasChosen() {
    vm.outbox().tick(Cases.NOW);
    vm.openNext();
    vm.form().note().set("hasty");
    vm.act(DecisionAction.REMOVE);
    assertThat(vm.outbox().undoText().get()).isEqualTo("Removed · 10 s");
    vm.outbox().tick(Cases.NOW.plusMillis(7_500));
    assertThat(vm.outbox().undoText().get()).isEqualTo("Removed · 3 s");
    vm.undo();
    assertThat(onDesk()).isEqualTo(first);
    assertThat(vm.form().note().get()).isEqualTo("hasty");
    assertThat(vm.outbox().undoable().get()).isFalse();
  }

  @Test
  void afterTheWindowNothingCanBeTakenBack() {
    vm.openNext();
    vm.act(DecisionAction.REMOVE);
    vm.outbox().tick(Cases.NOW.plusSeconds(11));
    vm.undo();
    assertThat(desk.asked).doesNotContain("undo");
    assertThat(vm.outbox().undoable().get()).isFalse();
  }

  @Test
  void aCaseSomebodyElseDecidedGreysOutWithTheReason() {
    vm.openNext();
    vm.form().note().set("half a thought");
    desk.tell(each -> each.caseChanged(change(first, CaseState.DECIDED, 5, null)));
    assertThat(vm.current().get().gone()).startsWith("Somebody else has decided this case.");
    assertThat(vm.actable().get()).isFalse();
    assertThat(vm.form().note().get()).isEqualTo("half a thought");
    vm.act(DecisionAction.ALLOW);
    assertThat(desk.outbox()).isEmpty();
  }

  @Test
  void ourOwnDecisionComingBackOverTheFeedGreysNothingOut() {
    vm.openNext();
    vm.act(DecisionAction.ALLOW);
    vm.outbox().tick(Cases.NOW);
    vm.undo();
    vm.act(DecisionAction.ALLOW);
    desk.tell(each -> each.caseChanged(change(first, CaseState.DECIDED, 5, null)));
    assertThat(onDesk()).isEqualTo(second);
    assertThat(vm.current().get().gone()).isEmpty();
  }

  @Test
  void aLostLeaseGreysTheCaseOut() {
    vm.openNext();
    desk.tell(each -> each.closed(first.id(), CloseReason.LEASE_LOST));
    assertThat(vm.current().get().gone()).contains("no longer yours");
    assertThat(vm.actable().get()).isFalse();
  }

  @Test
  void aCaseLostWhileTheServerWasAwayIsTakenAgainWithWhatWasTyped() {
    vm.openNext();
    vm.form().note().set("typed before");
    offline();
    desk.loseLease();
    assertThat(vm.current().get().gone()).contains("As soon as the server answers");
    assertThat(vm.actable().get()).isFalse();
    assertThat(vm.mine()).contains(first.id());
    vm.form().note().set("typed before and meanwhile");

    desk.connection(new Connection.Online());

    assertThat(onDesk()).isEqualTo(first);
    assertThat(vm.actable().get()).isTrue();
    assertThat(vm.form().note().get()).isEqualTo("typed before and meanwhile");
    assertThat(desk.asked.stream().filter(("open " + first.id())::equals)).hasSize(1);
    desk.connection(new Connection.Online());
    assertThat(desk.asked.stream().filter(("open " + first.id())::equals)).hasSize(1);
  }

  @Test
  void aCaseSomebodyElseTookMeanwhileSaysSo() {
    vm.openNext();
    offline();
    desk.loseLease();
    desk.refuseOpen = new UserProblem("lease.held", "Ben has had it since 09:58.", "Go on.");

    desk.connection(new Connection.Online());

    assertThat(vm.current().get().gone()).contains("Ben has had it since 09:58.");
    assertThat(vm.mine()).isEmpty();
  }

  @Test
  void aCaseThatCannotBeTakenSaysWhyAndStaysUntouchable() {
    desk.refuseOpen =
        new UserProblem("lease.held", "Ben has had it since 09:58.", "Take another one.");
    vm.open(first.id());
    assertThat(vm.current().get().gone()).contains("Ben has had it since 09:58.");
    assertThat(vm.actable().get()).isFalse();
    assertThat(vm.notice().get()).isPresent();
    vm.dismissNotice();
    assertThat(vm.notice().get()).isEmpty();
  }

  @Test
  void aDecisionTheServerDoesNotHaveStaysVisible() {
    vm.openNext();
    vm.act(DecisionAction.REMOVE);
    desk.settle(
        OutboxState.NOT_SAVED,
        new Problem("network.unreachable", "The server does not answer.", "It is tried again."));
    assertThat(vm.outbox().troubles())
        .singleElement()
        .satisfies(
            trouble -> {
              assertThat(trouble.words())
                  .contains("Removed")
                  .contains("kept on this machine")
                  .contains("The server does not answer.");
              assertThat(trouble.retry()).isTrue();
            });
    vm.retry(vm.outbox().troubles().getFirst().decisionId());
    assertThat(desk.asked).contains("retry");
  }

  @Test
  void aConflictCanOnlyBePutAway() {
    vm.openNext();
    vm.act(DecisionAction.REMOVE);
    desk.settle(OutboxState.CONFLICT, new Problem("case.decided", "Lin allowed it.", ""));
    OutboxViewModel.Trouble trouble = vm.outbox().troubles().getFirst();
    assertThat(trouble.words()).contains("does not count").contains("Lin allowed it.");
    assertThat(trouble.retry()).isFalse();
    vm.discard(trouble.decisionId());
    assertThat(vm.outbox().troubles()).isEmpty();
  }

  @Test
  void aCaseGivenBackLeavesTheDesk() {
    vm.openNext();
    vm.release();
    assertThat(vm.current().get()).isNull();
    assertThat(vm.upNext()).hasSize(2);
  }

  @Test
  void aClosedViewModelHearsNothingMore() {
    vm.close();
    desk.openNext();
    assertThat(vm.current().get()).isNull();
  }

  static Change change(LoadedCase of, CaseState state, long version, String holder) {
    CaseSummary s = of.summary();
    return new Change(
        9,
        ChangeKind.CASE_DECIDED,
        s.id().toString(),
        new CaseSummary(
            s.id(),
            s.itemId(),
            s.kind(),
            state,
            version,
            s.queue(),
            s.priority(),
            s.createdAt(),
            s.dueAt(),
            s.category(),
            s.score(),
            s.language(),
            s.region(),
            s.surface(),
            s.media(),
            s.excerpt(),
            s.reach(),
            s.reports(),
            holder,
            s.why()),
        Cases.NOW);
  }

  private static final UserProblem REST =
      new UserProblem("wellness.rest", "You have done your time.", "It is back tomorrow.");

  @Test
  void restIsNoFailureAndNoClearQueue() {
    desk.refuseOpen = REST;
    vm.openNext();
    assertThat(vm.current().get()).as("what was shown as next is not").isNull();
    assertThat(vm.state().get()).isInstanceOf(LoadState.Resting.class);
    assertThat(vm.notice().get()).isEmpty();
    vm.back().set("It is back Tue 00:00.");
    assertThat(((LoadState.Resting) vm.state().get()).back().getValue()).contains("Tue 00:00");
    desk.refuseOpen = null;
    vm.open(second.id());
    assertThat(onDesk()).as("lighter cases can be opened").isEqualTo(second);
  }

  @Test
  void restThatFollowsADecisionIsSaidInItsPlace() {
    vm.openNext();
    desk.tell(each -> each.closed(first.id(), CloseReason.DECIDED));
    desk.tell(each -> each.closed(first.id(), CloseReason.RELEASED));
    desk.tell(each -> each.problem(REST.problem()));
    assertThat(vm.state().get()).isInstanceOf(LoadState.Resting.class);
    assertThat(vm.notice().get()).isEmpty();
  }

  @Test
  void whoIsAboutToRestFinishesTheCaseAndSeesNoOther() {
    vm.openNext();
    vm.pause();
    assertThat(onDesk()).isEqualTo(first);
    vm.open(second.id());
    assertThat(onDesk()).as("no other opens").isEqualTo(first);
    assertThat(vm.notice().get().orElseThrow().code()).isEqualTo("desk.paused");
    vm.next();
    assertThat(desk.asked).contains("release").doesNotContain("skip");
    assertThat(vm.current().get()).isNull();
    assertThat(vm.state().get()).isEqualTo(new LoadState.Empty("review.paused"));
    vm.openNext();
    assertThat(vm.current().get()).isNull();
    vm.resume(java.util.Optional.of(first.id()));
    assertThat(onDesk()).as("comes back").isEqualTo(first);
  }
}
