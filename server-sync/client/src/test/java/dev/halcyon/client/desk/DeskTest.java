package dev.halcyon.client.desk;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.halcyon.client.Samples;
import dev.halcyon.client.TestClock;
import dev.halcyon.client.outbox.Outbox;
import dev.halcyon.client.outbox.OutboxEntry;
import dev.halcyon.client.outbox.OutboxState;
import dev.halcyon.protocol.CaseState;
import dev.halcyon.protocol.Category;
import dev.halcyon.protocol.DecisionAction;
import dev.halcyon.protocol.DecisionRequest;
import dev.halcyon.protocol.Priority;
import dev.halcyon.protocol.UserProblem;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A reviewer's session on one deterministic thread against a model of the server. */
class DeskTest {
  private static final Duration WINDOW = DeskOptions.DEFAULT.undoWindow();
  private static final Duration MOMENT = Duration.ofSeconds(1);

  @TempDir Path folder;

  private final TestClock clock = new TestClock();
  private final ModelServer server = new ModelServer(clock);
  private final ModelServer.Line ana = server.line("Ana");
  private final ModelServer.Line lin = server.line("Lin");
  private ManualTimers timers = new ManualTimers(clock);
  private Diary diary = new Diary();

  private Desk desk(DeskOptions options) {
    timers = new ManualTimers(clock);
    diary = new Diary();
    Outbox outbox = Outbox.open(Outbox.fileFor(folder, Samples.ANA), Samples.ANA, clock);
    var desk = new Desk(ana, outbox, options, clock, timers, timers);
    desk.listen(diary);
    desk.start();
    timers.advance(Duration.ZERO);
    return desk;
  }

  private Desk desk() {
    return desk(DeskOptions.DEFAULT);
  }

  private static DecisionDraft remove(UUID caseId) {
    return remove(caseId, "seen before");
  }

  private static DecisionDraft remove(UUID caseId, String note) {
    return new DecisionDraft(caseId, DecisionAction.REMOVE, List.of(), Category.SPAM, "S1", note);
  }

  private static List<UUID> ids(List<LoadedCase> cases) {
    return cases.stream().map(LoadedCase::id).toList();
  }

  private static void assertCode(Throwable thrown, String code) {
    assertThat(thrown)
        .isInstanceOfSatisfying(
            UserProblem.class, problem -> assertThat(problem.code()).isEqualTo(code));
  }

  @Test
  void caseIsShownOnlyWhenEveryRenditionIsLoaded() {
    UUID video = server.add(Priority.P1, Samples.video("m1", 8));
    try (Desk desk = desk()) {
      assertThat(diary.upNext)
          .allSatisfy(
              list ->
                  assertThat(list).allSatisfy(each -> assertThat(each.renditions()).hasSize(8)));
      assertThat(ids(desk.upNext())).containsExactly(video);
      assertThat(desk.upNext().getFirst().rendition("m1", 7)).isNotNull();
      assertThat(server.state(video)).as("nothing is claimed").isEqualTo(CaseState.WAITING);
    }
  }

  @Test
  void caseWhoseRenditionsCannotBeFetchedWaitsOutsideTheQueueUntilTheNetworkIsBack() {
    UUID video = server.add(Priority.P1, Samples.video("m1", 8));
    ana.lostRequests = 0;
    ana.brokenRenditions.add("m1 3");
    try (Desk desk = desk()) {
      assertThat(desk.upNext()).isEmpty();
      ana.brokenRenditions.clear();
      timers.advance(MOMENT);
      assertThat(ids(desk.upNext())).containsExactly(video);
    }
  }

  @Test
  void renditionTheServerNeverHasDoesNotHideTheCaseForGood() {
    server.add(Priority.P1, Samples.video("m1", 8));
    ana.brokenRenditions.add("m1 3");
    try (Desk desk = desk()) {
      timers.advance(MOMENT);
      LoadedCase shown = desk.upNext().getFirst();
      assertThat(shown.renditions()).hasSize(7);
      assertThat(shown.missing()).singleElement();
    }
  }

