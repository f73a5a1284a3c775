package dev.halcyon.client.desk;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.halcyon.client.Samples;
import dev.halcyon.client.outbox.OutboxEntry;
import dev.halcyon.client.outbox.OutboxState;
import dev.halcyon.protocol.Category;
import dev.halcyon.protocol.DecisionAction;
import dev.halcyon.protocol.DecisionRequest;
import dev.halcyon.protocol.Priority;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.UUID;
import org.junit.jupiter.api.Test;

/** Decisions of a reviewer's session: their window, their undoing, what is kept of them. */
class DeskDecisionsTest extends DeskFixture {
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
      assertThat(ana.count("release " + second)).isEqualTo(1);
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
