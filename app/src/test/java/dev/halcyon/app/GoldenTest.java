package dev.halcyon.app;

import static org.assertj.core.api.Assertions.assertThat;

import dev.halcyon.app.fx.OnFxThread;
import dev.halcyon.app.kit.Look;
import dev.halcyon.app.testing.Golden;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.stream.Stream;
import javafx.scene.Scene;
import javafx.scene.control.Label;
import javafx.scene.layout.StackPane;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * Every screen in every state looks as it did: light, dark, and at twice the size. After a change
 * of looks run with {@code -Dgolden.update=true} and look at {@code app/target/golden}.
 */
@ExtendWith(OnFxThread.class)
class GoldenTest {
  private static final Path FOLDER = Path.of("src/test/resources/dev/halcyon/app/goldens");
  private static final Path ACTUAL = Path.of("target", "golden");
  private static final Look LIGHT =
      Look.DEFAULT.withAppearance(Look.Appearance.LIGHT).withReducedMotion(true);

  private final Golden golden = new Golden(FOLDER, ACTUAL, Boolean.getBoolean("golden.update"));

  static Stream<Gallery.Shot> shots() {
    return Gallery.SHOTS.stream();
  }

  private void assertAsBefore(Gallery.Shot shot, String as, Look look) throws IOException {
    try (Gallery.Hung hung = Gallery.hang(shot, look, Locale.ENGLISH, 1440, 900)) {
      String name = shot.name() + as;
      assertThat(golden.differences(name, hung.scene)).as(name).isEmpty();
    }
  }

  @ParameterizedTest
  @MethodSource("shots")
  void light(Gallery.Shot shot) throws IOException {
    assertAsBefore(shot, "-light", LIGHT);
  }

  @ParameterizedTest
  @MethodSource("shots")
  void dark(Gallery.Shot shot) throws IOException {
    assertAsBefore(shot, "-dark", LIGHT.withAppearance(Look.Appearance.DARK));
  }

  @ParameterizedTest
  @MethodSource("shots")
  void atTwiceTheSize(Gallery.Shot shot) throws IOException {
    assertAsBefore(shot, "-200", LIGHT.withTextPercent(200));
  }

  /** One of each kind: lists, words, pictures, forms, figures, what lies over a screen. */
  static Stream<Gallery.Shot> kinds() {
    List<String> names =
        List.of(
            "queue",
            "review-text",
            "review-similar",
            "review-picture",
            "settings",
            "machine",
            "find");
    return shots().filter(shot -> names.contains(shot.name()));
  }

  @ParameterizedTest
  @MethodSource("kinds")
  void inHighContrast(Gallery.Shot shot) throws IOException {
    assertAsBefore(shot, "-contrast", LIGHT.withAppearance(Look.Appearance.CONTRAST));
  }

  @Test
  void anotherWordAnotherPlaceAndAnotherColourAreEachFound(@TempDir Path folder)
      throws IOException {
    new Golden(folder, folder.resolve("actual"), true).differences("x", scene("Allow", 0, ""));
    Golden compared = new Golden(folder, folder.resolve("actual"), false);
    assertThat(compared.differences("x", scene("Allow", 0, ""))).isEmpty();
    assertThat(compared.differences("x", scene("Allows", 0, ""))).isNotEmpty();
    assertThat(compared.differences("x", scene("Allow", 9, ""))).isNotEmpty();
    assertThat(compared.differences("x", scene("Allow", 0, "-fx-background-color: #445566")))
        .anyMatch(said -> said.contains("block"));
  }

  private static Scene scene(String text, double right, String style) {
    Label label = new Label(text);
    label.setTranslateX(right);
    StackPane root = new StackPane(label);
    root.setStyle(style);
    Scene scene = new Scene(root, 200, 100);
    root.applyCss();
    root.layout();
    return scene;
  }
}