  @Test
  void queueAheadIsBoundedInOrderOfWorkAndRefilledAfterADecision() {
    List<UUID> normal = new ArrayList<>();
    for (int each = 0; each < 6; each++) {
      normal.add(server.add(Priority.P2));
    }
    UUID urgent = server.add(Priority.P0);
    try (Desk desk = desk(DeskOptions.DEFAULT.withUpNext(3))) {
      assertThat(ids(desk.upNext())).containsExactly(urgent, normal.get(0), normal.get(1));

      desk.openNext();
      desk.decide(remove(urgent));

      assertThat(desk.current().orElseThrow().loaded().id()).isEqualTo(normal.get(0));
      assertThat(ids(desk.upNext())).containsExactlyElementsOf(normal.subList(1, 4));
    }
  }

  @Test
  void fullQueuePausesButMakesRoomForSomethingMoreUrgent() {
    for (int each = 0; each < 3; each++) {
      server.add(Priority.P1);
    }
    try (Desk desk = desk(DeskOptions.DEFAULT.withUpNext(3))) {
      timers.advance(MOMENT);
      long before = ana.count("cases");
      server.add(Priority.P2);
      timers.advance(MOMENT);
      assertThat(ana.count("cases")).as("the feed pauses").isEqualTo(before);

      UUID urgent = server.add(Priority.P0);
      timers.advance(MOMENT);
      assertThat(desk.upNext()).hasSize(3);
      assertThat(desk.upNext().getFirst().id()).isEqualTo(urgent);
    }
  }

  @Test
  void openNextGoesToTheOneAfterWhenSomebodyElseWasFirst() {
    UUID first = server.add(Priority.P1);
    UUID second = server.add(Priority.P1);
    try (Desk desk = desk()) {
      ana.deaf = true;
      lin.open(first);

      assertThat(desk.openNext().orElseThrow().loaded().id()).isEqualTo(second);
      assertThat(server.holder(first)).isEqualTo("Lin");
      assertThat(ids(desk.upNext())).doesNotContain(first);
    }
  }

  @Test
  void caseTakenByAnotherIsMarkedAndLeavesWhenDecided() {
    UUID first = server.add(Priority.P1);
    UUID second = server.add(Priority.P1);
    try (Desk desk = desk()) {
      long token = lin.open(first).lease().token();
      timers.advance(MOMENT);
      assertThat(desk.upNext()).extracting(LoadedCase::takenBy).containsExactly("Lin", null);
      lin.release(first, token);
      timers.advance(MOMENT);
      assertThat(desk.upNext()).extracting(LoadedCase::takenBy).containsOnlyNulls();
      assertThat(ids(desk.upNext())).containsExactly(first, second);

      DecisionRequest theirs = Samples.decision(first, "");
      long again = lin.open(first).lease().token();
      lin.decide(
          new dev.halcyon.protocol.DecisionBatch(
              List.of(
                  new DecisionRequest(
                      theirs.id(),
                      first,
                      1,
                      again,
                      theirs.action(),
                      List.of(),
                      theirs.category(),
                      theirs.clause(),
                      "",
                      null,
                      theirs.decidedAt(),
                      1))));
      timers.advance(MOMENT);
      assertThat(ids(desk.upNext())).containsExactly(second);
    }
  }

  @Test
  void openingTakesTheLeaseAndTellsIt() {
    UUID id = server.add(Priority.P1);
    try (Desk desk = desk()) {
      OpenCase open = desk.open(id);
      assertThat(open.lease().token()).isEqualTo(1);
      assertThat(server.holder(id)).isEqualTo("Ana");
      assertThat(diary.lines).contains("opened " + id);
      assertThat(desk.upNext()).isEmpty();
    }
  }

  @Test
  void openingAnotherCaseGivesTheFirstOneBack() {
    UUID first = server.add(Priority.P1);
    UUID second = server.add(Priority.P1);
    try (Desk desk = desk()) {
      desk.open(first);
      desk.open(second);
      assertThat(server.holder(first)).isNull();
      assertThat(server.holder(second)).isEqualTo("Ana");
      assertThat(diary.lines).contains("closed " + first + " REPLACED");
    }
  }

