package dev.halcyon.client.desk;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.halcyon.client.Samples;
import dev.halcyon.protocol.CaseState;
import dev.halcyon.protocol.DecisionAction;
import dev.halcyon.protocol.DecisionRequest;
import dev.halcyon.protocol.Priority;
import dev.halcyon.protocol.SoundTrack;
import dev.halcyon.protocol.UserProblem;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import org.junit.jupiter.api.Test;

/** What a reviewer's session has ready, opens and holds. */
class DeskTest extends DeskFixture {
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
  void caseIsShownOnlyWhenItsSoundCanBeSeenAndReadAndNotHiddenForGood() {
    UUID spoken = server.add(Priority.P1, Samples.audio("m1"));
    try (Desk desk = desk()) {
      SoundTrack sound = desk.upNext().getFirst().sound("m1");
      assertThat(sound).isEqualTo(Samples.sound("m1"));
      assertThat(desk.upNext().getFirst().bytes()).isEqualTo(6);
    }
    ana.brokenRenditions.add("m1 sound");
    try (Desk desk = desk()) {
      timers.advance(MOMENT);
      LoadedCase shown = desk.upNext().getFirst();
      assertThat(shown.id()).isEqualTo(spoken);
      assertThat(shown.sound("m1")).isNull();
      assertThat(shown.missing())
          .singleElement()
          .satisfies(each -> assertThat(each.code()).isEqualTo("sound.unknown"));
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
      assertThat(ana.count("release " + first)).isEqualTo(1);
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
      ana.mostHeld = 1;
      desk.open(first);
      desk.decide(remove(first));
      assertThat(desk.current()).isEmpty();
      assertThat(ana.count("open ")).as("the first, one try ahead, one after it").isEqualTo(3);
      assertThatThrownBy(desk::openNext).satisfies(thrown -> assertCode(thrown, "lease.too_many"));

      timers.advance(WINDOW.plus(MOMENT));
      assertThat(server.accepted()).hasSize(1);
      assertThat(desk.current()).as("there is room again").isPresent();
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
  void crashMidCaseReturnsItWithinTheLeaseTime() {
    UUID first = server.add(Priority.P1);
    desk().open(first);
    timers.kill();
    clock.advance(Duration.ofSeconds(ModelServer.TTL_SECONDS));
    assertThat(server.state(first)).isEqualTo(CaseState.WAITING);
    assertThat(lin.open(first).lease().token()).isEqualTo(2);
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
  void whatWaitsButShallNotBeSeenNowIsNoClearQueue() {
    server.add(Priority.P1);
    ana.rests = true;
    try (Desk desk = desk()) {
      assertThatThrownBy(desk::openNext)
          .isInstanceOfSatisfying(
              UserProblem.class, why -> assertThat(why.code()).isEqualTo("wellness.rest"));
      assertThat(diary.lines).doesNotContain("nothing next");
      ana.rests = false;
      assertThat(desk.openNext()).isPresent();
    }
  }

  @Test
  void whoShallRestIsToldSoAfterADecisionAndASkipAlike() {
    UUID first = server.add(Priority.P1);
    UUID second = server.add(Priority.P1);
    try (Desk desk = desk()) {
      desk.open(first);
      timers.advance(MOMENT);
      desk.open(second);
      timers.advance(MOMENT);
      ana.rests = true;
      desk.filter(dev.halcyon.client.CaseFilter.WAITING);
      timers.advance(MOMENT);
      assertThatThrownBy(desk::skip)
          .isInstanceOfSatisfying(
              UserProblem.class, why -> assertThat(why.code()).isEqualTo("wellness.rest"));
      assertThat(desk.current()).as("passed on all the same").isEmpty();
      assertThat(server.state(second)).isEqualTo(CaseState.WAITING);
    }
  }

  @Test
  void pausedDeskFinishesWhatIsOpenAndTakesNothingMore() {
    UUID first = server.add(Priority.P1);
    UUID second = server.add(Priority.P1);
    try (Desk desk = desk()) {
      desk.open(first);
      timers.advance(MOMENT);
      assertThat(server.state(second)).as("claimed ahead").isEqualTo(CaseState.IN_REVIEW);
      desk.pause();
      assertThat(server.state(second)).as("others may have it").isEqualTo(CaseState.WAITING);
      assertThatThrownBy(() -> desk.open(second))
          .isInstanceOfSatisfying(
              UserProblem.class, why -> assertThat(why.code()).isEqualTo("desk.paused"));
      desk.decide(remove(first));
      timers.advance(MOMENT);
      assertThat(desk.current()).isEmpty();
      assertThat(server.state(second)).isEqualTo(CaseState.WAITING);
      desk.undo();
      assertThat(desk.current().orElseThrow().loaded().id()).as("may be undone").isEqualTo(first);
      timers.advance(MOMENT);
      assertThat(server.state(second)).isEqualTo(CaseState.WAITING);
      desk.decide(remove(first));
      desk.resume();
      assertThat(desk.openNext().orElseThrow().loaded().id()).isEqualTo(second);
    }
  }
}
