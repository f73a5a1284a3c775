package dev.halcyon.app;

import static org.assertj.core.api.Assertions.assertThat;

import dev.halcyon.app.fx.OnFxThread;
import dev.halcyon.app.kit.Look;
import dev.halcyon.app.kit.PseudoLocale;
import dev.halcyon.app.kit.StyleWarnings;
import dev.halcyon.app.testing.CutWords;
import dev.halcyon.app.testing.RealContrast;
import java.util.List;
import java.util.Locale;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Walks every screen in every state: words are whole, and read on what they stand on. */
@ExtendWith(OnFxThread.class)
class EveryScreenTest {
  private static final Look PLAIN =
      Look.DEFAULT.withAppearance(Look.Appearance.LIGHT).withReducedMotion(true);

  static Stream<Gallery.Shot> shots() {
    return Gallery.SHOTS.stream();
  }

  private static void assertWhole(Gallery.Shot shot, Look look, Locale locale, double width) {
    try (Gallery.Hung hung = Gallery.hang(shot, look, locale, width, width > 1200 ? 900 : 700)) {
      assertThat(CutWords.in(hung.scene))
          .as("%s, %d %%, %s, %.0f wide", shot, look.textPercent(), locale, width)
          .isEmpty();
    }
  }

  @Test
  void everyGroupOfKeysHasAName() {
    try (Gallery.Hung hung =
        Gallery.hang(Gallery.SHOTS.getFirst(), PLAIN, Locale.ENGLISH, 1440, 900)) {
      assertThat(hung.registry.all())
          .hasSizeGreaterThan(30)
          .allSatisfy(
              command ->
                  assertThat(hung.desks.words.find("group." + command.group()))
                      .as("group.%s", command.group())
                      .isPresent());
    }
  }

  @ParameterizedTest
  @MethodSource("shots")
  void noWordIsCutAtTwiceTheSize(Gallery.Shot shot) {
    for (Locale locale : List.of(Locale.ENGLISH, Locale.GERMAN, Locale.of("es"))) {
      assertWhole(shot, PLAIN.withTextPercent(200), locale, 1440);
    }
    assertWhole(shot, PLAIN.withTextPercent(200), Locale.GERMAN, 1000);
  }

  @ParameterizedTest
  @MethodSource("shots")
  void noWordIsCutInALanguageTwoFifthsLonger(Gallery.Shot shot) {
    assertWhole(shot, PLAIN, PseudoLocale.LOCALE, 1440);
    assertWhole(shot, PLAIN.withDensity(Look.Density.COMPACT), PseudoLocale.LOCALE, 1000);
  }

  @ParameterizedTest
  @MethodSource("shots")
  void everyWordReadsOnWhatItStandsOn(Gallery.Shot shot) {
    for (Look.Appearance appearance :
        List.of(Look.Appearance.LIGHT, Look.Appearance.DARK, Look.Appearance.CONTRAST)) {
      try (StyleWarnings warnings = new StyleWarnings();
          Gallery.Hung hung =
              Gallery.hang(shot, PLAIN.withAppearance(appearance), Locale.ENGLISH, 1440, 900)) {
        assertThat(RealContrast.tooLow(hung.scene)).as("%s, %s", shot, appearance).isEmpty();
        assertThat(warnings.heard()).as("colours that are not there").isEmpty();
      }
    }
  }
}
