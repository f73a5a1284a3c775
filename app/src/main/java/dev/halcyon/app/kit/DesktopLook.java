package dev.halcyon.app.kit;

import java.util.Locale;
import java.util.Map;
import javafx.application.ColorScheme;
import javafx.application.Platform;
import javafx.scene.text.Font;

/**
 * How the person's desktop is set up, as far as JavaFX tells: dark, high contrast, less motion,
 * larger text. Asked anew each time; used on the JavaFX thread.
 */
public final class DesktopLook {
  private static final double USUAL_TEXT = 13;
  private static final double USUAL_TEXT_ON_WINDOWS = 12;
  private static final int STEP = 10;

  private DesktopLook() {}

  /** Light, dark or high contrast. */
  public static Look.Appearance appearance() {
    return appearance(
        Platform.getPreferences(), Platform.getPreferences().getColorScheme() == ColorScheme.DARK);
  }

  /** The same from what the desktop reports; {@code dark} where it reports no high contrast. */
  static Look.Appearance appearance(Map<String, Object> reported, boolean dark) {
    boolean windows = Boolean.TRUE.equals(reported.get("Windows.SPI.HighContrast"));
    boolean gtk =
        String.valueOf(reported.get("GTK.theme_name"))
            .toLowerCase(Locale.ROOT)
            .contains("highcontrast");
    if (windows || gtk) {
      return Look.Appearance.CONTRAST;
    }
    return dark ? Look.Appearance.DARK : Look.Appearance.LIGHT;
  }

  /** Whether the desktop asks for less motion. */
  public static boolean reducedMotion() {
    return Platform.getPreferences().isReducedMotion();
  }

  /** The text size of the desktop in per cent of the usual, as our settings offer it. */
  public static int textPercent() {
    boolean windows = System.getProperty("os.name", "").startsWith("Windows");
    return textPercent(Font.getDefault().getSize(), windows ? USUAL_TEXT_ON_WINDOWS : USUAL_TEXT);
  }

  static int textPercent(double size, double usual) {
    int steps = (int) Math.round(100 * size / usual / STEP);
    return Math.clamp((long) steps * STEP, Look.SMALLEST, Look.LARGEST);
  }
}
