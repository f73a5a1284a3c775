package dev.halcyon.installer.journey;

import static org.assertj.core.api.Assertions.assertThat;

import dev.halcyon.app.kit.ScoreWords;
import dev.halcyon.assets.Assets;
import dev.halcyon.client.SyncClient;
import dev.halcyon.protocol.Filter;
import dev.halcyon.protocol.Keyframe;
import dev.halcyon.protocol.MediaInfo;
import dev.halcyon.protocol.Wire;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.stream.Stream;
import javafx.event.Event;
import javafx.scene.control.ListCell;
import javafx.scene.control.ListView;
import javafx.scene.image.Image;
import javafx.scene.image.ImageView;
import javafx.scene.input.KeyCode;
import javafx.scene.input.KeyEvent;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Journeys of cases with pictures and videos: what is shown, to whom, for how long. */
class MediaJourneyTest {
  /** An insult with a picture: its words alone make a case. */
  private static final String WORDS = "h-23ad5abab4c0";

  private static final long LEAST_LOOK_MILLIS = 400;

  @TempDir static Path folder;
  private static long started;
  private static ServerProcess server;
  private static SampleHarbor harbor;
  private static SyncClient lin;

  @BeforeAll
  static void startServer() {
    started = System.currentTimeMillis();
    server = People.server(folder);
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

  private static Workbench signedIn(Path data) {
    return Workbench.signedIn(
        data, Workbench.QUICK_UNDO, server.url(), People.ANA, People.PASSWORD);
  }

  @Test
  void originalIsInSightOnlyWhileTheKeyIsHeldAndNowhereElseEver() {
    MarkedPicture picture = MarkedPicture.make();
    UUID caseId = harbor.caseOf("marked", SampleHarbor.sample(WORDS), "image/png", picture.png());
    String mediaId = lin.detail(caseId).item().media().getFirst().mediaId();
    Path data = folder.resolve("workbench");
    long most;
    try (Workbench bench = signedIn(data)) {
      bench.open(caseId);
      bench.awaitTrue("the rendition", () -> rendition(bench).isPresent());
      bench.keepPicture("picture-case");
      assertUnseen(bench, "before the look");
      assertThat(HeapSearch.findsMarks(folder)).as("memory before the look").isFalse();

      long down = System.nanoTime();
      bench.down(KeyCode.H);
      bench.awaitTrue(
          "the original", () -> ScenePictures.all().stream().anyMatch(MarkedPicture::isIn));
      assertThat(bench.shows(Workbench.WORDS.say("media.looking"))).isTrue();
      assertThat(MarkedPicture.isIn(bench.snapshot())).as("it can be seen").isTrue();
      bench.down(KeyCode.H);
      bench.awaitTrue(
          "a look of some length",
          () ->
              bench
                  .styled("look-timer")
                  .map(said -> Double.parseDouble(said.replaceAll("[^0-9.]", "")))
                  .filter(seconds -> seconds * 1000 > LEAST_LOOK_MILLIS)
                  .isPresent());
      assertThat(HeapSearch.findsMarks(folder)).as("memory while it is held").isTrue();
      boolean left = bench.fx(() -> letGoAndLook(bench));
      most = (System.nanoTime() - down) / 1_000_000;
      assertThat(left).as("the original after letting go, in the same frame").isFalse();
      bench.awaitDrawn();
      assertUnseen(bench, "after the look");
      assertThat(HeapSearch.keepsMarks(folder)).as("memory after letting go").isFalse();
      bench.awaitText(
          "the rendition's words",
          Workbench.WORDS.say(
              "media.filter",
              Workbench.WORDS.say(
                  "media.filter.gray",
                  Workbench.WORDS.name(Filter.USUAL.effect()),
                  Workbench.WORDS.say("strength.medium.inline"))));
    }
    Stored.check(server, stored -> assertLogged(stored, caseId, mediaId, most));

    assertThat(server.data().resolve("media").resolve(mediaId.substring(0, 2)))
        .as("the store of originals, encrypted")
        .isDirectoryContaining("glob:**" + mediaId + ".enc");
    assertThat(picture.filesWithIt(server.data(), 0)).as("everything of the server").isEmpty();
    assertThat(picture.filesWithIt(data, 0)).as("the workbench's data").isEmpty();
    assertThat(filesWithIt(picture, Path.of(System.getProperty("java.io.tmpdir")), folder))
        .as("temporary files")
        .isEmpty();
  }

  private static Optional<ImageView> rendition(Workbench bench) {
    return bench.find(
        ImageView.class,
        view -> view.getStyleClass().contains("rendition") && view.getImage() != null);
  }

  /** Lets the key rise and looks at once, before another frame is drawn. */
  private static boolean letGoAndLook(Workbench bench) {
    Event.fireEvent(
        bench.scene(),
        new KeyEvent(KeyEvent.KEY_RELEASED, "", "", KeyCode.H, false, false, false, false));
    return ScenePictures.all().stream().anyMatch(MarkedPicture::isIn);
  }

  private static void assertUnseen(Workbench bench, String when) {
    assertThat(bench.fx(() -> ScenePictures.all().stream().anyMatch(MarkedPicture::isIn)))
        .as("a node holds the original " + when)
        .isFalse();
    assertThat(bench.fx(ScenePictures::all)).as("pictures " + when).isNotEmpty();
    assertThat(MarkedPicture.isIn(bench.snapshot())).as("the screen " + when).isFalse();
  }

  private static void assertLogged(Stored stored, UUID caseId, String mediaId, long most) {
    UUID ana = (UUID) stored.row("select id from account where name = 'ana'").get("id");
    Map<String, Object> look = stored.row("select * from reveal where case_id = ?", caseId);
    assertThat(look)
        .containsEntry("account_id", ana)
        .containsEntry("media_id", mediaId)
        .containsEntry("purpose", "VIEW");
    assertThat(look.get("ended_at")).isNotNull();
    assertThat((Long) look.get("shown_millis")).isBetween(LEAST_LOOK_MILLIS, most);
    for (String action : List.of("reveal.granted", "reveal.ended")) {
      Map<String, Object> entry =
          stored.row(
              "select * from audit_entry where action = ? and subject = ?",
              action,
              caseId.toString());
      assertThat(entry).containsEntry("actor", ana.toString());
      Map<?, ?> details = Wire.read((String) entry.get("details"), Map.class);
      assertThat(details.get("mediaId")).isEqualTo(mediaId);
      assertThat(details.get("account")).isEqualTo(ana.toString());
      if (action.equals("reveal.ended")) {
        assertThat(((Number) details.get("shownMillis")).longValue())
            .isEqualTo(look.get("shown_millis"));
      }
    }
  }

  /** Files under a folder, outside another, that changed since the server started. */
  private static List<Path> filesWithIt(MarkedPicture picture, Path folder, Path outside) {
    try (Stream<Path> entries = Files.list(folder)) {
      return entries
          .filter(entry -> !outside.startsWith(entry))
          .flatMap(entry -> picture.filesWithIt(entry, started).stream())
          .toList();
    } catch (IOException e) {
      throw new java.io.UncheckedIOException(e);
    }
  }

  @Test
  void stripShowsEachKeyframeWithTimeAndCutAndGoesByRiskAndByKeys() {
    UUID caseId =
        harbor.caseOf(
            "film",
            SampleHarbor.sample(WORDS),
            "video/mp4",
            Assets.bytes("sample/media/kitchen-minute.mp4"));
    MediaInfo film = lin.detail(caseId).item().media().getFirst();
    List<Keyframe> frames = film.keyframes();
    assertThat(frames).as("one a second, and the cuts").hasSizeGreaterThanOrEqualTo(12);
    assertThat(frames)
        .filteredOn(Keyframe::cut)
        .as("the film's hard cut at 4 s")
        .anySatisfy(frame -> assertThat(frame.atSeconds()).isBetween(3.9, 4.1));
    Keyframe riskiest =
        frames.stream()
            .min(
                Comparator.comparingDouble(Keyframe::risk)
                    .reversed()
                    .thenComparingDouble(Keyframe::atSeconds))
            .orElseThrow();
    assertThat(riskiest.risk()).as("the knife is seen by the object model").isPositive();
    try (Workbench bench = signedIn(folder.resolve("film"))) {
      bench.open(caseId);
      bench.awaitTrue(
          "the strip",
          () -> bench.items(Workbench.WORDS.say("strip.access")).size() == frames.size());
      assertThat(bench.fx(() -> List.copyOf(strip(bench).getItems()))).isEqualTo(frames);
      assertThat(selected(bench)).as("the eye lands on the riskiest").isEqualTo(riskiest.index());
      bench.awaitTrue("the selected frame in sight", () -> isSelectedInSight(bench));
      bench.keepPicture("film-case");

      bench.fx(
          () -> {
            strip(bench).getSelectionModel().clearAndSelect(0);
            return true;
          });
      for (Keyframe frame : frames.subList(0, 5)) {
        String clock = ScoreWords.clock(frame.atSeconds());
        String words =
            bench.awaitText(
                "the cell of " + frame,
                Workbench.WORDS
                    .say(frame.cut() ? "strip.frame_cut" : "strip.frame", clock, "")
                    .strip());
        assertThat(words).contains(clock);
      }
      long cuts =
          bench.fx(
              () ->
                  SceneText.nodes(strip(bench))
                      .filter(node -> node.getStyleClass().contains("cut-mark"))
                      .count());
      assertThat(cuts).as("cut marks in sight").isPositive();

      bench.press(KeyCode.RIGHT);
      assertThat(selected(bench)).isEqualTo(frames.get(1).index());
      bench.press(KeyCode.LEFT);
      bench.press(KeyCode.LEFT);
      assertThat(selected(bench)).as("stops at the start").isEqualTo(frames.get(0).index());

      bench.press(KeyCode.O);
      List<Keyframe> byRisk = bench.fx(() -> List.copyOf(strip(bench).getItems()));
      assertThat(byRisk)
          .isSortedAccordingTo(Comparator.comparingDouble(Keyframe::risk).reversed())
          .containsExactlyInAnyOrderElementsOf(frames);
      bench.fx(
          () -> {
            strip(bench).getSelectionModel().clearAndSelect(0);
            return true;
          });
      assertThat(selected(bench)).isEqualTo(riskiest.index());
      bench.press(KeyCode.RIGHT);
      assertThat(selected(bench)).as("along the order by risk").isEqualTo(byRisk.get(1).index());
      bench.awaitTrue("its rendition, large", () -> rendition(bench).isPresent());
    }
  }

  @Test
  void filmPlaysFilteredByThisMachinesEngineAndTheServerKnowsThatItsBytesWereRead() {
    UUID caseId =
        harbor.caseOf(
            "playing",
            SampleHarbor.sample(WORDS),
            "video/mp4",
            Assets.bytes("sample/media/harbour-walk.mp4"));
    try (Workbench bench = signedIn(folder.resolve("playing"))) {
      bench.open(caseId);
      bench.awaitTrue("the rendition", () -> rendition(bench).isPresent());
      assertThat(film(bench)).as("nothing plays by itself").isEmpty();
      bench.press(KeyCode.V);
      bench.awaitTrue("the film", () -> film(bench).isPresent());
      assertThat(bench.fx(() -> film(bench).map(MediaJourneyTest::isGray)))
          .as("filtered as everything is at first")
          .contains(true);
      Optional<String> first = bench.styled("player-time");
      bench.awaitTrue("another second", () -> !bench.styled("player-time").equals(first));
      bench.press(KeyCode.V);
      bench.keepPicture("film-playing");
      assertThat(bench.shows(Workbench.WORDS.say("sound.muted")))
          .as("a film without sound offers none")
          .isFalse();
      bench.press(KeyCode.B);
      bench.awaitTrue("the film is put away", () -> film(bench).isEmpty());
    }
    Stored.check(
        server,
        stored -> {
          Map<String, Object> read = stored.row("select * from reveal where case_id = ?", caseId);
          assertThat(read).containsEntry("purpose", "PLAY");
          assertThat(read.get("fetched_at")).isNotNull();
        });
  }

  private static Optional<ImageView> film(Workbench bench) {
    return bench.find(
        ImageView.class,
        view ->
            view.getStyleClass().contains("film") && view.isVisible() && view.getImage() != null);
  }

  private static boolean isGray(ImageView view) {
    Image image = view.getImage();
    for (int y = 0; y < image.getHeight(); y += 7) {
      for (int x = 0; x < image.getWidth(); x += 7) {
        int argb = image.getPixelReader().getArgb(x, y);
        if ((argb >> 16 & 0xff) != (argb >> 8 & 0xff) || (argb & 0xff) != (argb >> 8 & 0xff)) {
          return false;
        }
      }
    }
    return true;
  }

  @SuppressWarnings("unchecked")
  private static ListView<Keyframe> strip(Workbench bench) {
    return (ListView<Keyframe>) bench.list(Workbench.WORDS.say("strip.access"));
  }

  private static boolean isSelectedInSight(Workbench bench) {
    ListView<Keyframe> strip = strip(bench);
    return SceneText.nodes(strip)
        .filter(ListCell.class::isInstance)
        .map(ListCell.class::cast)
        .filter(ListCell::isSelected)
        .map(cell -> strip.sceneToLocal(cell.localToScene(cell.getBoundsInLocal())))
        .anyMatch(cell -> cell.getMinX() >= 0 && cell.getMaxX() <= strip.getWidth());
  }

  private static int selected(Workbench bench) {
    return bench.fx(() -> strip(bench).getSelectionModel().getSelectedItem().index());
  }
}
