package dev.halcyon.installer.journey;

import static org.assertj.core.api.Assertions.assertThat;

import dev.halcyon.assets.Assets;
import dev.halcyon.client.SyncClient;
import dev.halcyon.protocol.CaseState;
import dev.halcyon.protocol.Restriction;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import javafx.scene.control.TextInputControl;
import javafx.scene.image.Image;
import javafx.scene.image.ImageView;
import javafx.scene.input.KeyCode;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * Journeys through everything that can break off while somebody writes a note: each is said in
 * words, mends itself or asks to sign in again, and the note is there afterwards.
 */
class InterruptedWorkJourneyTest {
  /** Short, so that a lease ends while one can watch. */
  private static final int LEASE_SECONDS = 10;

  private static final String NOTE = "second post about the same person";
  private static final String TROUBLE = "What you decide and type is kept on this machine.";

  @TempDir Path folder;
  private ServerProcess server;

  @BeforeEach
  void startServer() {
    server = People.server(folder, "--lease-seconds", String.valueOf(LEASE_SECONDS));
  }

  @AfterEach
  void stopServer() {
    server.close();
  }

  private UUID textCase() {
    try (SampleHarbor harbor = new SampleHarbor(server)) {
      return harbor.texts(1).getFirst();
    }
  }

  private Workbench signedIn(URI address) {
    return Workbench.signedIn(data(), Workbench.QUICK_UNDO, address, People.ANA, People.PASSWORD);
  }

  private Path data() {
    return folder.resolve("workbench");
  }

  private static void typeNote(Workbench bench, String words) {
    bench.press(KeyCode.N);
    bench.type(words);
    bench.press(KeyCode.ESCAPE);
  }

  private static String note(Workbench bench) {
    String field = Workbench.WORDS.say("decision.note");
    return bench.fx(
        () ->
            bench
                .find(TextInputControl.class, each -> field.equals(each.getAccessibleText()))
                .map(TextInputControl::getText)
                .orElse("(no note field)"));
  }

  /** Removes the case with the note, and sees it arrive. */
  private void decide(Workbench bench, UUID caseId, String words) {
    bench.awaitActable();
    assertThat(note(bench)).isEqualTo(words);
    bench.press(KeyCode.X);
    try (SyncClient lin = new SyncClient(server.url())) {
      lin.signInOneTime(server.oneTimeToken("lin"));
      Await.until("the decision", () -> lin.detail(caseId).summary().state() == CaseState.DECIDED);
    }
    Stored.check(
        server,
        stored ->
            assertThat(stored.row("select * from decision where case_id = ?", caseId))
                .containsEntry("action", "REMOVE"));
    assertThat(draftsOnDisk()).as("what was typed, after the decision").doesNotContain(words);
  }

