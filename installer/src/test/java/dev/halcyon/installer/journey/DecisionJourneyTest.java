package dev.halcyon.installer.journey;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.halcyon.assets.Assets;
import dev.halcyon.client.SyncClient;
import dev.halcyon.client.desk.DecisionDraft;
import dev.halcyon.client.desk.Desk;
import dev.halcyon.client.desk.DeskOptions;
import dev.halcyon.client.desk.LoadedCase;
import dev.halcyon.client.desk.OpenCase;
import dev.halcyon.client.desk.Rendition;
import dev.halcyon.client.desk.Undone;
import dev.halcyon.client.outbox.Outbox;
import dev.halcyon.client.outbox.OutboxEntry;
import dev.halcyon.client.outbox.OutboxState;
import dev.halcyon.protocol.CaseDetail;
import dev.halcyon.protocol.CaseState;
import dev.halcyon.protocol.CategoryPolicy;
import dev.halcyon.protocol.DecisionAction;
import dev.halcyon.protocol.PastDecision;
import dev.halcyon.protocol.ResolvedPolicy;
import dev.halcyon.protocol.Session;
import dev.halcyon.protocol.UserProblem;
import dev.halcyon.protocol.Visibility;
import dev.halcyon.server.audit.AuditVerify;
import dev.halcyon.server.store.Database;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** From an item at the platform to a decision in the database, without a window. */
class DecisionJourneyTest {
  private static final DeskOptions QUICK =
      DeskOptions.DEFAULT.withUndoWindow(Duration.ofMillis(600));
  private static final DeskOptions PATIENT =
      DeskOptions.DEFAULT.withUndoWindow(Duration.ofHours(1));

  @TempDir Path folder;

  private static DecisionDraft remove(OpenCase open, ResolvedPolicy policy) {
    CategoryPolicy category = policy.categories().getFirst();
    return new DecisionDraft(
        open.loaded().id(),
        DecisionAction.REMOVE,
        List.of(),
        category.category(),
        category.clauses().getFirst().id(),
        "seen on the journey");
  }

  private Desk desk(SyncClient client, Session session, DeskOptions options) {
    UUID account = session.account().id();
    Path file = Outbox.fileFor(folder.resolve("workbench"), account);
    Desk desk = Desk.on(client, Outbox.open(file, account, Clock.systemUTC()), options);
    desk.start();
    return desk;
  }

  private static OutboxEntry settled(Desk desk, UUID decision) {
    return Await.value(
        "the server's answer",
        () ->
            desk.outbox().stream()
                .filter(entry -> entry.id().equals(decision))
                .filter(
                    entry ->
                        entry.state() != OutboxState.PENDING_UNDO
                            && entry.state() != OutboxState.SENDING)
                .findFirst());
  }

  @Test
  void decisionMadeAtADeskIsReadByAnotherAndOutlivesAKilledServer() throws Exception {
    UUID decision;
    UUID caseId;
    try (ServerProcess server = ServerProcess.start(folder)) {
      try (var harbor = new SampleHarbor(server)) {
        harbor.cases(3, item -> item.media().isEmpty());
      }
      try (var ana = new SyncClient(server.url());
          var lin = new SyncClient(server.url())) {
        Session session = ana.signInOneTime(server.oneTimeToken("ana"));
        lin.signInOneTime(server.oneTimeToken("lin"));
        ResolvedPolicy policy = ana.currentPolicy("ZZ");
        try (Desk desk = desk(ana, session, QUICK)) {
          Await.until("three cases ahead", () -> desk.upNext().size() == 3);
          OpenCase open = desk.openNext().orElseThrow();
          caseId = open.loaded().id();
          assertThat(lin.detail(caseId).summary().holder()).isEqualTo("Ana Moreno");

          decision = desk.decide(remove(open, policy)).id();

          OutboxEntry entry = settled(desk, decision);
          assertThat(entry.state()).as("%s", entry.problem()).isEqualTo(OutboxState.ACCEPTED);
          Await.until("the next case", () -> desk.current().isPresent());
          assertThat(desk.current().orElseThrow().loaded().id()).isNotEqualTo(caseId);
        }
        assertDecided(lin, caseId, decision);
        Await.until(
            "the open case to be back in its queue",
            () ->
                lin.cases(dev.halcyon.client.CaseFilter.ALL).cases().stream()
                    .noneMatch(each -> each.state() == CaseState.IN_REVIEW));
      }

      server.kill();
      server.restart();

      try (var lin = new SyncClient(server.url())) {
        lin.signInOneTime(server.oneTimeToken("lin"));
        assertDecided(lin, caseId, decision);
      }
      server.stop();
      assertStored(server.data(), decision);
      assertThat(server.run(AuditVerify.class, "--data", server.data().toString()))
          .as("the audit log is whole%s", server.logTail())
          .isZero();
    }
  }

