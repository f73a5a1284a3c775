package dev.halcyon.app.kit;

import atlantafx.base.theme.PrimerDark;
import atlantafx.base.theme.PrimerLight;
import dev.halcyon.assets.Assets;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.net.URL;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.List;
import java.util.Locale;
import javafx.application.Application;
import javafx.scene.Scene;
import javafx.scene.text.Font;

/**
 * Puts our look on a scene: the AtlantaFX Primer base, our colour roles, our sizes, our font. Works
 * per scene, so that a light and a dark one can exist at once; popups have the base of the look
 * that was put on last, and the rest of their owner's. Used on the JavaFX thread.
 */
public final class Theme {
  /** Text size of the interface at 100 %, in px. */
  public static final double BASE_SIZE = 13;

  /** Size of icons at 100 %, in px. */
  public static final double ICON_SIZE = 16;

  private static final List<String> FONTS =
      List.of(
          "Inter-Regular.otf", "Inter-Medium.otf", "Inter-SemiBold.otf", "NotoEmoji-Regular.ttf");
  private static final String CONTRAST = "high-contrast";
  private static boolean fontsLoaded;

  private Theme() {}

  /** Gives a scene its look; may be called again with another. */
  public static void apply(Scene scene, Look look) {
    loadFonts();
    Look.Appearance appearance =
        look.appearance() == Look.Appearance.SYSTEM ? DesktopLook.appearance() : look.appearance();
    boolean dark = appearance != Look.Appearance.LIGHT;
    String base = (dark ? new PrimerDark() : new PrimerLight()).getUserAgentStylesheet();
    scene.setUserAgentStylesheet(base);
    if (!base.equals(Application.getUserAgentStylesheet())) {
      // Popups are windows of their own: without this they would begin with another base theme.
      Application.setUserAgentStylesheet(base);
    }
    scene
        .getStylesheets()
        .setAll(
            url("themes/roles-" + appearance.name().toLowerCase(Locale.ROOT) + ".css"),
            url("themes/halcyon.css"),
            url("themes/halcyon-review.css"),
            size(look.textPercent()));
    List<String> styles = scene.getRoot().getStyleClass();
    styles.removeIf(
        style ->
            style.startsWith("density-") || style.equals(CONTRAST) || style.equals(Motion.REDUCED));
    styles.add("density-" + look.density().name().toLowerCase(Locale.ROOT));
    if (appearance == Look.Appearance.CONTRAST) {
      styles.add(CONTRAST);
    }
    if (look.reducedMotion() || DesktopLook.reducedMotion()) {
      styles.add(Motion.REDUCED);
    }
    // Popups inherit the roles from their owner's scene. One that is styled before its owner, as
    // when it is open or opens within this very frame, would find no colour by any of their names.
    scene.getRoot().applyCss();
  }

  /**
   * The sizes that follow the text, in a style sheet because popups take over style sheets but not
   * inline styles. Icons are in px here: an icon sets its own font, so an em of it would grow with
   * every CSS pass.
   */
  private static String size(int percent) {
    double scale = percent / 100.0;
    String css =
        ".root { -fx-font-size: %spx; }\n.ikonli-font-icon.icon { -fx-icon-size: %spx; }\n"
            .formatted(BASE_SIZE * scale, ICON_SIZE * scale);
    return "data:text/css;base64,"
        + Base64.getEncoder().encodeToString(css.getBytes(StandardCharsets.UTF_8));
  }

  private static void loadFonts() {
    if (fontsLoaded) {
      return;
    }
    fontsLoaded = true;
    for (String name : FONTS) {
      try (InputStream file = Assets.open("fonts/" + name)) {
        if (Font.loadFont(file, BASE_SIZE) == null) {
          throw new IllegalStateException("the font " + name + " cannot be loaded");
        }
      } catch (IOException e) {
        throw new UncheckedIOException(e);
      }
    }
  }

  private static String url(String path) {
    URL url = Assets.url(path);
    if (url == null) {
      throw new IllegalStateException("no asset named " + path + "; is the assets jar complete?");
    }
    return url.toExternalForm();
  }
}
