package dev.halcyon.app;

import static org.assertj.core.api.Assertions.assertThat;

import dev.halcyon.app.fx.OnFxThread;
import dev.halcyon.app.kit.Look;
import dev.halcyon.app.kit.Motion;
import dev.halcyon.app.kit.Theme;
import java.util.Locale;
import java.util.function.ToDoubleFunction;
import javafx.scene.control.Label;
import javafx.scene.control.ListView;
import javafx.scene.layout.Region;
import javafx.scene.paint.Color;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** A change of looks reaches the screens that stand already. */
@ExtendWith(OnFxThread.class)
class LiveLookTest {
  private static final Look LIGHT = Look.DEFAULT.withAppearance(Look.Appearance.LIGHT);

  private Gallery.Hung hung;

  @BeforeEach
  void hang() {
    hung = Gallery.hang(shot("queue"), LIGHT, Locale.ENGLISH, 1440, 900);
  }

  private static Gallery.Shot shot(String name) {
    return Gallery.SHOTS.stream().filter(s -> s.name().equals(name)).findFirst().orElseThrow();
  }

  private void look(Look look) {
    hung.desks.look.set(look);
    Theme.apply(hung.scene, look);
    hung.layout();
  }

  private double of(String selector, ToDoubleFunction<Region> measure) {
    return measure.applyAsDouble((Region) hung.scene.getRoot().lookup(selector));
  }

  private Color ground() {
    Region bar = (Region) hung.scene.getRoot().lookup(".top-bar");
    return (Color) bar.getBackground().getFills().getFirst().getFill();
  }

  @AfterEach
  void close() {
    hung.close();
  }

  @Test
  void colours() {
    Color light = ground();
    look(LIGHT.withAppearance(Look.Appearance.DARK));
    Color dark = ground();
    look(LIGHT.withAppearance(Look.Appearance.CONTRAST));
    assertThat(dark).isNotEqualTo(light);
    assertThat(ground()).isEqualTo(Color.BLACK).isNotEqualTo(dark);
    look(LIGHT);
    assertThat(ground()).isEqualTo(light);
  }

  @Test
  void textSize() {
    double before = ((Label) hung.scene.getRoot().lookup(".section")).getFont().getSize();
    look(LIGHT.withTextPercent(200));
    assertThat(((Label) hung.scene.getRoot().lookup(".section")).getFont().getSize())
        .isEqualTo(2 * before);
  }

  @Test
  void density() {
    double button = of(".tool-bar-row .button", region -> region.prefHeight(-1));
    double row = ((ListView<?>) hung.scene.getRoot().lookup(".list-view")).getFixedCellSize();
    look(LIGHT.withDensity(Look.Density.COMPACT));
    assertThat(of(".tool-bar-row .button", region -> region.prefHeight(-1))).isLessThan(button);
    assertThat(((ListView<?>) hung.scene.getRoot().lookup(".list-view")).getFixedCellSize())
        .isLessThan(row);
  }

  @Test
  void movement() {
    assertThat(Motion.allowed(hung.frame.node())).isTrue();
    look(LIGHT.withReducedMotion(true));
    assertThat(Motion.allowed(hung.frame.node())).isFalse();
    look(LIGHT);
    assertThat(Motion.allowed(hung.frame.node())).isTrue();
  }
}