  @Test
  void releasedCaseDoesNotComeStraightBackAsNext() {
    UUID first = server.add(Priority.P1);
    UUID second = server.add(Priority.P1);
    try (Desk desk = desk()) {
      desk.open(first);
      desk.release();
      assertThat(server.holder(first)).isNull();
      assertThat(desk.openNext().orElseThrow().loaded().id()).isEqualTo(second);
      desk.release();
      assertThat(desk.openNext()).as("nothing else is left").isPresent();
    }
  }

  @Test
  void decisionIsSentOnlyAfterItsWindowAndTheNextCaseIsThereAtOnce() {
    UUID first = server.add(Priority.P1);
    UUID second = server.add(Priority.P1);
    try (Desk desk = desk()) {
      desk.openNext();
      clock.advance(Duration.ofMillis(2_500));
      OutboxEntry entry = desk.decide(remove(first));

      assertThat(entry.decision().handlingMillis()).isEqualTo(2_500);
      assertThat(desk.current().orElseThrow().loaded().id()).isEqualTo(second);
      timers.advance(WINDOW.minusMillis(1));
      assertThat(server.accepted()).isEmpty();
      timers.advance(MOMENT);

      assertThat(server.accepted()).extracting(DecisionRequest::caseId).containsExactly(first);
      assertThat(diary.outbox).extracting(OutboxEntry::state).containsExactly(OutboxState.ACCEPTED);
      assertThat(diary.lines).contains("closed " + first + " DECIDED", "opened " + second);
    }
  }

  @Test
  void emptyQueueIsSaidQuietly() {
    UUID only = server.add(Priority.P1);
    try (Desk desk = desk()) {
      desk.openNext();
      desk.decide(remove(only));
      assertThat(desk.current()).isEmpty();
      assertThat(diary.lines).endsWith("nothing next");
    }
  }

  @Test
  void deskThatHoldsAsMuchAsItMayDoesNotAskThroughTheWholeQueue() {
    UUID first = server.add(Priority.P1);
    for (int i = 0; i < 5; i++) {
      server.add(Priority.P1);
    }
    try (Desk desk = desk()) {
      desk.open(first);
      ana.mostHeld = 1;
      desk.decide(remove(first));
      assertThat(desk.current()).isEmpty();
      assertThat(ana.count("open ")).as("the first, and one try after it").isEqualTo(2);
      assertThatThrownBy(desk::openNext).satisfies(thrown -> assertCode(thrown, "lease.too_many"));

      timers.advance(WINDOW.plus(MOMENT));
      assertThat(server.accepted()).hasSize(1);
      assertThat(desk.openNext()).isPresent();
    }
  }

  @Test
  void escalatedCaseIsNotOfferedToTheSameReviewerAgainWhileOthersWait() {
    UUID first = server.add(Priority.P0);
    UUID second = server.add(Priority.P1);
    UUID third = server.add(Priority.P1);
    try (Desk desk = desk()) {
      desk.open(first);
      desk.decide(
          new DecisionDraft(first, DecisionAction.ESCALATE, List.of(), null, null, "unsure"));
      timers.advance(WINDOW.plus(MOMENT));
      assertThat(server.state(first)).isEqualTo(CaseState.WAITING);
      assertThat(ids(desk.upNext())).startsWith(first);

      desk.decide(remove(second));
      assertThat(desk.current().orElseThrow().loaded().id()).isEqualTo(third);
    }
  }

  @Test
  void undoBringsBackDraftCaseAndLeaseAndReturnsTheNextToItsQueue() {
    UUID first = server.add(Priority.P1);
    UUID second = server.add(Priority.P1);
    try (Desk desk = desk()) {
      OpenCase open = desk.openNext().orElseThrow();
      desk.decide(remove(first));
      timers.advance(Duration.ofSeconds(5));

      Undone undone = desk.undo().orElseThrow();

      assertThat(undone)
          .isInstanceOfSatisfying(
              Undone.Restored.class,
              restored -> {
                assertThat(restored.draft()).isEqualTo(remove(first));
                assertThat(restored.lease().token()).isEqualTo(open.lease().token());
              });
      assertThat(desk.current().orElseThrow().loaded().id()).isEqualTo(first);
      assertThat(server.holder(second)).isNull();
      timers.advance(WINDOW.multipliedBy(2));
      assertThat(server.accepted()).isEmpty();
      assertThat(desk.undo()).isEmpty();
    }
  }

