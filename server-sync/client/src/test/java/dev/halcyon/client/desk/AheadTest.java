package dev.halcyon.client.desk;

import static org.assertj.core.api.Assertions.assertThat;

import dev.halcyon.client.Samples;
import dev.halcyon.client.TestClock;
import dev.halcyon.client.outbox.Outbox;
import dev.halcyon.protocol.CaseState;
import dev.halcyon.protocol.DecisionAction;
import dev.halcyon.protocol.Priority;
import java.lang.ref.WeakReference;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.UUID;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The case claimed while the reviewer decides the one before. */
class AheadTest {
  @TempDir Path folder;

  private final TestClock clock = new TestClock();
  private final ModelServer server = new ModelServer(clock);
  private final ModelServer.Line ana = server.line("Ana");
  private final ModelServer.Line lin = server.line("Lin");
  private final ManualTimers timers = new ManualTimers(clock);
  private final Diary diary = new Diary();
  private final UUID first = server.add(Priority.P1);
  private final UUID second = server.add(Priority.P1);
  private final UUID third = server.add(Priority.P1);
  private Desk desk;

  private void start() {
    Outbox outbox = Outbox.open(Outbox.fileFor(folder, Samples.ANA), Samples.ANA, clock);
    desk = new Desk(ana, outbox, DeskOptions.DEFAULT, clock, timers, timers);
    desk.listen(diary);
    desk.start();
    settle();
  }

  @AfterEach
  void close() {
    desk.close();
  }

  private void settle() {
    timers.advance(Duration.ofSeconds(1));
  }

  private void allow(UUID caseId) {
    desk.decide(new DecisionDraft(caseId, DecisionAction.ALLOW, List.of(), null, null, ""));
  }

  private List<UUID> upNext() {
    return desk.upNext().stream().map(LoadedCase::id).toList();
  }

  @Test
  void nothingIsClaimedWhileNobodyReviews() {
    start();
    assertThat(ana.count("open ")).isZero();
    assertThat(upNext()).containsExactly(first, second, third);
  }

  @Test
  void caseAfterTheOpenOneIsClaimedAndStaysInTheListAsOurs() {
    start();
    desk.openNext();
    settle();
    assertThat(server.holder(second)).isEqualTo("Ana");
    assertThat(server.state(third)).as("one ahead, no more").isEqualTo(CaseState.WAITING);
    assertThat(desk.upNext())
        .extracting(LoadedCase::id, LoadedCase::takenBy)
        .containsExactly(
            org.assertj.core.groups.Tuple.tuple(second, null),
            org.assertj.core.groups.Tuple.tuple(third, null));
  }

  @Test
  void nextCaseIsOursWithoutTheNetwork() {
    start();
    desk.openNext();
    settle();
    LoadedCase listed = desk.upNext().getFirst();
    ana.goOffline();
    allow(first);
    assertThat(desk.current().orElseThrow().loaded())
        .as("the very case the list showed")
        .isSameAs(listed);
    assertThat(diary.lines).contains("opened " + second);
    assertThat(diary.lines.indexOf("opened " + second))
        .isGreaterThan(diary.lines.indexOf("closed " + first + " DECIDED"));
  }

  @Test
  void whereSomebodyElseWasFirstTheOneAfterIsClaimed() {
    start();
    ana.deaf = true;
    lin.open(second);
    desk.openNext();
    assertThat(server.holder(third)).isEqualTo("Ana");
    allow(first);
    assertThat(desk.current().orElseThrow().loaded().id()).isEqualTo(third);
  }

  @Test
  void moreUrgentCaseTakesThePlaceAheadAndTheOtherReturns() {
    start();
    desk.openNext();
    settle();
    UUID urgent = server.add(Priority.P0);
    settle();
    assertThat(server.holder(urgent)).isEqualTo("Ana");
    assertThat(server.holder(second)).isNull();
    assertThat(upNext()).containsExactly(urgent, second, third);
    UUID another = server.add(Priority.P0);
    settle();
    assertThat(server.holder(another)).as("P0: at most one ahead").isNull();
  }

  @Test
  void caseAheadReturnsWhenTheOneBeforeTakesLongerThanALease() {
    start();
    desk.openNext();
    settle();
    timers.advance(Duration.ofSeconds(ModelServer.TTL_SECONDS));
    assertThat(server.state(second)).isEqualTo(CaseState.WAITING);
    assertThat(server.holder(first)).as("the open one is renewed").isEqualTo("Ana");
    allow(first);
    assertThat(desk.current().orElseThrow().loaded().id()).isEqualTo(second);
  }

