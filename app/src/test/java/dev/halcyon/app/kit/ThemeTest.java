package dev.halcyon.app.kit;

import static org.assertj.core.api.Assertions.assertThat;

import dev.halcyon.app.fx.OnFxThread;
import java.util.List;
import javafx.application.Application;
import javafx.scene.control.ComboBox;
import javafx.scene.control.ContextMenu;
import javafx.scene.control.ListView;
import javafx.scene.control.MenuItem;
import javafx.scene.control.Tooltip;
import javafx.scene.control.skin.ComboBoxListViewSkin;
import javafx.scene.layout.BackgroundFill;
import javafx.scene.layout.StackPane;
import javafx.scene.paint.Color;
import javafx.scene.paint.Paint;
import javafx.stage.Stage;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

@ExtendWith(OnFxThread.class)
class ThemeTest {
  private static final List<Paint> LIGHT = List.of(Color.web("#83888a"), Color.web("#ffffff"));
  private static final List<Paint> DARK = List.of(Color.web("#6d757c"), Color.web("#23282c"));

  private final ComboBox<String> combo = new ComboBox<>();
  private Stage stage;

  @BeforeEach
  void open() {
    combo.getItems().setAll("Hate", "Harassment", "Violence");
    combo.setValue("Hate");
    stage = OnFxThread.show(new StackPane(combo), 300, 200);
  }

  @AfterEach
  void close() {
    combo.hide();
    stage.hide();
  }

  private void look(Look.Appearance appearance) {
    Theme.apply(stage.getScene(), Look.DEFAULT.withAppearance(appearance));
  }

  private void awaitGround(List<Paint> ground) {
    ListView<?> list = (ListView<?>) ((ComboBoxListViewSkin<?>) combo.getSkin()).getPopupContent();
    OnFxThread.await(
        "the open list stands on " + ground,
        () ->
            list.lookupAll(".list-cell").size() >= 3
                && list.getBackground() != null
                && list.getBackground().getFills().stream()
                    .map(BackgroundFill::getFill)
                    .toList()
                    .equals(ground));
  }

  @Test
  void popupsBeginWithTheSameBaseAsTheirWindow() {
    look(Look.Appearance.DARK);
    assertThat(Application.getUserAgentStylesheet())
        .isEqualTo(stage.getScene().getUserAgentStylesheet())
        .contains("primer-dark");
    look(Look.Appearance.LIGHT);
    assertThat(Application.getUserAgentStylesheet()).contains("primer-light");
  }

  @Test
  void aListThatOpensInTheFrameOfANewLookFindsItsColoursAndHidesWhatIsBehindIt() {
    try (StyleWarnings warnings = new StyleWarnings()) {
      look(Look.Appearance.LIGHT);
      combo.show();
      awaitGround(LIGHT);
      combo.hide();
      look(Look.Appearance.DARK);
      combo.show();
      awaitGround(DARK);
      assertThat(warnings.heard()).isEmpty();
    }
  }

  /** As when the look itself is chosen from a list. */
  @Test
  void aListThatIsOpenTakesANewLook() {
    try (StyleWarnings warnings = new StyleWarnings()) {
      look(Look.Appearance.DARK);
      combo.show();
      awaitGround(DARK);
      look(Look.Appearance.LIGHT);
      awaitCells();
      combo.hide();
      combo.show();
      awaitGround(LIGHT);
      assertThat(warnings.heard()).isEmpty();
    }
  }

  private void awaitCells() {
    ListView<?> list = (ListView<?>) ((ComboBoxListViewSkin<?>) combo.getSkin()).getPopupContent();
    list.requestLayout();
    OnFxThread.await("the open list is laid out again", () -> !list.isNeedsLayout());
  }

  @Test
  void menusAndTipsFindTheirColours() {
    ContextMenu menu = new ContextMenu(new MenuItem("Copy"));
    Tooltip tip = new Tooltip("Copies it");
    try (StyleWarnings warnings = new StyleWarnings()) {
      for (Look.Appearance appearance :
          List.of(Look.Appearance.LIGHT, Look.Appearance.DARK, Look.Appearance.LIGHT)) {
        look(appearance);
        menu.show(combo, 20, 20);
        OnFxThread.await(
            "the menu is drawn",
            () ->
                menu.getSkin() != null
                    && menu.getSkin().getNode().getLayoutBounds().getWidth() > 0);
        menu.hide();
        tip.show(combo, 20, 20);
        OnFxThread.await("the tip is open", () -> tip.isShowing() && tip.getWidth() > 0);
        tip.hide();
      }
      assertThat(warnings.heard()).isEmpty();
    }
  }
}