  private static void assertDecided(SyncClient reader, UUID caseId, UUID decision) {
    CaseDetail detail = reader.detail(caseId);
    assertThat(detail.summary().state()).isEqualTo(CaseState.DECIDED);
    assertThat(detail.item().visibility()).isEqualTo(Visibility.REMOVED);
    assertThat(detail.decisions()).extracting(PastDecision::id).contains(decision);
    PastDecision kept =
        detail.decisions().stream().filter(each -> each.id().equals(decision)).findFirst().get();
    assertThat(kept.note()).isEqualTo("seen on the journey");
    assertThat(kept.byMachine()).isFalse();
  }

  /** The row itself, read from the file without a server. */
  private static void assertStored(Path data, UUID decision) throws Exception {
    String url = Database.fileUrl(data) + ";ACCESS_MODE_DATA=r;IFEXISTS=TRUE";
    try (Connection database = DriverManager.getConnection(url, "halcyon", "");
        var query = database.prepareStatement("select count(*) from decision where id = ?")) {
      query.setObject(1, decision);
      try (ResultSet row = query.executeQuery()) {
        row.next();
        assertThat(row.getInt(1)).isEqualTo(1);
      }
    }
  }

  @Test
  void undoneDecisionNeverReachesTheServerAndTheCaseIsOpenAgain() {
    try (ServerProcess server = ServerProcess.start(folder)) {
      try (var harbor = new SampleHarbor(server)) {
        harbor.cases(2, item -> item.media().isEmpty());
      }
      try (var ana = new SyncClient(server.url())) {
        Session session = ana.signInOneTime(server.oneTimeToken("ana"));
        ResolvedPolicy policy = ana.currentPolicy("ZZ");
        UUID undone;
        UUID caseId;
        try (Desk desk = desk(ana, session, PATIENT)) {
          Await.until("cases ahead", () -> desk.upNext().size() == 2);
          OpenCase open = desk.openNext().orElseThrow();
          caseId = open.loaded().id();
          undone = desk.decide(remove(open, policy)).id();
          Await.until("the next case", () -> desk.current().isPresent());

          assertThat(desk.undo().orElseThrow()).isInstanceOf(Undone.Restored.class);

          assertThat(desk.current().orElseThrow().loaded().id()).isEqualTo(caseId);
          assertThat(ana.heartbeat(caseId, open.lease().token()).token())
              .as("the same claim still stands")
              .isEqualTo(open.lease().token());
        }
        CaseDetail detail = ana.detail(caseId);
        assertThat(detail.summary().state()).isEqualTo(CaseState.WAITING);
        assertThat(detail.decisions()).extracting(PastDecision::id).doesNotContain(undone);
      }
    }
  }

