package dev.halcyon.app.kit;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Map;
import org.junit.jupiter.api.Test;

class DesktopLookTest {
  @Test
  void highContrastOfTheDesktopIsTaken() {
    assertThat(DesktopLook.appearance(Map.of("Windows.SPI.HighContrast", true), false))
        .isEqualTo(Look.Appearance.CONTRAST);
    assertThat(DesktopLook.appearance(Map.of("GTK.theme_name", "HighContrastInverse"), true))
        .isEqualTo(Look.Appearance.CONTRAST);
  }

  @Test
  void withoutItTheDesktopsLightOrDarkIsTaken() {
    Map<String, Object> reported =
        Map.of("Windows.SPI.HighContrast", false, "GTK.theme_name", "Adwaita");
    assertThat(DesktopLook.appearance(reported, true)).isEqualTo(Look.Appearance.DARK);
    assertThat(DesktopLook.appearance(Map.of(), false)).isEqualTo(Look.Appearance.LIGHT);
  }

  @Test
  void theDesktopsTextSizeIsTakenInStepsWithinWhatWeOffer() {
    assertThat(DesktopLook.textPercent(13, 13)).isEqualTo(100);
    assertThat(DesktopLook.textPercent(16.2, 13)).isEqualTo(120);
    assertThat(DesktopLook.textPercent(9, 13)).isEqualTo(100);
    assertThat(DesktopLook.textPercent(40, 12)).isEqualTo(200);
  }
}
