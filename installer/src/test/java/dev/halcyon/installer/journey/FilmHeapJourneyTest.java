package dev.halcyon.installer.journey;

import dev.halcyon.app.kit.Filters;
import dev.halcyon.app.shell.Preferences;
import dev.halcyon.installer.journey.HeapSearch.Found;
import dev.halcyon.protocol.Filter;
import java.nio.file.Path;
import java.util.UUID;
import java.util.function.Predicate;
import javafx.scene.control.Button;
import javafx.scene.image.ImageView;
import javafx.scene.input.KeyCode;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * What of a film is in the workbench's memory, and when: its bytes and its sound are originals, and
 * its frames are more than anybody asked to see before it plays.
 */
class FilmHeapJourneyTest {
  /** An insult: its words alone make a case. */
  private static final String WORDS = "h-23ad5abab4c0";

  private static final String HEARD = Workbench.WORDS.say("sound.heard", "|").split("\\|")[0];

  @TempDir static Path folder;

  private static ServerProcess server;
  private static MarkedFilm film;
  private static UUID filmCase;
  private static UUID soundCase;

  @BeforeAll
  static void startServer() {
    RecordingMixers.use();
    server = People.server(folder);
    film = MarkedFilm.make(folder);
    // What sends the files holds them until it is closed.
    try (SampleHarbor harbor = new SampleHarbor(server)) {
      filmCase = caseOf(harbor, "marked-film", "video/x-matroska", film.bytes());
      soundCase = caseOf(harbor, "marked-sound", "audio/wav", film.sound());
      harbor.texts(1); // there is another one to go on to
    }
  }

  @AfterAll
  static void stopServer() {
    server.close();
  }

  @Test
  void nothingOfAFilmIsInMemoryUnlessItIsOnTheDesk() {
    Needles bytes = film.bytesNeedles();
    Needles samples = film.sampleNeedles();
    try (Workbench bench = signedIn("film")) {
      bench.open(filmCase);
      bench.awaitTrue("the rendition", () -> stands(bench, "rendition"));
      awaitMemory("before it plays", bytes, samples, Found.NOTHING::equals);

      play(bench);
      awaitMemory(
          "while it is seen and heard",
          bytes,
          samples,
          found -> found.marks() && found.bytes() > 0 && found.samples() > 0);
      mute(bench);
      awaitMemory("after muting it", bytes, samples, found -> found.samples() == 0);
      bench.press(KeyCode.B);
      bench.awaitTrue("the film is put away", () -> !stands(bench, "film"));
      awaitMemory("after giving the case back", bytes, samples, Found.NOTHING::equals);

      go(bench, "queue");
      bench.open(filmCase);
      play(bench);
      go(bench, "queue");
      // The renderer may keep its copy of the last frame, filtered, until it draws another picture.
      awaitMemory(
          "behind another screen",
          bytes,
          samples,
          found -> found.bytes() == 0 && found.samples() == 0);
    }
  }

  @Test
  void nothingOfARecordingIsInMemoryUnlessItIsHeard() {
    Needles bytes = Needles.of(film.sound(), MarkedFilm.EVERY_BYTES);
    Needles samples = film.sampleNeedles();
    try (Workbench bench = signedIn("sound")) {
      bench.open(soundCase);
      bench.awaitText("the offer", Workbench.WORDS.say("sound.muted"));
      awaitMemory("before it is heard", bytes, samples, Found.NOTHING::equals);
      bench.press(KeyCode.M);
      bench.awaitText("its sound", HEARD);
      awaitMemory(
          "while it is heard", bytes, samples, found -> found.bytes() > 0 && found.samples() > 0);
      mute(bench);
      awaitMemory("after muting it", bytes, samples, Found.NOTHING::equals);
    }
  }

  private static UUID caseOf(SampleHarbor harbor, String name, String type, byte[] media) {
    return harbor.caseOf(name, SampleHarbor.sample(WORDS), type, media);
  }

  private static Workbench signedIn(String data) {
    return Workbench.signedIn(
        folder.resolve(data), colourful(), server.url(), People.ANA, People.PASSWORD);
  }

  /** A filter that leaves the colours, so that a frame of the film is told by its marks. */
  private static Preferences colourful() {
    Filter filter = new Filter(Filter.Effect.CARTOON, Filter.Strength.MILD, false);
    return Preferences.DEFAULT
        .withUndoSeconds(Workbench.QUICK_UNDO)
        .withFilters(Filters.DEFAULT.withAll(filter));
  }

  /** Plays the film with its sound, up to a frame that no keyframe has. */
  private static void play(Workbench bench) {
    bench.press(KeyCode.V);
    bench.awaitTrue("the film", () -> stands(bench, "film"));
    bench.press(KeyCode.M);
    bench.awaitText("its sound", HEARD);
    bench.awaitTrue(
        "a marked frame", () -> ScenePictures.all().stream().anyMatch(MarkedPicture::isIn));
  }

  private static void mute(Workbench bench) {
    bench.press(KeyCode.M);
    bench.awaitText("silence", Workbench.WORDS.say("sound.muted"));
  }

  /** Goes to another screen by its button on the rail. */
  private static void go(Workbench bench, String screen) {
    String name = Workbench.WORDS.say("go." + screen);
    bench.await(
        "the way to " + screen,
        () ->
            bench
                .find(Button.class, each -> name.equals(each.getAccessibleText()))
                .map(
                    button -> {
                      button.fire();
                      return true;
                    }));
  }

  private static boolean stands(Workbench bench, String style) {
    return bench
        .find(
            ImageView.class,
            view ->
                view.getStyleClass().contains(style) && view.isVisible() && view.getImage() != null)
        .isPresent();
  }

  /** Letting go ends in the background: the memory is looked through until it is as it should. */
  private static void awaitMemory(
      String when, Needles bytes, Needles samples, Predicate<Found> right) {
    Found found = Found.NOTHING;
    for (int look = 0; look < HeapSearch.LOOKS; look++) {
      found = HeapSearch.film(folder, bytes, samples);
      if (right.test(found)) {
        return;
      }
    }
    throw new AssertionError("in memory " + when + ": " + found);
  }
}