  private String draftsOnDisk() {
    try (Stream<Path> files = Files.list(data())) {
      StringBuilder all = new StringBuilder();
      for (Path file :
          files.filter(each -> each.getFileName().toString().startsWith("drafts-")).toList()) {
        all.append(Files.readString(file));
      }
      return all.toString();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  @Test
  void networkLossBeyondTheLeaseIsSaidAndTheCaseComesBackByItself() {
    UUID caseId = textCase();
    try (Cable cable = new Cable(server.url());
        Workbench bench = signedIn(cable.address())) {
      bench.open(caseId);
      typeNote(bench, NOTE);

      cable.pull();

      bench.awaitText("what is wrong, in a sentence", TROUBLE);
      bench.awaitText("the connection's state", Workbench.WORDS.say("frame.offline"));
      bench.awaitText("the lease's end", Workbench.WORDS.say("review.lease_lost_away"));
      bench.keepPicture("network-lost");
      cable.plugIn();
      bench.awaitText("the connection again", Workbench.WORDS.say("frame.synced"));
      bench.awaitNoText("the trouble to go", TROUBLE);
      bench.awaitActable();
      assertThat(bench.shows(Workbench.WORDS.say("review.lease_lost_away"))).isFalse();
      decide(bench, caseId, NOTE);
    }
  }

  @Test
  void killedServerOnTheSameDataIsSaidAndWorkGoesOn() {
    UUID caseId = textCase();
    try (Workbench bench = signedIn(server.url())) {
      bench.open(caseId);
      typeNote(bench, NOTE);

      server.kill();

      bench.awaitText("what is wrong, in a sentence", TROUBLE);
      assertThat(note(bench)).isEqualTo(NOTE);
      server.restartInPlace();
      bench.awaitText("the connection again", Workbench.WORDS.say("frame.synced"));
      bench.awaitNoText("the trouble to go", TROUBLE);
      decide(bench, caseId, NOTE);
    }
  }

  @Test
  void serverPutBackToABackupAsksToSignInAgainAndGoesOnWhereOneWas() {
    UUID caseId = textCase();
    server.stop();
    Path backup = folder.resolve("backup");
    copy(server.data(), backup);
    server.restartInPlace();
    try (Workbench bench = signedIn(server.url())) {
      bench.open(caseId);
      typeNote(bench, NOTE);

      server.kill();
      remove(server.data());
      copy(backup, server.data());
      server.restartInPlace();

      signInAgain(bench);
      decide(bench, caseId, NOTE);
    }
  }

  @Test
  void expiredSessionAsksToSignInAgainAndGoesOnWhereOneWas() {
    UUID caseId = textCase();
    try (Workbench bench = signedIn(server.url())) {
      bench.open(caseId);
      typeNote(bench, NOTE);

      Stored.change(server, "update session set expires_at = dateadd('day', -1, expires_at)");

      signInAgain(bench);
      decide(bench, caseId, NOTE);
    }
  }

  private static void signInAgain(Workbench bench) {
    bench.awaitText("why nobody is signed in", "You are no longer signed in");
    assertThat(bench.shows("Decisions are kept and sent after that.")).isTrue();
    bench.keepPicture("session-ended");
    bench.awaitTrue("the form", () -> bench.canClick(Workbench.WORDS.say("signin.enter")));
    bench.fill(Workbench.WORDS.say("signin.password"), People.PASSWORD);
    bench.press(KeyCode.ENTER);
    bench.awaitText("the frame after signing in", Workbench.WORDS.say("frame.synced"));
  }

  @Test
  void killedWorkbenchPutsBackWhatWasTypedWhenItsCaseIsOpenedAgain() {
    UUID caseId = textCase();
    try (var other = OtherWorkbench.start(data(), server.url(), caseId, NOTE)) {
      other.awaitOpened();
      Await.until("what was typed on disk", () -> draftsOnDisk().contains(NOTE));
      Await.until(
          "what was ticked on disk", () -> draftsOnDisk().contains(Restriction.LABEL.name()));
    }

    try (Workbench bench = signedIn(server.url())) {
      bench.open(caseId);
      assertThat(note(bench)).isEqualTo(NOTE);
      assertThat(OtherWorkbench.isTicked(bench)).as("the half-made decision").isTrue();
      bench.press(KeyCode.ESCAPE);
      decide(bench, caseId, NOTE);
    }
  }

  @Test
  void killedWorkerIsReplacedWhileItsFilmPlays() {
    UUID caseId;
    try (SampleHarbor harbor = new SampleHarbor(server)) {
      caseId =
          harbor.caseOf(
              "film",
              SampleHarbor.sample("h-23ad5abab4c0"),
              "video/mp4",
              Assets.bytes("sample/media/kitchen-minute.mp4"));
    }
    try (Workbench bench = signedIn(server.url())) {
      bench.open(caseId);
      bench.press(KeyCode.V);
      bench.awaitTrue("the film", () -> film(bench).isPresent());

      workers().forEach(ProcessHandle::destroyForcibly);

      bench.awaitText("the worker's death, and that it goes on", "had ended; a new one goes on.");
      int before = bench.fx(() -> hash(film(bench).orElseThrow()));
      bench.awaitTrue(
          "the film goes on", () -> film(bench).filter(view -> hash(view) != before).isPresent());
      typeNote(bench, NOTE);
      decide(bench, caseId, NOTE);
    }
  }

  private static int hash(ImageView view) {
    Image image = view.getImage();
    int hash = 1;
    for (int y = 0; y < image.getHeight(); y += 5) {
      for (int x = 0; x < image.getWidth(); x += 5) {
        hash = 31 * hash + image.getPixelReader().getArgb(x, y);
      }
    }
    return hash;
  }

  private static Optional<ImageView> film(Workbench bench) {
    return bench.find(
        ImageView.class,
        view ->
            view.getStyleClass().contains("film") && view.isVisible() && view.getImage() != null);
  }

  /** The processes this workbench's engine started. */
  private Stream<ProcessHandle> workers() {
    Set<Long> servers =
        Stream.concat(Stream.of(server.handle()), server.handle().descendants())
            .map(ProcessHandle::pid)
            .collect(Collectors.toSet());
    return ProcessHandle.current().descendants().filter(each -> !servers.contains(each.pid()));
  }

  private static void copy(Path from, Path to) {
    try (Stream<Path> all = Files.walk(from)) {
      for (Path each : (Iterable<Path>) all::iterator) {
        Path target = to.resolve(from.relativize(each).toString());
        if (Files.isDirectory(each)) {
          Files.createDirectories(target);
        } else {
          Files.copy(each, target);
        }
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static void remove(Path folder) {
    try (Stream<Path> all = Files.walk(folder)) {
      List<Path> deepestFirst = all.sorted(Comparator.reverseOrder()).toList();
      for (Path each : deepestFirst) {
        Files.delete(each);
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
