package dev.halcyon.installer.journey;

import static org.assertj.core.api.Assertions.assertThat;

import dev.halcyon.assets.Assets;
import dev.halcyon.client.SyncClient;
import dev.halcyon.installer.PlatformClient;
import dev.halcyon.protocol.Assessment;
import dev.halcyon.protocol.CaseDetail;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import javafx.scene.input.KeyCode;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The journey of a case that an older policy and model judged, judged again on this machine. */
class RescanJourneyTest {
  private static final String WORDS = "h-23ad5abab4c0";
  private static final String OLD_HEAD = "1.0.0";
  private static final String NEW_HEAD = "1.1.0";

  @TempDir Path folder;

  @Test
  void rescanNamesModelAndPolicyAndSurvivesTheDeathOfItsWorker() {
    try (ServerProcess server = People.server(folder)) {
      UUID caseId;
      try (var harbor = new SampleHarbor(server)) {
        caseId =
            harbor.caseOf(
                "older",
                SampleHarbor.sample(WORDS),
                "image/png",
                Assets.bytes("sample/media/meme-loser.png"));
      }
      assertAssessedByTheOldHead(server, caseId);
      try (var policy = PlatformClient.signIn(server.url(), server.oneTimeToken("pol"))) {
        policy.publishPolicy(2);
      }
      try (Workbench bench =
          Workbench.signedIn(
              folder.resolve("workbench"),
              Workbench.QUICK_UNDO,
              server.url(),
              People.ANA,
              People.PASSWORD)) {
        bench.open(caseId);

        bench.press(KeyCode.S);

        awaitReport(bench);
        bench.awaitText(
            "the models' versions", Workbench.WORDS.say("rescan.why.model", OLD_HEAD, NEW_HEAD));
        bench.awaitText(
            "the policies' versions", Workbench.WORDS.say("rescan.why.policy", "1", "2"));
        assertThat(bench.shows(Workbench.WORDS.say("rescan.column.server"))).isTrue();
        assertThat(bench.shows(Workbench.WORDS.say("rescan.column.local"))).isTrue();
        assertThat(failures(bench)).as("stages that failed").isEmpty();
        bench.keepPicture("rescan");

        try (Killer _ = new Killer(server)) {
          bench.press(KeyCode.S);
          bench.await(
              "the worker's death in words",
              () -> bench.styled("silent-stage").filter(RescanJourneyTest::namesTheDecoder));
        }
        bench.keepPicture("rescan-killed");

        bench.press(KeyCode.S);
        bench.awaitTrue(
            "a whole rescan again",
            () -> bench.styled("silent-stage").isEmpty() && bench.styled("conclusion").isPresent());
        awaitReport(bench);
        assertThat(failures(bench)).isEmpty();
      }
    }
  }

  /** The engine reads the original under a grant of its own; nobody sees it. */
  @Test
  void rescanLeavesNothingOfTheOriginalInSceneMemoryOrFiles() {
    MarkedPicture picture = MarkedPicture.make();
    Path data = folder.resolve("workbench");
    try (ServerProcess server = People.server(folder)) {
      UUID caseId;
      try (var harbor = new SampleHarbor(server)) {
        caseId = harbor.caseOf("marked", SampleHarbor.sample(WORDS), "image/png", picture.png());
      }
      try (Workbench bench =
          Workbench.signedIn(
              data, Workbench.QUICK_UNDO, server.url(), People.ANA, People.PASSWORD)) {
        bench.open(caseId);

        bench.press(KeyCode.S);

        awaitReport(bench);
        assertThat(failures(bench)).as("stages that failed").isEmpty();
        assertThat(bench.fx(() -> ScenePictures.all().stream().anyMatch(MarkedPicture::isIn)))
            .as("a node holds the original")
            .isFalse();
        assertThat(MarkedPicture.isIn(bench.snapshot())).as("the screen").isFalse();
        assertThat(HeapSearch.findsMarks(folder)).as("memory after the rescan").isFalse();
      }
      Stored.check(
          server,
          stored ->
              assertThat(stored.row("select * from reveal where case_id = ?", caseId))
                  .containsEntry("purpose", "RESCAN"));
      assertThat(picture.filesWithIt(server.data(), 0)).as("everything of the server").isEmpty();
      assertThat(picture.filesWithIt(data, 0)).as("the workbench's data").isEmpty();
    }
  }

  private static void assertAssessedByTheOldHead(ServerProcess server, UUID caseId) {
    try (var lin = new SyncClient(server.url())) {
      lin.signInOneTime(server.oneTimeToken("lin"));
      CaseDetail detail = lin.detail(caseId);
      assertThat(detail.policy().version()).isEqualTo(1);
      assertThat(detail.assessments())
          .filteredOn(each -> each.stage().equals("text.linear"))
          .extracting((Assessment each) -> each.model().version())
          .containsExactly(OLD_HEAD);
    }
  }

  private static void awaitReport(Workbench bench) {
    bench.awaitTrue(
        "the report of the rescan",
        () -> bench.canClick(Workbench.WORDS.say("rescan.run")) && bench.shows("Judged here: "));
  }

  private static List<String> failures(Workbench bench) {
    return bench.fx(() -> bench.styled("silent-stage").stream().toList());
  }

  private static boolean namesTheDecoder(String said) {
    return said.contains(Workbench.WORDS.say("stage.media.decode"));
  }

  /** Kills each process the workbench's engine starts, until closed. */
  private static final class Killer implements AutoCloseable {
    private final AtomicBoolean ended = new AtomicBoolean();
    private final CompletableFuture<Void> hunt;

    Killer(ServerProcess server) {
      this.hunt = CompletableFuture.runAsync(() -> hunt(server), Thread::startVirtualThread);
    }

    private void hunt(ServerProcess server) {
      while (!ended.get()) {
        Set<Long> servers =
            Stream.concat(Stream.of(server.handle()), server.handle().descendants())
                .map(ProcessHandle::pid)
                .collect(Collectors.toSet());
        ProcessHandle.current()
            .descendants()
            .filter(each -> !servers.contains(each.pid()))
            .forEach(ProcessHandle::destroyForcibly);
        Thread.onSpinWait();
      }
    }

    @Override
    public void close() {
      ended.set(true);
      hunt.join();
    }
  }
}