  @Test
  void undoAfterTheWindowSaysThatItIsTooLate() {
    UUID first = server.add(Priority.P1);
    try (Desk desk = desk()) {
      desk.openNext();
      UUID id = desk.decide(remove(first)).id();
      timers.advance(WINDOW.plus(MOMENT));
      assertThatThrownBy(() -> desk.undo(id)).satisfies(e -> assertCode(e, "undo.too-late"));
      assertThat(server.accepted()).hasSize(1);
    }
  }

  @Test
  void heartbeatsKeepTheOpenCaseAndTheOneThatCanStillBeUndone() {
    UUID first = server.add(Priority.P1);
    UUID second = server.add(Priority.P1);
    Duration window = Duration.ofSeconds(ModelServer.TTL_SECONDS * 3);
    try (Desk desk = desk(DeskOptions.DEFAULT.withUndoWindow(window))) {
      desk.openNext();
      desk.decide(remove(first));

      timers.advance(window.minus(MOMENT));

      assertThat(server.holder(first)).isEqualTo("Ana");
      assertThat(server.holder(second)).isEqualTo("Ana");
      timers.advance(MOMENT.multipliedBy(2));
      long beats = ana.count("heartbeat " + first);
      timers.advance(window);
      assertThat(ana.count("heartbeat " + first)).as("over once decided").isEqualTo(beats);
      assertThat(ana.count("heartbeat " + second)).isGreaterThan(beats);
      assertThat(server.accepted()).hasSize(1);
    }
  }

  @Test
  void reopeningACaseDoesNotDoubleItsHeartbeats() {
    UUID only = server.add(Priority.P1);
    try (Desk desk = desk()) {
      for (int each = 0; each < 5; each++) {
        desk.open(only);
        desk.release();
      }
      desk.open(only);
      long before = ana.count("heartbeat");
      timers.advance(Duration.ofSeconds(ModelServer.TTL_SECONDS));
      assertThat(ana.count("heartbeat") - before).isEqualTo(3);
    }
  }

  @Test
  void lostLeaseTakesTheCaseOffTheDesk() {
    UUID only = server.add(Priority.P1);
    try (Desk desk = desk()) {
      desk.open(only);
      ana.deaf = true;
      server.revoke(only);
      timers.advance(Duration.ofSeconds(ModelServer.TTL_SECONDS));
      assertThat(desk.current()).isEmpty();
      assertThat(diary.lines).contains("closed " + only + " LEASE_LOST");
      assertThatThrownBy(() -> desk.decide(remove(only)))
          .satisfies(e -> assertCode(e, "desk.not-open"));
    }
  }

  @Test
  void shortOutageDoesNotLoseTheLeaseALongOneDoes() {
    UUID only = server.add(Priority.P1);
    try (Desk desk = desk()) {
      desk.open(only);
      ana.goOffline();
      timers.advance(Duration.ofSeconds(ModelServer.TTL_SECONDS / 2));
      ana.goOnline();
      timers.advance(Duration.ofSeconds(ModelServer.TTL_SECONDS));
      assertThat(desk.current()).isPresent();
      assertThat(server.holder(only)).isEqualTo("Ana");

      ana.goOffline();
      timers.advance(Duration.ofSeconds(ModelServer.TTL_SECONDS * 2));
      assertThat(desk.current()).isEmpty();
      assertThat(diary.lines).contains("closed " + only + " LEASE_LOST");
    }
  }