  @Test
  void decisionMadeWhileTheServerIsDeadIsThereOnceItIsBack() {
    try (ServerProcess server = ServerProcess.start(folder)) {
      try (var harbor = new SampleHarbor(server)) {
        harbor.cases(1, item -> item.media().isEmpty());
      }
      UUID decision;
      UUID caseId;
      try (var ana = new SyncClient(server.url())) {
        Session session = ana.signInOneTime(server.oneTimeToken("ana"));
        ResolvedPolicy policy = ana.currentPolicy("ZZ");
        try (Desk desk = desk(ana, session, QUICK)) {
          OpenCase open = desk.openNext().orElseThrow();
          caseId = open.loaded().id();
          server.kill();
          decision = desk.decide(remove(open, policy)).id();
          OutboxEntry entry = settled(desk, decision);
          assertThat(entry.state()).isEqualTo(OutboxState.NOT_SAVED);
          assertThat(entry.problem().code()).startsWith("network.");
        }
      }
      server.restart();
      try (var ana = new SyncClient(server.url())) {
        Session session = ana.signInOneTime(server.oneTimeToken("ana"));
        try (Desk desk = desk(ana, session, QUICK)) {
          OutboxEntry entry = settled(desk, decision);
          assertThat(entry.state()).as("%s", entry.problem()).isEqualTo(OutboxState.ACCEPTED);
        }
        assertDecided(ana, caseId, decision);
      }
    }
  }

  @Test
  void caseWithMediaComesWithAllItsRenditions() {
    try (ServerProcess server = ServerProcess.start(folder)) {
      UUID caseId;
      try (var harbor = new SampleHarbor(server)) {
        caseId =
            harbor.caseOf(
                "film",
                SampleHarbor.sample("h-23ad5abab4c0"),
                "video/mp4",
                Assets.bytes("sample/media/kitchen-minute.mp4"));
      }
      try (var ana = new SyncClient(server.url())) {
        Session session = ana.signInOneTime(server.oneTimeToken("ana"));
        try (Desk desk = desk(ana, session, QUICK)) {
          LoadedCase loaded =
              Await.value("the case ahead", () -> desk.upNext().stream().findFirst());
          assertThat(loaded.id()).isEqualTo(caseId);
          assertThat(loaded.missing()).isEmpty();
          assertThat(loaded.renditions())
              .hasSize(loaded.detail().item().media().getFirst().keyframes().size())
              .hasSizeGreaterThan(3)
              .allSatisfy(DecisionJourneyTest::assertJpeg);
          assertThat(Optional.ofNullable(loaded.takenBy())).isEmpty();
        }
      }
    }
  }

  private static void assertJpeg(Rendition rendition) {
    assertThat(rendition.jpeg()).startsWith(0xFF, 0xD8, 0xFF);
  }

  @Test
  void olderWindowOfTheSamePersonIsFencedOff() {
    try (ServerProcess server = ServerProcess.start(folder)) {
      List<UUID> cases;
      try (var harbor = new SampleHarbor(server)) {
        cases = harbor.cases(1, item -> item.media().isEmpty());
      }
      UUID caseId = cases.getFirst();
      try (var before = new SyncClient(server.url())) {
        Session session = before.signInOneTime(server.oneTimeToken("ana"));
        ResolvedPolicy policy = before.currentPolicy("ZZ");
        try (Desk desk = desk(before, session, QUICK)) {
          OpenCase open = desk.open(caseId);
          server.kill();
          server.restart();
          try (var after = new SyncClient(server.url())) {
            after.signInOneTime(server.oneTimeToken("ana"));
            assertThat(after.open(caseId).lease().token())
                .as("a new window, a new claim")
                .isGreaterThan(open.lease().token());
            assertThatThrownBy(() -> after.heartbeat(caseId, open.lease().token()))
                .isInstanceOfSatisfying(
                    UserProblem.class,
                    problem -> assertThat(problem.code()).isEqualTo("lease.lost"));
            UUID decision = desk.decide(remove(open, policy)).id();
            assertThat(settled(desk, decision).state())
                .as("its server is gone, its claim too")
                .isEqualTo(OutboxState.NOT_SAVED);
          }
        }
      }
      server.stop();
      server.restart();
      try (var late = new SyncClient(server.url())) {
        Session session = late.signInOneTime(server.oneTimeToken("ana"));
        try (Desk desk = desk(late, session, QUICK)) {
          OutboxEntry kept = desk.outbox().getFirst();
          OutboxEntry answered = settled(desk, kept.id());
          assertThat(answered.state()).isEqualTo(OutboxState.CONFLICT);
          assertThat(answered.problem().code()).isEqualTo("lease.stale");
        }
      }
    }
  }
}
