package dev.halcyon.app;

import static org.assertj.core.api.Assertions.assertThat;

import dev.halcyon.app.command.CommandRegistry;
import dev.halcyon.app.command.KeyDispatch;
import dev.halcyon.app.fx.OnFxThread;
import dev.halcyon.app.media.RevealViewModel;
import dev.halcyon.client.desk.LoadedCase;
import java.awt.Color;
import java.io.ByteArrayInputStream;
import java.time.Duration;
import java.util.List;
import java.util.UUID;
import javafx.event.Event;
import javafx.event.EventType;
import javafx.scene.Node;
import javafx.scene.control.ToggleButton;
import javafx.scene.image.Image;
import javafx.scene.input.KeyCode;
import javafx.scene.input.KeyEvent;
import javafx.scene.input.MouseButton;
import javafx.scene.input.MouseEvent;
import javafx.stage.Stage;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** The keys that docs/compare.md counts for Halcyon, pressed one by one on a shown desk. */
@ExtendWith(OnFxThread.class)
class KeysOfADecisionTest {
  private static final Color MARK = new Color(255, 0, 255);

  private Stage stage;
  private DeskScene scene;

  private void open(LoadedCase... cases) {
    scene =
        new DeskScene(
            new DeskModel(List.of(cases)),
            _ -> new Sharp(),
            _ -> {
              throw new AssertionError("not asked for");
            },
            980,
            800);
    CommandRegistry registry = new CommandRegistry();
    registry.setScreen(scene.wired.screen().commands());
    KeyDispatch.install(scene.scene, registry);
    stage = new Stage();
    stage.setScene(scene.scene);
    stage.show();
    stage.requestFocus();
    OnFxThread.await("the desk has the focus", stage::isFocused);
    scene.wired.review().openNext();
    scene.layout();
    scene.wired.screen().node().requestFocus();
  }

  private static final class Sharp implements RevealViewModel.Look<Image> {
    private final Image picture = new Image(new ByteArrayInputStream(Cases.plain(80, 60, MARK)));

    @Override
    public Image picture() {
      return picture;
    }

    @Override
    public void ended(Duration shown) {}
  }

  @AfterEach
  void leave() {
    scene.wired.screen().hidden();
    stage.hide();
  }

  private void press(KeyCode... keys) {
    for (KeyCode key : keys) {
      down(key, false);
      send(KeyEvent.KEY_RELEASED, key, false);
      scene.layout();
    }
  }

  private void down(KeyCode key, boolean shift) {
    send(KeyEvent.KEY_PRESSED, key, shift);
    scene.layout();
  }

  private void send(EventType<KeyEvent> type, KeyCode key, boolean shift) {
    Node focus = scene.scene.getFocusOwner();
    Event.fireEvent(
        focus == null ? scene.scene : focus,
        new KeyEvent(type, "", "", key, shift, false, false, false));
  }

  private UUID onTheDesk() {
    return scene.wired.review().current().get().loaded().id();
  }

  @Test
  void allowingAndRemovingUnderTheMachinesClauseTakeOneKeyAndTheNextIsThere() {
    open(Cases.text(), Cases.arabic(), Cases.video());
    press(KeyCode.A);
    assertThat(scene.desk.asked).contains("decide ALLOW [] null");
    assertThat(onTheDesk()).isEqualTo(Cases.arabic().id());
    press(KeyCode.X);
    assertThat(scene.desk.asked).anyMatch(said -> said.matches("decide REMOVE \\[] [A-Z]\\d"));
    assertThat(onTheDesk()).isEqualTo(Cases.video().id());
  }

  @Test
  void anotherClauseOfTheCategoryTakesThreeKeysMore() {
    open(Cases.text(), Cases.arabic());
    press(KeyCode.G, KeyCode.DOWN, KeyCode.ENTER, KeyCode.X);
    assertThat(scene.desk.asked).contains("decide REMOVE [] H2");
  }

  @Test
  void theNextCategoryTakesThreeKeysMore() {
    open(Cases.text(), Cases.arabic());
    press(KeyCode.C, KeyCode.DOWN, KeyCode.ENTER, KeyCode.X);
    assertThat(scene.desk.asked).contains("decide REMOVE [] A1");
  }

  @Test
  void restrictingAndRemovingForGoodTakeTwoKeys() {
    open(Cases.text(), Cases.video());
    press(KeyCode.R, KeyCode.DIGIT2);
    assertThat(scene.desk.asked).contains("decide RESTRICT [LABEL] H1");
    press(KeyCode.P, KeyCode.P);
    assertThat(scene.desk.asked).contains("decide REMOVE_PERMANENTLY [] V1");
  }

  @Test
  void takingBackTakesOneKey() {
    open(Cases.text(), Cases.arabic());
    press(KeyCode.X, KeyCode.Z);
    assertThat(onTheDesk()).isEqualTo(Cases.text().id());
    assertThat(scene.desk.outbox()).isEmpty();
  }

  @Test
  void skippingTakesOneKeyOrOneClickOnAnotherRow() {
    open(Cases.text(), Cases.arabic(), Cases.video());
    press(KeyCode.SPACE);
    assertThat(onTheDesk()).isEqualTo(Cases.arabic().id());
    UUID clicked = Cases.video().id();
    Node row =
        scene.scene.getRoot().lookupAll(".up-next-row").stream()
            .filter(cell -> String.valueOf(cell.getAccessibleText()).contains("wait for the end"))
            .findFirst()
            .orElseThrow();
    row.fireEvent(
        new MouseEvent(
            MouseEvent.MOUSE_CLICKED,
            0,
            0,
            0,
            0,
            MouseButton.PRIMARY,
            1,
            false,
            false,
            false,
            false,
            true,
            false,
            false,
            false,
            false,
            false,
            null));
    assertThat(onTheDesk()).isEqualTo(clicked);
  }

  @Test
  void theOriginalTakesOneHeldKey() {
    open(Cases.picture());
    down(KeyCode.H, false);
    assertThat(Pixels.anywhere(scene.scene, MARK)).isTrue();
    send(KeyEvent.KEY_RELEASED, KeyCode.H, false);
    scene.layout();
    assertThat(Pixels.anywhere(scene.scene, MARK)).isFalse();
  }

  @Test
  void whatFiredTakesOneKeyAndTheRiskiestFrameNone() {
    open(Cases.text(), Cases.video());
    press(KeyCode.J);
    assertThat(scene.wired.lit().get()).isEqualTo(1);
    press(KeyCode.A);
    assertThat(scene.wired.media().strip().selected().get()).isEqualTo(7);
  }

  @Test
  void theAuthorsRecordTakesTwoKeys() {
    open(Cases.text());
    press(KeyCode.T, KeyCode.T);
    ToggleButton chosen = (ToggleButton) scene.find(".argument-tabs .tab:selected");
    assertThat(chosen.getText()).isEqualTo("History");
  }
}