  @Test
  void decisionMadeOfflineIsShownAsNotSavedAndSentWhenTheNetworkIsBack() {
    UUID first = server.add(Priority.P1);
    try (Desk desk = desk()) {
      desk.open(first);
      ana.goOffline();
      desk.decide(remove(first));
      timers.advance(WINDOW.plus(MOMENT));
      OutboxEntry waiting = diary.outbox.getFirst();
      assertThat(waiting.state()).isEqualTo(OutboxState.NOT_SAVED);
      assertThat(waiting.problem().code()).isEqualTo("network.unreachable");

      ana.goOnline();
      timers.advance(Duration.ZERO);

      assertThat(server.accepted()).hasSize(1);
      assertThat(diary.outbox.getFirst().state()).isEqualTo(OutboxState.ACCEPTED);
    }
  }

  @Test
  void caseAfterADecisionMadeOfflineIsOpenedWhenTheNetworkIsBack() {
    UUID first = server.add(Priority.P1);
    UUID second = server.add(Priority.P1);
    try (Desk desk = desk()) {
      desk.open(first);
      ana.goOffline();
      desk.decide(remove(first));
      timers.advance(WINDOW.plus(MOMENT));
      assertThat(desk.current()).isEmpty();

      ana.goOnline();
      timers.advance(Duration.ZERO);

      assertThat(desk.current().orElseThrow().loaded().id()).isEqualTo(second);
    }
  }

  @Test
  void lostAnswerIsAskedForAgainAndTheDecisionStandsOnce() {
    UUID first = server.add(Priority.P1);
    try (Desk desk = desk()) {
      desk.open(first);
      desk.decide(remove(first));
      timers.advance(WINDOW.minusMillis(1));
      ana.lostAnswers = 1;
      timers.advance(Duration.ofMillis(1));
      assertThat(diary.outbox.getFirst().state()).isEqualTo(OutboxState.NOT_SAVED);

      timers.advance(DeskOptions.DEFAULT.retryMost());

      assertThat(ana.count("decide")).isEqualTo(2);
      assertThat(server.accepted()).hasSize(1);
      assertThat(diary.outbox.getFirst().state()).isEqualTo(OutboxState.ACCEPTED);
    }
  }

  @Test
  void conflictStaysVisibleWithTheCaseAsItStands() {
    UUID first = server.add(Priority.P1);
    try (Desk desk = desk()) {
      desk.open(first);
      ana.deaf = true;
      server.report(first);
      UUID id = desk.decide(remove(first)).id();
      timers.advance(WINDOW.plus(MOMENT));

      OutboxEntry entry = diary.outbox.getFirst();
      assertThat(entry.state()).isEqualTo(OutboxState.CONFLICT);
      assertThat(entry.present().version()).isEqualTo(2);
      assertThat(server.state(first)).as("back in its queue").isEqualTo(CaseState.WAITING);
      timers.advance(Duration.ofMinutes(10));
      assertThat(ana.count("decide")).as("not sent again").isEqualTo(1);
      desk.discard(id);
      assertThat(diary.outbox.getFirst().state()).isEqualTo(OutboxState.DISCARDED);
    }
  }

  @Test
  void newerVersionOfTheOpenCaseIsLoadedSoThatTheDecisionFits() {
    UUID first = server.add(Priority.P1);
    try (Desk desk = desk()) {
      desk.open(first);
      server.report(first);
      assertThat(diary.lines).contains("refreshed " + first + " 2");
      desk.decide(remove(first));
      timers.advance(WINDOW.plus(MOMENT));
      assertThat(server.accepted()).hasSize(1);
    }
  }

  @Test
  void rejectedDecisionStaysVisibleAndItsCaseReturnsToTheQueue() {
    UUID first = server.add(Priority.P1);
    try (Desk desk = desk()) {
      desk.open(first);
      desk.decide(remove(first, "reject me"));
      timers.advance(WINDOW.plus(MOMENT));

      assertThat(diary.outbox.getFirst().state()).isEqualTo(OutboxState.NOT_SAVED);
      assertThat(diary.outbox.getFirst().problem().code()).isEqualTo("decision.clause");
      assertThat(server.state(first)).isEqualTo(CaseState.WAITING);
      assertThat(ids(desk.upNext())).containsExactly(first);
    }
  }

