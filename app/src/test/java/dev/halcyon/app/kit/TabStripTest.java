package dev.halcyon.app.kit;

import static org.assertj.core.api.Assertions.assertThat;

import dev.halcyon.app.fx.OnFxThread;
import java.util.List;
import java.util.Optional;
import javafx.event.Event;
import javafx.geometry.Bounds;
import javafx.scene.Scene;
import javafx.scene.control.Label;
import javafx.scene.control.ToggleButton;
import javafx.scene.input.KeyCode;
import javafx.scene.input.KeyEvent;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** Tabs that are all in sight. */
@ExtendWith(OnFxThread.class)
class TabStripTest {
  private final TabStrip strip = new TabStrip("All of it");
  private final List<Label> pages = List.of(new Label("1"), new Label("2"), new Label("3"));

  private List<ToggleButton> tabs(double width) {
    strip.add("First words", Optional.empty(), pages.get(0));
    strip.add("Second words", Optional.of("Why"), pages.get(1));
    strip.add("Third words", Optional.empty(), pages.get(2));
    Theme.apply(new Scene(strip, width, 300), Look.DEFAULT);
    for (int i = 0; i < 3; i++) {
      strip.applyCss();
      strip.layout();
    }
    return strip.lookupAll(".tab").stream().map(ToggleButton.class::cast).toList();
  }

  private static Bounds at(ToggleButton tab) {
    return tab.localToScene(tab.getLayoutBounds());
  }

  @Test
  void whatDoesNotFitTakesASecondLine() {
    List<ToggleButton> tabs = tabs(200);
    assertThat(tabs)
        .allMatch(tab -> at(tab).getMaxX() <= 200 && tab.getWidth() >= tab.prefWidth(-1));
    assertThat(at(tabs.get(2)).getMinY()).isGreaterThanOrEqualTo(at(tabs.get(0)).getMaxY() - 1);
    assertThat(pages.getFirst().localToScene(0, 0).getY())
        .as("the page is below both lines")
        .isGreaterThanOrEqualTo(at(tabs.get(2)).getMaxY() - 1);
  }

  @Test
  void whatFitsStaysOnOneLine() {
    assertThat(tabs(500))
        .extracting(tab -> at(tab).getMinY())
        .containsOnly(
            at(strip.lookupAll(".tab").stream()
                    .map(ToggleButton.class::cast)
                    .findFirst()
                    .orElseThrow())
                .getMinY());
  }

  @Test
  void oneTabIsAStopAndArrowsGoAlong() {
    List<ToggleButton> tabs = tabs(500);
    assertThat(tabs)
        .extracting(ToggleButton::isFocusTraversable)
        .containsExactly(true, false, false);
    press(tabs.get(0), KeyCode.RIGHT);
    press(tabs.get(1), KeyCode.RIGHT);
    press(tabs.get(2), KeyCode.RIGHT);
    assertThat(strip.chosen().get()).isEqualTo(2);
    assertThat(pages).extracting(Label::isVisible).containsExactly(false, false, true);
    assertThat(tabs)
        .extracting(ToggleButton::isFocusTraversable)
        .containsExactly(false, false, true);
    press(tabs.get(2), KeyCode.HOME);
    assertThat(strip.chosen().get()).isZero();
  }

  @Test
  void aTabThatIsPressedAgainStaysChosen() {
    List<ToggleButton> tabs = tabs(500);
    tabs.get(1).fire();
    tabs.get(1).fire();
    assertThat(strip.chosen().get()).isEqualTo(1);
    assertThat(tabs.get(1).isSelected()).isTrue();
    strip.chooseNext();
    strip.chooseNext();
    assertThat(strip.chosen().get()).isZero();
  }

  private static void press(ToggleButton tab, KeyCode code) {
    Event.fireEvent(
        tab, new KeyEvent(KeyEvent.KEY_PRESSED, "", "", code, false, false, false, false));
  }
}
