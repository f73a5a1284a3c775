package dev.halcyon.app;

import static org.assertj.core.api.Assertions.assertThat;

import dev.halcyon.app.fx.Direct;
import dev.halcyon.app.fx.OnFxThread;
import dev.halcyon.app.kit.Look;
import dev.halcyon.app.kit.Theme;
import dev.halcyon.app.queue.QueueScreen;
import dev.halcyon.app.testing.CutWords;
import dev.halcyon.app.testing.Desks;
import dev.halcyon.client.desk.LoadedCase;
import java.util.List;
import java.util.Locale;
import java.util.stream.Stream;
import javafx.scene.Parent;
import javafx.scene.Scene;
import javafx.scene.layout.Region;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** From 100 to 200 per cent, in the longest language, nothing that must be read is cut off. */
@ExtendWith(OnFxThread.class)
class LargeTextTest {
  static Stream<Arguments> sizes() {
    return Stream.of(100, 125, 150, 175, 200)
        .flatMap(
            percent ->
                Stream.of(new double[] {1440, 900}, new double[] {1000, 700})
                    .flatMap(
                        window ->
                            Stream.of("en", "de")
                                .map(
                                    language ->
                                        Arguments.of(percent, window[0], window[1], language))));
  }

  private static List<String> cut(Scene scene) {
    return CutWords.in(scene);
  }

  private static DeskScene desk(
      int percent, double width, double height, String language, LoadedCase... cases) {
    DeskScene scene =
        new DeskScene(
            new DeskModel(List.of(cases)),
            _ -> {
              throw new AssertionError("nobody looks");
            },
            _ -> {
              throw new AssertionError("nobody rescans");
            },
            width - 56,
            height - 44,
            Look.DEFAULT.withTextPercent(percent),
            Locale.of(language),
            Direct.background());
    scene.wired.review().openNext();
    scene.layout();
    return scene;
  }

  @ParameterizedTest
  @MethodSource("sizes")
  void theReviewDeskShowsEveryWord(int percent, double width, double height, String language) {
    DeskScene scene = desk(percent, width, height, language, Cases.text(), Cases.video());
    assertThat(cut(scene.scene)).as("a text").isEmpty();
    scene.press("review.restrict");
    assertThat(cut(scene.scene)).as("restricting").isEmpty();
    for (String tab : List.of("scores", "history", "rescan")) {
      scene.press("tab.next");
      scene.layout();
      assertThat(cut(scene.scene)).as(tab).isEmpty();
    }
    scene.press("review.remove");
    scene.layout();
    assertThat(cut(scene.scene)).as("a video, and a decision to take back").isEmpty();
    Region list = (Region) scene.find(".up-next");
    Region item = (Region) scene.find(".item-card");
    assertThat(item.getWidth()).as("room for the item").isGreaterThan(list.getWidth());
    scene.wired.screen().hidden();
  }

  @ParameterizedTest
  @MethodSource("sizes")
  void theQueueShowsEveryWord(int percent, double width, double height, String language) {
    Desks desks = new Desks(Locale.of(language));
    desks.look.set(Look.DEFAULT.withTextPercent(percent));
    QueueScreen queue = desks.queueScreen();
    Scene scene = new Scene((Parent) queue.node(), width - 56, height - 44);
    Theme.apply(scene, desks.look.get().withAppearance(Look.Appearance.LIGHT));
    queue.shown();
    for (int i = 0; i < 3; i++) {
      scene.getRoot().applyCss();
      scene.getRoot().layout();
    }
    assertThat(cut(scene)).isEmpty();
    queue.hidden();
  }

  @ParameterizedTest
  @MethodSource("sizes")
  void theColumnsGrowWithTheText(int percent, double width, double height, String language) {
    DeskScene scene = desk(percent, width, height, language, Cases.text());
    double wanted = Math.min(264 * percent / 100.0, 0.34 * (width - 56));
    assertThat(((Region) scene.find(".up-next")).getWidth())
        .isCloseTo(wanted, org.assertj.core.data.Offset.offset(1.5));
    boolean folded = scene.find(".argument-view").getStyleClass().contains("folded");
    assertThat(folded).isEqualTo(width - 56 < 1120 * percent / 100.0);
    if (!folded) {
      assertThat(((Region) scene.find(".argument-view")).getWidth())
          .isCloseTo(372 * percent / 100.0, org.assertj.core.data.Offset.offset(1.5));
    }
    scene.wired.screen().hidden();
  }
}