  @Test
  void oneUnbearableDecisionDoesNotHoldBackTheOthers() {
    List<UUID> cases = new ArrayList<>();
    for (int each = 0; each < 3; each++) {
      cases.add(server.add(Priority.P1));
    }
    try (Desk desk = desk()) {
      desk.openNext();
      for (UUID each : cases) {
        UUID id = desk.decide(remove(each)).id();
        if (each == cases.get(1)) {
          server.cannotBear(id);
        }
      }
      timers.advance(WINDOW.plus(MOMENT));
      assertThat(server.accepted())
          .extracting(DecisionRequest::caseId)
          .containsExactly(cases.get(0), cases.get(2));
      assertThat(diary.outbox)
          .extracting(OutboxEntry::state)
          .containsExactly(OutboxState.ACCEPTED, OutboxState.NOT_SAVED, OutboxState.ACCEPTED);
      assertThat(server.state(cases.get(1))).as("not kept for nobody").isEqualTo(CaseState.WAITING);
    }
  }

  @Test
  void ownDecidedCaseCannotBeOpenedWhileItsDecisionIsOnItsWay() {
    UUID first = server.add(Priority.P1);
    try (Desk desk = desk()) {
      desk.open(first);
      desk.decide(remove(first));
      assertThatThrownBy(() -> desk.open(first)).satisfies(e -> assertCode(e, "desk.decided"));
      assertThat(ids(desk.upNext())).doesNotContain(first);
    }
  }

  @Test
  void keyPressedLateDecidesNothing() {
    UUID first = server.add(Priority.P1);
    UUID second = server.add(Priority.P1);
    try (Desk desk = desk()) {
      desk.open(second);
      assertThatThrownBy(() -> desk.decide(remove(first)))
          .satisfies(e -> assertCode(e, "desk.not-open"));
      assertThat(desk.outbox()).isEmpty();
    }
  }

  @Test
  void incompleteDraftIsRefusedBeforeTheCaseLeaves() {
    UUID first = server.add(Priority.P1);
    try (Desk desk = desk()) {
      desk.open(first);
      var noClause =
          new DecisionDraft(first, DecisionAction.REMOVE, List.of(), Category.SPAM, null, "");
      assertThatThrownBy(() -> desk.decide(noClause))
          .satisfies(e -> assertCode(e, "decision.incomplete"))
          .hasMessageContaining("clause");
      assertThat(desk.current()).isPresent();
    }
  }

  @Test
  void closingReturnsTheOpenCaseAtOnceSendsWhatIsDueAndKeepsTheRest() {
    UUID first = server.add(Priority.P1);
    UUID second = server.add(Priority.P1);
    UUID third = server.add(Priority.P1);
    Desk desk = desk();
    desk.openNext();
    desk.decide(remove(first));
    clock.advance(WINDOW);
    desk.decide(remove(second));
    assertThat(server.holder(third)).isEqualTo("Ana");

    desk.close();

    assertThat(server.holder(third)).isNull();
    assertThat(server.accepted()).extracting(DecisionRequest::caseId).containsExactly(first);
    assertThatThrownBy(() -> desk.open(third)).satisfies(e -> assertCode(e, "desk.closed"));
    timers.kill();
    clock.advance(WINDOW);
    try (Desk next = desk()) {
      assertThat(server.accepted())
          .extracting(DecisionRequest::caseId)
          .containsExactly(first, second);
      assertThat(next.outbox()).extracting(OutboxEntry::caseId).containsExactly(second);
    }
  }

  @Test
  void crashMidCaseReturnsItWithinTheLeaseTime() {
    UUID first = server.add(Priority.P1);
    desk().open(first);
    timers.kill();
    clock.advance(Duration.ofSeconds(ModelServer.TTL_SECONDS));
    assertThat(server.state(first)).isEqualTo(CaseState.WAITING);
    assertThat(lin.open(first).lease().token()).isEqualTo(2);
  }

