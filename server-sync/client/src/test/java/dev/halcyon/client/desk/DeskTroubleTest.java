package dev.halcyon.client.desk;

import static org.assertj.core.api.Assertions.assertThat;

import dev.halcyon.client.outbox.OutboxEntry;
import dev.halcyon.client.outbox.OutboxState;
import dev.halcyon.protocol.CaseState;
import dev.halcyon.protocol.DecisionRequest;
import dev.halcyon.protocol.Priority;
import dev.halcyon.protocol.Problem;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import org.junit.jupiter.api.Test;

/** Decisions that are cut off, lost, refused, or out of date. */
class DeskTroubleTest extends DeskFixture {
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
    UUID third = server.add(Priority.P1);
    try (Desk desk = desk()) {
      desk.open(first);
      ana.goOffline();
      desk.decide(remove(first));
      desk.decide(remove(second));
      timers.advance(WINDOW.plus(MOMENT));
      assertThat(desk.current()).isEmpty();

      ana.goOnline();
      timers.advance(Duration.ZERO);

      assertThat(desk.current().orElseThrow().loaded().id()).isEqualTo(third);
    }
  }

  @Test
  void whoDecidesFasterThanDecisionsAreSentGetsTheNextCaseWhenTheFirstIs() {
    UUID first = server.add(Priority.P1);
    UUID second = server.add(Priority.P1);
    UUID third = server.add(Priority.P1);
    UUID fourth = server.add(Priority.P1);
    ana.mostHeld = 2;
    try (Desk desk = desk()) {
      desk.openNext();
      desk.decide(remove(first));
      desk.decide(remove(second));
      assertThat(desk.current()).as("two are held that can be undone").isEmpty();
      timers.advance(WINDOW.minus(MOMENT));
      assertThat(diary.problems)
          .extracting(Problem::code)
          .as("said once, however often it is tried")
          .containsExactly("desk.undo-holds");

      timers.advance(MOMENT.multipliedBy(2));

      assertThat(desk.current().orElseThrow().loaded().id()).isEqualTo(third);
      assertThat(server.holder(fourth)).as("and the one after it is claimed").isEqualTo("Ana");
    }
  }

  @Test
  void skipWhereNoFurtherCaseMayBeHeldGivesTheOpenOneBackFirst() {
    UUID first = server.add(Priority.P1);
    UUID second = server.add(Priority.P1);
    ana.mostHeld = 1;
    try (Desk desk = desk()) {
      desk.open(first);
      desk.skip();
      assertThat(server.holder(first)).isNull();
      assertThat(desk.current().orElseThrow().loaded().id()).isEqualTo(second);
    }
  }

  @Test
  void oneLostRequestDoesNotEndTheWork() {
    UUID first = server.add(Priority.P1);
    try (Desk desk = desk()) {
      desk.open(first);
      UUID second = server.add(Priority.P1);
      ana.lostRequests = 1;
      desk.decide(remove(first));
      assertThat(desk.current()).as("not heard of, with the server there").isEmpty();

      timers.advance(DeskOptions.DEFAULT.retryFirst());

      assertThat(desk.current().orElseThrow().loaded().id()).isEqualTo(second);
    }
  }

  @Test
  void whoGaveTheCaseBackIsHandedNoneByItself() {
    UUID first = server.add(Priority.P1);
    server.add(Priority.P1);
    ana.mostHeld = 1;
    try (Desk desk = desk()) {
      desk.open(first);
      desk.decide(remove(first));
      desk.release();
      timers.advance(WINDOW.plus(MOMENT));
      assertThat(server.accepted()).hasSize(1);
      assertThat(desk.current()).isEmpty();
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
}
