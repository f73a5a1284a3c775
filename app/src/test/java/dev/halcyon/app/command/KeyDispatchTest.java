package dev.halcyon.app.command;

import static org.assertj.core.api.Assertions.assertThat;

import dev.halcyon.app.fx.OnFxThread;
import dev.halcyon.app.kit.Keys;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import javafx.beans.property.SimpleBooleanProperty;
import javafx.event.Event;
import javafx.event.EventType;
import javafx.scene.Node;
import javafx.scene.control.Button;
import javafx.scene.control.TextField;
import javafx.scene.input.KeyCode;
import javafx.scene.input.KeyCombination;
import javafx.scene.input.KeyEvent;
import javafx.scene.layout.VBox;
import javafx.stage.Stage;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

@ExtendWith(OnFxThread.class)
class KeyDispatchTest {
  private final List<String> done = new ArrayList<>();
  private final CommandRegistry registry = new CommandRegistry();
  private final Button button = new Button("elsewhere");
  private final TextField text = new TextField();
  private final SimpleBooleanProperty enabled = new SimpleBooleanProperty(true);
  private Stage stage;

  @BeforeEach
  void show() {
    stage = OnFxThread.show(new VBox(button, text), 300, 200);
    KeyDispatch.install(stage.getScene(), registry);
    registry.setScreen(
        List.of(
            command("allow", Keys.of(KeyCode.A), Optional.empty()),
            command("find", Keys.shortcut(KeyCode.K), Optional.empty()),
            command("keys", Keys.character("?"), Optional.empty()),
            command("reveal", Keys.of(KeyCode.H), Optional.of(() -> done.add("hide")))));
    button.requestFocus();
  }

  @AfterEach
  void hide() {
    stage.hide();
  }

  private Command command(String id, KeyCombination key, Optional<Runnable> released) {
    return new Command(id, Optional.of(key), id, id, id, () -> done.add(id), released, enabled);
  }

  private void key(EventType<KeyEvent> type, KeyCode code, boolean control) {
    Node target = stage.getScene().getFocusOwner();
    Event.fireEvent(target, new KeyEvent(type, "", "", code, false, control, false, false));
  }

  private void typed(String character) {
    Event.fireEvent(
        stage.getScene().getFocusOwner(),
        new KeyEvent(
            KeyEvent.KEY_TYPED, character, "", KeyCode.UNDEFINED, false, false, false, false));
  }

  @Test
  void aKeyDoesItsCommandWhereverTheFocusIs() {
    key(KeyEvent.KEY_PRESSED, KeyCode.A, false);
    typed("?");
    assertThat(done).containsExactly("allow", "keys");
  }

  @Test
  void whileAPersonTypesPlainKeysBelongToTheText() {
    text.requestFocus();
    key(KeyEvent.KEY_PRESSED, KeyCode.A, false);
    typed("?");
    assertThat(done).isEmpty();
    key(KeyEvent.KEY_PRESSED, KeyCode.K, true);
    assertThat(done).containsExactly("find");
  }

  private void pressN() {
    Event.fireEvent(
        stage.getScene().getFocusOwner(),
        new KeyEvent(KeyEvent.KEY_PRESSED, "n", "n", KeyCode.N, false, false, false, false));
  }

  @Test
  void theCharacterOfAKeyThatWentToAFieldIsNotWrittenIntoIt() {
    registry.setScreen(
        List.of(
            new Command(
                "note",
                Optional.of(Keys.of(KeyCode.N)),
                "note",
                "note",
                "note",
                text::requestFocus,
                Optional.empty(),
                enabled)));
    pressN();
    typed("n");
    assertThat(text.getText()).isEmpty();
    pressN();
    typed("n");
    assertThat(text.getText()).isEqualTo("n");
  }

  @Test
  void aDisabledCommandDoesNothing() {
    enabled.set(false);
    key(KeyEvent.KEY_PRESSED, KeyCode.A, false);
    assertThat(done).isEmpty();
  }

  @Test
  void aHeldKeyFiresOnceAndIsLetGoWhenItRises() {
    key(KeyEvent.KEY_PRESSED, KeyCode.H, false);
    key(KeyEvent.KEY_PRESSED, KeyCode.H, false);
    assertThat(done).containsExactly("reveal");
    key(KeyEvent.KEY_RELEASED, KeyCode.H, false);
    assertThat(done).containsExactly("reveal", "hide");
  }

  @Test
  void aHeldKeyIsLetGoWhenTheWindowGoesAway() {
    key(KeyEvent.KEY_PRESSED, KeyCode.H, false);
    stage.hide();
    assertThat(done).containsExactly("reveal", "hide");
  }

  @Test
  void aControlKeepsTheKeysItNeedsWhileItHasTheKeyboard() {
    OwnKeys.keep(button, KeyCode.A);
    key(KeyEvent.KEY_PRESSED, KeyCode.A, false);
    assertThat(done).isEmpty();
    key(KeyEvent.KEY_PRESSED, KeyCode.H, false);
    assertThat(done).containsExactly("reveal");
    stage.getScene().getRoot().requestFocus();
    key(KeyEvent.KEY_PRESSED, KeyCode.A, false);
    assertThat(done).containsExactly("reveal", "allow");
  }
}