  @Test
  void decisionWithinItsWindowCanBeUndoneAfterARestartUnderTheSameLease() {
    UUID first = server.add(Priority.P1);
    Desk before = desk();
    before.open(first);
    before.decide(remove(first));
    before.close();
    timers.kill();
    clock.advance(Duration.ofSeconds(3));

    try (Desk desk = desk()) {
      assertThat(desk.upNext()).as("decided here already").isEmpty();
      assertThat(desk.undo().orElseThrow())
          .isInstanceOfSatisfying(
              Undone.Restored.class,
              restored -> {
                assertThat(restored.draft()).isEqualTo(remove(first));
                assertThat(restored.lease().token()).isEqualTo(1);
              });
      timers.advance(Duration.ofSeconds(ModelServer.TTL_SECONDS * 2));
      assertThat(server.holder(first)).isEqualTo("Ana");
    }
  }

  @Test
  void undoWhoseCaseWentToSomebodyElseSaysSoAndKeepsTheDraft() {
    UUID first = server.add(Priority.P1);
    Duration window = Duration.ofSeconds(ModelServer.TTL_SECONDS * 3);
    try (Desk desk = desk(DeskOptions.DEFAULT.withUndoWindow(window))) {
      desk.open(first);
      desk.decide(remove(first));
      server.revoke(first);
      lin.open(first);
      timers.advance(Duration.ofSeconds(ModelServer.TTL_SECONDS / 2));

      assertThat(desk.undo().orElseThrow())
          .isInstanceOfSatisfying(
              Undone.CaseGone.class,
              gone -> {
                assertThat(gone.draft()).isEqualTo(remove(first));
                assertThat(gone.problem().code()).isEqualTo("lease.held");
              });
      assertThat(server.holder(first)).isEqualTo("Lin");
      timers.advance(window.multipliedBy(2));
      assertThat(server.accepted()).isEmpty();
    }
  }

  @Test
  void resetOfTheFeedLoadsEverythingAnew() {
    server.add(Priority.P1);
    try (Desk desk = desk()) {
      ana.deaf = true;
      UUID missed = server.add(Priority.P0);
      ana.deaf = false;
      server.reset();
      timers.advance(MOMENT);
      assertThat(ids(desk.upNext())).first().isEqualTo(missed);
    }
  }

  @Test
  void queuesAreCountedAgainAfterChanges() {
    server.add(Priority.P1);
    try (Desk desk = desk()) {
      assertThat(desk.queues().getFirst().depth()).isEqualTo(1);
      long before = ana.count("queues");
      for (int each = 0; each < 50; each++) {
        server.add(Priority.P1);
      }
      timers.advance(MOMENT.multipliedBy(2));
      assertThat(diary.queues.getFirst().depth()).isEqualTo(51);
      assertThat(ana.count("queues") - before).as("a storm costs one call").isEqualTo(1);
    }
  }

  @Test
  void nothingOfTheContentIsInAnyFile() throws Exception {
    UUID first = server.add(Priority.P1, Samples.video("m1", 5));
    server.add(Priority.P1, Samples.video("m2", 5));
    Desk desk = desk();
    desk.openNext();
    ana.deaf = true;
    server.report(first);
    desk.decide(remove(first, "the reviewer's own words"));
    assertSearched("the reviewer's own words");
    timers.advance(WINDOW.plus(MOMENT));
    assertThat(diary.outbox.getFirst().state()).isEqualTo(OutboxState.CONFLICT);
    assertThat(diary.outbox.getFirst().present().excerpt()).isEqualTo(Samples.MARKED);
    assertSearched("CONFLICT");
    desk.close();
    assertSearched("CONFLICT");
  }

  /** The files hold {@code expected}, which shows that the search works, and no content. */
  private void assertSearched(String expected) throws Exception {
    var all = new StringBuilder();
    try (var files = Files.walk(folder)) {
      for (Path file : files.filter(Files::isRegularFile).toList()) {
        all.append(
            new String(Files.readAllBytes(file), java.nio.charset.StandardCharsets.ISO_8859_1));
      }
    }
    assertThat(all.toString()).contains(expected).doesNotContain(Samples.MARKED);
  }
}