  @Test
  void timerOfAClaimKeepsNoCaseThatIsDecided() {
    start();
    desk.openNext();
    settle();
    WeakReference<LoadedCase> ahead = new WeakReference<>(desk.upNext().getFirst());
    assertThat(ahead.get()).extracting(LoadedCase::id).isEqualTo(second);
    allow(first);
    allow(second);
    timers.advance(DeskOptions.DEFAULT.undoWindow().plusSeconds(2));
    assertThat(server.state(second)).isEqualTo(CaseState.DECIDED);
    diary.upNext.clear();
    for (int round = 0; round < 20 && ahead.get() != null; round++) {
      System.gc();
    }
    assertThat(ahead.get()).as("though its lease would last").isNull();
  }

  @Test
  void caseAheadThatIsTakenAwayLeavesTheList() {
    start();
    desk.openNext();
    settle();
    ana.deaf = true;
    server.revoke(second);
    lin.open(second);
    timers.advance(Duration.ofSeconds(ModelServer.TTL_SECONDS / 2));
    assertThat(upNext()).doesNotContain(second);
    allow(first);
    assertThat(desk.current().orElseThrow().loaded().id()).isEqualTo(third);
    assertThat(server.holder(second)).isEqualTo("Lin");
  }

  @Test
  void newerVersionOfTheCaseAheadIsLoadedSoThatTheDecisionFits() {
    start();
    desk.openNext();
    settle();
    server.report(second);
    settle();
    allow(first);
    assertThat(desk.current().orElseThrow().loaded().summary().version()).isEqualTo(2);
  }

  @Test
  void givingTheOpenCaseBackGivesBackTheOneAheadToo() {
    start();
    desk.openNext();
    settle();
    desk.release();
    assertThat(server.holder(first)).isNull();
    assertThat(server.holder(second)).isNull();
    settle();
    assertThat(server.holder(second)).as("nobody reviews").isNull();
  }

  @Test
  void afterAnUndoTheCaseInterruptedByItComesNextAndThenTheOneAhead() {
    start();
    desk.openNext();
    settle();
    allow(first);
    settle();
    assertThat(server.holder(third)).isEqualTo("Ana");
    desk.undo();
    settle();
    assertThat(desk.current().orElseThrow().loaded().id()).isEqualTo(first);
    assertThat(upNext()).containsExactly(second, third);
    assertThat(server.holder(second)).as("others may have it meanwhile").isNull();
    allow(first);
    assertThat(desk.current().orElseThrow().loaded().id()).isEqualTo(second);
    allow(second);
    assertThat(desk.current().orElseThrow().loaded().id()).isEqualTo(third);
  }

  @Test
  void skippedCaseReturnsAndTheNextIsThereWithoutAReason() {
    start();
    desk.openNext();
    settle();
    desk.skip();
    assertThat(desk.current().orElseThrow().loaded().id()).isEqualTo(second);
    assertThat(server.holder(first)).isNull();
    settle();
    assertThat(server.holder(third)).as("not the skipped one").isEqualTo("Ana");
  }

  @Test
  void skippingTheLastCaseLeavesTheDeskEmpty() {
    start();
    desk.openNext();
    allow(first);
    allow(second);
    desk.skip();
    assertThat(desk.current()).isEmpty();
    assertThat(server.holder(third)).isNull();
    assertThat(diary.lines).contains("nothing next", "closed " + third + " RELEASED");
  }

  @Test
  void takingOffHandsTheCaseAndItsLikeToOthersUntilThePersonTakesThemAgain() {
    start();
    desk.openNext();
    settle();
    assertThat(desk.takeOff().orElseThrow().category())
        .isEqualTo(Samples.summary(first, Priority.P1, CaseState.WAITING, 1).category());
    settle();
    assertThat(desk.current()).as("all samples are of one category").isEmpty();
    assertThat(upNext()).isEmpty();
    assertThat(server.holder(first)).isNull();
    assertThat(server.holder(second)).as("the one ahead goes too").isNull();
    desk.endRelief();
    settle();
    assertThat(upNext()).containsExactly(first, second, third);
  }

  @Test
  void caseStaysOpenWhenTheServerDoesNotHearThatItShouldGo() {
    start();
    desk.openNext();
    ana.goOffline();
    org.assertj.core.api.Assertions.assertThatThrownBy(desk::takeOff)
        .hasMessageContaining("network.unreachable");
    assertThat(desk.current().orElseThrow().loaded().id()).isEqualTo(first);
  }

  @Test
  void closingGivesBothBack() {
    start();
    desk.openNext();
    settle();
    desk.close();
    assertThat(server.holder(first)).isNull();
    assertThat(server.holder(second)).isNull();
  }
}
