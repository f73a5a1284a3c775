package dev.halcyon.client.outbox;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.halcyon.client.Samples;
import dev.halcyon.client.TestClock;
import dev.halcyon.client.journal.FaultyStorage;
import dev.halcyon.client.journal.Lines;
import dev.halcyon.protocol.DecisionOutcome;
import dev.halcyon.protocol.DecisionRequest;
import dev.halcyon.protocol.DecisionResult;
import dev.halcyon.protocol.Problem;
import dev.halcyon.protocol.UserProblem;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class OutboxTest {
  private static final Duration WINDOW = Duration.ofSeconds(10);

  private final TestClock clock = new TestClock();

  @TempDir Path folder;

  private Path file() {
    return Outbox.fileFor(folder.resolve("state"), Samples.ANA);
  }

  private Outbox open() {
    return Outbox.open(file(), Samples.ANA, clock);
  }

  private Outbox open(FaultyStorage disk) {
    return Outbox.open(disk, Samples.ANA, clock);
  }

  private static DecisionResult result(UUID id, DecisionOutcome outcome) {
    Problem problem =
        outcome == DecisionOutcome.ACCEPTED
            ? null
            : new Problem("lease.stale", "Lin decided first.", "Look at the case.");
    return new DecisionResult(id, outcome, false, null, problem, null);
  }

  @Test
  void decisionOutlivesAKilledProcess() {
    var disk = new FaultyStorage();
    DecisionRequest decision = Samples.decision();
    open(disk).add(decision, WINDOW);

    Outbox next = open(new FaultyStorage(disk.afterPowerLoss(0)));

    assertThat(next.entries())
        .singleElement()
        .extracting(OutboxEntry::decision)
        .isEqualTo(decision);
    assertThat(next.notice()).isNull();
  }

  @Test
  void decisionIsOfferedForSendingOnlyAfterItsWindow() {
    try (Outbox outbox = open()) {
      OutboxEntry made = outbox.add(Samples.decision(), WINDOW);
      clock.advance(WINDOW.minusMillis(1));
      assertThat(outbox.claimDue(100)).isEmpty();
      assertThat(outbox.nextDue()).isEqualTo(made.undoUntil());

      clock.advance(Duration.ofMillis(1));

      assertThat(outbox.claimDue(100)).extracting(OutboxEntry::id).containsExactly(made.id());
      assertThat(outbox.entries().getFirst().state()).isEqualTo(OutboxState.SENDING);
    }
  }

  @Test
  void undoneDecisionIsNeverOfferedAgainNotEvenAfterAPowerLoss() {
    var disk = new FaultyStorage();
    Outbox outbox = open(disk);
    OutboxEntry other = outbox.add(Samples.decision(), WINDOW);
    OutboxEntry undone = outbox.add(Samples.decision(), WINDOW);
    outbox.undo(undone.id());
    clock.advance(WINDOW);

    Outbox next = open(new FaultyStorage(disk.afterPowerLoss(0)));

    assertThat(next.claimDue(100)).extracting(OutboxEntry::id).containsExactly(other.id());
  }

  @Test
  void undoIsRefusedOnceTheDecisionIsBeingSentEvenAfterARestart() {
    var disk = new FaultyStorage();
    Outbox outbox = open(disk);
    UUID id = outbox.add(Samples.decision(), WINDOW).id();
    clock.advance(WINDOW);
    outbox.claimDue(100);

    for (Outbox each : List.of(outbox, open(new FaultyStorage(disk.afterPowerLoss(0))))) {
      assertThatThrownBy(() -> each.undo(id))
          .isInstanceOfSatisfying(
              UserProblem.class, problem -> assertThat(problem.code()).isEqualTo("undo.too-late"));
    }
  }

  @Test
  void windowRunsOnAfterARestartWhileItsTimeIsNotOver() {
    var disk = new FaultyStorage();
    UUID id = open(disk).add(Samples.decision(), WINDOW).id();
    clock.advance(Duration.ofSeconds(4));

    Outbox next = open(new FaultyStorage(disk.afterKill()));

    assertThat(next.undo(id).state()).isEqualTo(OutboxState.UNDONE);
  }

  @Test
  void clockSetBackDoesNotHoldADecisionLongerThanItsWindow() {
    var disk = new FaultyStorage();
    clock.advance(Duration.ofHours(2));
    DecisionRequest made = Samples.decision();
    DecisionRequest late =
        new DecisionRequest(
            made.id(),
            made.caseId(),
            1,
            1,
            made.action(),
            List.of(),
            made.category(),
            made.clause(),
            "",
            null,
            clock.instant(),
            1);
    open(disk).add(late, WINDOW);
    clock.advance(Duration.ofHours(-2));

    Outbox next = open(new FaultyStorage(disk.afterKill()));
    clock.advance(WINDOW);

    assertThat(next.claimDue(100)).hasSize(1);
  }

  @Test
  void acceptedDecisionsLeaveTheFile() throws Exception {
    DecisionRequest decision = Samples.decision(UUID.randomUUID(), "a private remark");
    try (Outbox outbox = open()) {
      outbox.add(decision, Duration.ZERO);
      outbox.claimDue(100);
      assertThat(Files.readString(file())).contains("a private remark");

      outbox.settle(result(decision.id(), DecisionOutcome.ACCEPTED));

      assertThat(outbox.entries().getFirst().state()).isEqualTo(OutboxState.ACCEPTED);
      assertThat(Files.readString(file())).doesNotContain("a private remark");
    }
    try (Outbox outbox = open()) {
      assertThat(outbox.entries()).isEmpty();
    }
  }

  @Test
  void conflictStaysVisibleOverRestartsUntilDiscarded() {
    UUID id;
    try (Outbox outbox = open()) {
      id = outbox.add(Samples.decision(), Duration.ZERO).id();
      outbox.claimDue(100);
      outbox.settle(result(id, DecisionOutcome.CONFLICT));
      assertThat(outbox.entries().getFirst().problem().message()).isEqualTo("Lin decided first.");
    }
    try (Outbox outbox = open()) {
      OutboxEntry kept = outbox.entries().getFirst();
      assertThat(kept.state()).isEqualTo(OutboxState.CONFLICT);
      assertThat(kept.problem().code()).isEqualTo("lease.stale");
      assertThat(outbox.claimDue(100)).isEmpty();
      outbox.discard(id);
    }
    try (Outbox outbox = open()) {
      assertThat(outbox.entries()).isEmpty();
    }
  }

  @Test
  void failedTryIsShownAsNotSavedAndComesDueAgain() {
    try (Outbox outbox = open()) {
      UUID id = outbox.add(Samples.decision(), Duration.ZERO).id();
      outbox.claimDue(100);
      var down = new Problem("network.unreachable", "No network.", "Wait.");
      outbox.failed(List.of(id), down, clock.instant().plusSeconds(5));

      OutboxEntry entry = outbox.entries().getFirst();
      assertThat(entry.state()).isEqualTo(OutboxState.NOT_SAVED);
      assertThat(entry.needsAttention()).isTrue();
      assertThat(entry.attempts()).isEqualTo(1);
      assertThat(outbox.claimDue(100)).isEmpty();
      clock.advance(Duration.ofSeconds(5));
      assertThat(outbox.claimDue(100)).extracting(OutboxEntry::id).containsExactly(id);
    }
  }

  @Test
  void decisionTheServerMayHaveCannotBeDiscarded() {
    try (Outbox outbox = open()) {
      UUID id = outbox.add(Samples.decision(), Duration.ZERO).id();
      outbox.claimDue(100);
      var cut = new Problem("network.interrupted", "Cut.", "Wait.");
      outbox.failed(List.of(id), cut, clock.instant().plusSeconds(5));

      assertThatThrownBy(() -> outbox.discard(id))
          .isInstanceOfSatisfying(
              UserProblem.class,
              problem -> assertThat(problem.code()).isEqualTo("outbox.not-failed"));
    }
  }

  @Test
  void retrySendsARejectedDecisionAgain() {
    try (Outbox outbox = open()) {
      UUID id = outbox.add(Samples.decision(), Duration.ZERO).id();
      outbox.claimDue(100);
      outbox.settle(result(id, DecisionOutcome.REJECTED));
      assertThat(outbox.claimDue(100)).isEmpty();

      outbox.retry(id);

      assertThat(outbox.claimDue(100)).extracting(OutboxEntry::id).containsExactly(id);
    }
  }

  @Test
  void fullDiskRefusesTheDecisionAndKeepsTheEarlierOnes() {
    var disk = new FaultyStorage();
    Outbox outbox = open(disk);
    UUID kept = outbox.add(Samples.decision(), WINDOW).id();
    disk.capacity = disk.durable.length + 40;

    assertThatThrownBy(() -> outbox.add(Samples.decision(), WINDOW))
        .isInstanceOfSatisfying(
            UserProblem.class,
            problem -> {
              assertThat(problem.code()).isEqualTo("outbox.disk-full");
              assertThat(problem.remedy()).contains("Free some space");
            });

    assertThat(outbox.entries()).extracting(OutboxEntry::id).containsExactly(kept);
    Outbox next = open(new FaultyStorage(disk.afterKill()));
    assertThat(next.entries()).extracting(OutboxEntry::id).containsExactly(kept);
    assertThat(next.notice()).isNull();

    disk.capacity = Long.MAX_VALUE;
    UUID later = outbox.add(Samples.decision(), WINDOW).id();
    assertThat(open(new FaultyStorage(disk.afterPowerLoss(0))).entries())
        .extracting(OutboxEntry::id)
        .containsExactly(kept, later);
  }

  @Test
  void failedForceIsNotTakenAsMadeAndTheFileIsWrittenAnew() {
    var disk = new FaultyStorage();
    Outbox outbox = open(disk);
    disk.failingForces = 2;

    assertThatThrownBy(() -> outbox.add(Samples.decision(), WINDOW))
        .isInstanceOfSatisfying(
            UserProblem.class, problem -> assertThat(problem.code()).isEqualTo("outbox.failed"));
    UUID made = outbox.add(Samples.decision(), WINDOW).id();

    assertThat(open(new FaultyStorage(disk.afterPowerLoss(0))).entries())
        .extracting(OutboxEntry::id)
        .containsExactly(made);
  }

  @Test
  void fullDiskNeverHoldsBackADecisionThatIsDue() {
    var disk = new FaultyStorage();
    Outbox outbox = open(disk);
    UUID id = outbox.add(Samples.decision(), WINDOW).id();
    clock.advance(WINDOW);
    disk.capacity = 0;

    assertThat(outbox.claimDue(100)).extracting(OutboxEntry::id).containsExactly(id);
    outbox.settle(result(id, DecisionOutcome.ACCEPTED));
    assertThat(outbox.entries().getFirst().state()).isEqualTo(OutboxState.ACCEPTED);

    Outbox next = open(new FaultyStorage(disk.afterPowerLoss(0)));
    assertThat(next.claimDue(100)).as("sent again: the server knows the id").hasSize(1);
  }

  @Test
  void sameIdTwiceIsOneEntry() {
    try (Outbox outbox = open()) {
      DecisionRequest decision = Samples.decision();
      outbox.add(decision, WINDOW);
      outbox.add(decision, WINDOW);
      assertThat(outbox.entries()).hasSize(1);
    }
  }

  @Test
  void secondWorkbenchOnTheSameFileIsRefused() {
    try (Outbox first = open()) {
      assertThat(first.entries()).isEmpty();
      assertThatThrownBy(this::open)
          .isInstanceOfSatisfying(
              UserProblem.class, problem -> assertThat(problem.code()).isEqualTo("outbox.locked"));
    }
    open().close();
  }

  @Test
  void decisionsOfAnotherAccountAreRefused() {
    open().close();
    UUID lin = UUID.randomUUID();
    assertThatThrownBy(() -> Outbox.open(file(), lin, clock))
        .isInstanceOfSatisfying(
            UserProblem.class,
            problem -> assertThat(problem.code()).isEqualTo("outbox.other-account"));
    open().close();
  }

  @Test
  void fileOfANewerFormatIsRefusedAndLeftAlone() throws Exception {
    open().close();
    byte[] newer =
        new Lines<>(JournalRecord.class).write(List.of(new JournalRecord.Header(2, Samples.ANA)));
    Files.write(file(), newer);

    assertThatThrownBy(this::open)
        .isInstanceOfSatisfying(
            UserProblem.class, problem -> assertThat(problem.code()).isEqualTo("outbox.newer"));
    assertThat(Files.readAllBytes(file())).isEqualTo(newer);
  }

  @Test
  void filesAreReadableByTheirOwnerAlone() throws Exception {
    try (Outbox outbox = open()) {
      outbox.add(Samples.decision(), WINDOW);
      try (var files = Files.list(file().getParent())) {
        assertThat(files.toList())
            .hasSize(2)
            .allSatisfy(
                each ->
                    assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(each)))
                        .isEqualTo("rw-------"));
      }
    }
  }

  @Test
  void damagedTailIsSetAsideWithANotice() throws Exception {
    UUID id;
    try (Outbox outbox = open()) {
      id = outbox.add(Samples.decision(), WINDOW).id();
    }
    byte[] whole = Files.readAllBytes(file());
    Files.write(
        file(),
        "0badc0de {\"is\":\"made\",\"deci".getBytes(StandardCharsets.UTF_8),
        java.nio.file.StandardOpenOption.APPEND);

    try (Outbox outbox = open()) {
      assertThat(outbox.entries()).extracting(OutboxEntry::id).containsExactly(id);
      assertThat(outbox.notice()).isNotNull();
      assertThat(outbox.notice().code()).isEqualTo("outbox.torn");
      Path aside = file().resolveSibling(file().getFileName() + ".damaged");
      assertThat(outbox.notice().message()).contains(aside.toString());
      assertThat(Files.readString(aside)).contains("0badc0de");
    }
    assertThat(Files.readAllBytes(file())).isEqualTo(whole);
    try (Outbox outbox = open()) {
      assertThat(outbox.notice()).isNull();
    }
  }

  @Test
  void damageInTheMiddleHoldsWhatMayHaveBeenUndoneForTheReviewer() throws Exception {
    open().close();
    var made = new JournalRecord.Made(Samples.decision(), clock.instant());
    byte[] file =
        new Lines<>(JournalRecord.class)
            .write(
                List.of(
                    new JournalRecord.Header(1, Samples.ANA),
                    made,
                    new JournalRecord.Moved(made.decision().id(), OutboxState.UNDONE, null)));
    file[file.length - 10] ^= 1;
    Files.write(file(), file);
    clock.advance(WINDOW);

    for (int start = 0; start < 2; start++) {
      try (Outbox outbox = open()) {
        assertThat(outbox.claimDue(100)).isEmpty();
        OutboxEntry held = outbox.entries().getFirst();
        assertThat(held.state()).isEqualTo(OutboxState.NOT_SAVED);
        assertThat(held.problem().message()).contains("damaged");
      }
    }
    try (Outbox outbox = open()) {
      outbox.retry(made.decision().id());
      assertThat(outbox.claimDue(100)).hasSize(1);
    }
  }

  @Test
  void listenersHearThePresentAndEachChangeInOrder() throws Exception {
    try (Outbox outbox = open()) {
      List<List<OutboxState>> heard = new ArrayList<>();
      AutoCloseable watch =
          outbox.listen(list -> heard.add(list.stream().map(OutboxEntry::state).toList()));
      UUID id = outbox.add(Samples.decision(), WINDOW).id();
      outbox.undo(id);
      watch.close();
      outbox.add(Samples.decision(), WINDOW);

      assertThat(heard)
          .containsExactly(
              List.of(), List.of(OutboxState.PENDING_UNDO), List.of(OutboxState.UNDONE));
    }
  }
}
