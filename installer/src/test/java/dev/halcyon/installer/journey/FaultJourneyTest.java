package dev.halcyon.installer.journey;

import static org.assertj.core.api.Assertions.assertThat;

import com.github.f4b6a3.uuid.UuidCreator;
import dev.halcyon.client.SyncClient;
import dev.halcyon.protocol.CaseDetail;
import dev.halcyon.protocol.CaseState;
import dev.halcyon.protocol.DecisionAction;
import dev.halcyon.protocol.DecisionBatch;
import dev.halcyon.protocol.DecisionOutcome;
import dev.halcyon.protocol.DecisionRequest;
import dev.halcyon.protocol.OpenedCase;
import dev.halcyon.protocol.UserProblem;
import java.net.URI;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import javafx.scene.input.KeyCode;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Journeys through deaths: of the server, of the window, of the network. */
class FaultJourneyTest {
  /** Short, so that a dead workbench's case returns while one can watch. */
  private static final int LEASE_SECONDS = 10;

  @TempDir static Path folder;
  private static ServerProcess server;
  private static SampleHarbor harbor;
  private static SyncClient lin;

  @BeforeAll
  static void startServer() {
    server = People.server(folder, "--lease-seconds", String.valueOf(LEASE_SECONDS));
    harbor = new SampleHarbor(server);
    lin = new SyncClient(server.url());
    lin.signInOneTime(server.oneTimeToken("lin"));
  }

  @AfterAll
  static void stopServer() {
    lin.close();
    harbor.close();
    server.close();
  }

  private static UUID textCase() {
    return harbor.texts(1).getFirst();
  }

  private static CaseDetail awaitState(UUID caseId, CaseState state) {
    return Await.value(
        "the case to be " + state,
        () -> Optional.of(lin.detail(caseId)).filter(each -> each.summary().state() == state));
  }

  private static Workbench signedIn(String name, URI address) {
    return Workbench.signedIn(
        folder.resolve(name), Workbench.QUICK_UNDO, address, People.ANA, People.PASSWORD);
  }

  @Test
  void decisionInTheOutboxOutlivesTheKilledServerAndArrivesOnce() {
    UUID caseId = textCase();
    textCase();
    try (Workbench bench = signedIn("killed-server", server.url())) {
      bench.open(caseId);
      bench.press(KeyCode.X);
      bench.awaitText("the undo", Workbench.WORDS.say("past.remove") + " · ");

      server.kill();

      bench.awaitText("the connection's state", Workbench.WORDS.say("frame.offline"));
      bench.awaitText("what became of the decision", "is kept on this machine but the server");
      bench.keepPicture("server-killed");
      server.restartInPlace();
      bench.awaitText("the connection again", Workbench.WORDS.say("frame.synced"));
      awaitState(caseId, CaseState.DECIDED);
      bench.awaitNoText("the trouble to go", "is kept on this machine but the server");
      bench.awaitActable();
    }
    Stored.check(
        server,
        stored ->
            assertThat(stored.row("select * from decision where case_id = ?", caseId))
                .containsEntry("action", "REMOVE"));
  }

  @Test
  void closedWindowGivesItsCaseBackAtOnce() {
    UUID caseId = textCase();
    try (Workbench bench = signedIn("closed", server.url())) {
      bench.open(caseId);
      assertThat(lin.detail(caseId).summary().holder()).isEqualTo(People.ANA_NAME);
    }
    assertThat(lin.detail(caseId).summary())
        .satisfies(now -> assertThat(now.state()).isEqualTo(CaseState.WAITING))
        .satisfies(now -> assertThat(now.holder()).isNull());
    Stored.check(server, stored -> assertThat(actions(stored, caseId)).endsWith("case.released"));
  }

  private static List<Object> actions(Stored stored, UUID caseId) {
    return stored
        .rows("select action from audit_entry where subject = ? order by id", caseId.toString())
        .stream()
        .map(row -> row.get("action"))
        .toList();
  }

  @Test
  void caseOfAKilledWorkbenchReturnsWhenItsLeaseEnds() {
    UUID caseId = textCase();
    try (var other = OtherWorkbench.start(folder.resolve("killed"), server.url(), caseId)) {
      other.awaitOpened();
      assertThat(lin.detail(caseId).summary().holder()).isEqualTo(People.ANA_NAME);
    }
    assertThat(lin.detail(caseId).summary().state())
        .as("nobody gave it back")
        .isEqualTo(CaseState.IN_REVIEW);

    awaitState(caseId, CaseState.WAITING);

    Stored.check(server, stored -> assertThat(actions(stored, caseId)).endsWith("lease.expired"));
  }

  @Test
  void decisionAfterSomebodyElsesIsShownAsNotSavedWithTheConflict() {
    UUID caseId = textCase();
    try (Cable cable = new Cable(server.url());
        Workbench bench = signedIn("late", cable.address());
        SyncClient bea = new SyncClient(server.url())) {
      bench.open(caseId);
      cable.pull();
      bench.press(KeyCode.X);
      bench.awaitText("the connection's state", Workbench.WORDS.say("frame.offline"));
      bench.awaitText("what became of the decision", "is kept on this machine but the server");

      bea.signIn(People.BEA, People.PASSWORD);
      OpenedCase taken = Await.value("the lease to end", () -> open(bea, caseId));
      allow(bea, taken);
      cable.plugIn();

      bench.awaitText("the conflict", "does not count: somebody changed the case first.");
      bench.awaitText("the count of what is not saved", Workbench.WORDS.say("frame.unsaved", 1));
      bench.keepPicture("conflict");
      assertThat(lin.detail(caseId).decisions())
          .filteredOn(made -> !made.byMachine())
          .singleElement()
          .satisfies(made -> assertThat(made.decidedBy()).isEqualTo(People.BEA_NAME));
    }
    Stored.check(
        server,
        stored ->
            assertThat(stored.row("select * from decision where case_id = ?", caseId))
                .containsEntry("action", "ALLOW"));
  }

  private static void allow(SyncClient client, OpenedCase taken) {
    DecisionRequest decision =
        new DecisionRequest(
            UuidCreator.getTimeOrderedEpoch(),
            taken.detail().summary().id(),
            taken.detail().summary().version(),
            taken.lease().token(),
            DecisionAction.ALLOW,
            List.of(),
            null,
            null,
            "",
            null,
            Instant.now(),
            0);
    assertThat(client.decide(new DecisionBatch(List.of(decision))).results())
        .singleElement()
        .satisfies(result -> assertThat(result.outcome()).isEqualTo(DecisionOutcome.ACCEPTED));
  }

  private static Optional<OpenedCase> open(SyncClient client, UUID caseId) {
    try {
      return Optional.of(client.open(caseId));
    } catch (UserProblem held) {
      assertThat(held.code()).isEqualTo("lease.held");
      return Optional.empty();
    }
  }
}
