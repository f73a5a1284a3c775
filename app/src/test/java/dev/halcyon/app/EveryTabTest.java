package dev.halcyon.app;

import static org.assertj.core.api.Assertions.assertThat;

import dev.halcyon.app.fx.OnFxThread;
import dev.halcyon.app.kit.Look;
import dev.halcyon.app.kit.PseudoLocale;
import java.util.List;
import java.util.Locale;
import java.util.stream.Stream;
import javafx.geometry.Bounds;
import javafx.scene.Node;
import javafx.scene.control.ToggleButton;
import javafx.scene.text.Text;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** The five tabs of the argument are in sight in every language, at every size, with a count. */
@ExtendWith(OnFxThread.class)
class EveryTabTest {
  private static final Gallery.Shot MANY =
      Gallery.SHOTS.stream()
          .filter(shot -> shot.name().equals("review-similar"))
          .findFirst()
          .orElseThrow();

  static Stream<Arguments> sizes() {
    return Stream.of(Locale.ENGLISH, Locale.GERMAN, Locale.of("es"), PseudoLocale.LOCALE)
        .flatMap(
            locale ->
                Stream.of(100, 125, 150, 175, 200)
                    .flatMap(
                        percent ->
                            Stream.of(1440.0, 1000.0)
                                .map(width -> Arguments.of(locale, percent, width))));
  }

  private static List<ToggleButton> tabs(Gallery.Hung hung) {
    return hung.scene.getRoot().lookupAll(".argument-tabs > .tab-row > .tab").stream()
        .map(ToggleButton.class::cast)
        .toList();
  }

  @ParameterizedTest
  @MethodSource("sizes")
  void allFiveAreWholeInTwoLinesAtMost(Locale locale, int percent, double width) {
    Look look = Look.DEFAULT.withAppearance(Look.Appearance.LIGHT).withTextPercent(percent);
    try (Gallery.Hung hung = Gallery.hang(MANY, look, locale, width, 900)) {
      Node row = hung.scene.getRoot().lookup(".argument-tabs > .tab-row");
      Bounds room = row.localToScene(row.getLayoutBounds());
      List<ToggleButton> tabs = tabs(hung);
      assertThat(tabs).hasSize(5);
      for (ToggleButton tab : tabs) {
        Bounds at = tab.localToScene(tab.getLayoutBounds());
        assertThat(room.contains(at)).as("%s within the row: %s in %s", tab, at, room).isTrue();
        assertThat(tab.lookupAll(".text"))
            .extracting(text -> ((Text) text).getText())
            .containsExactly(tab.getText());
      }
      assertThat(tabs.stream().map(tab -> tab.getLayoutY()).distinct())
          .as("lines")
          .hasSizeLessThanOrEqualTo(longest(locale, percent, width) ? 3 : 2);
    }
  }

  /** Words two fifths longer than English at twice the size in the narrowest window. */
  private static boolean longest(Locale locale, int percent, double width) {
    return locale.equals(PseudoLocale.LOCALE) && percent == 200 && width == 1000;
  }

  @Test
  void inEnglishTheyStandOnOneLineAtTheUsualSize() {
    Look look = Look.DEFAULT.withAppearance(Look.Appearance.LIGHT);
    try (Gallery.Hung hung = Gallery.hang(MANY, look, Locale.ENGLISH, 1440, 900)) {
      assertThat(tabs(hung).stream().map(tab -> tab.getLayoutY()).distinct()).hasSize(1);
    }
  }
}
