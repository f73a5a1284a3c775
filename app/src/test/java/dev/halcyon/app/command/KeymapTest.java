package dev.halcyon.app.command;

import static org.assertj.core.api.Assertions.assertThat;

import dev.halcyon.app.kit.Keys;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import javafx.scene.input.KeyCode;
import javafx.scene.input.KeyCombination;
import javafx.scene.input.KeyEvent;
import org.junit.jupiter.api.Test;

class KeymapTest {
  private final Keymap keymap = new Keymap();
  private final CommandRegistry registry = new CommandRegistry();

  private Command command(String id, KeyCombination key) {
    return new Command(
        id,
        keymap.of(id, Optional.of(key)),
        id,
        id,
        id,
        () -> {},
        Optional.empty(),
        Command.always());
  }

  private static KeyEvent press(KeyCode code, boolean control) {
    return new KeyEvent(KeyEvent.KEY_PRESSED, "", "", code, false, control, false, false);
  }

  private Optional<String> found(KeyCode code, boolean control) {
    return registry.find(press(code, control)).map(Command::id);
  }

  @Test
  void aChosenKeyAnswersAtOnceAndTheUsualOneNoMore() {
    registry.setScreen(List.of(command("review.allow", Keys.of(KeyCode.A))));
    keymap.choose(Map.of("review.allow", "Shortcut+Y"));
    assertThat(found(KeyCode.A, false)).isEmpty();
    assertThat(found(KeyCode.Y, true)).contains("review.allow");
    keymap.choose(Map.of());
    assertThat(found(KeyCode.A, false)).contains("review.allow");
  }

  @Test
  void aChoiceHoldsForACommandThatIsMadeLater() {
    keymap.choose(Map.of("review.allow", "F7", "review.remove", ""));
    assertThat(command("review.allow", Keys.of(KeyCode.A)).key())
        .contains(KeyCombination.valueOf("F7"));
    assertThat(command("review.remove", Keys.of(KeyCode.X)).key()).isEmpty();
  }

  @Test
  void everyKindOfKeyIsReadAsItWasWritten() {
    for (KeyCombination key :
        List.of(
            Keys.of(KeyCode.A),
            Keys.of(KeyCode.DIGIT4),
            Keys.of(KeyCode.F6),
            Keys.shift(KeyCode.F6),
            Keys.shortcut(KeyCode.COMMA),
            Keys.of(KeyCode.LEFT),
            Keys.of(KeyCode.SPACE),
            Keys.character("?"))) {
      assertThat(Keymap.read(Keymap.write(Optional.of(key)))).contains(key);
    }
    assertThat(Keymap.write(Optional.empty())).isEmpty();
  }

  @Test
  void whatIsNoKeyLeavesTheUsualOne() {
    keymap.choose(Map.of("review.allow", "Banana"));
    assertThat(command("review.allow", Keys.of(KeyCode.A)).key()).contains(Keys.of(KeyCode.A));
  }

  @Test
  void aKeyChosenLongAgoHoldsAgainstANewCommandThatComesWithIt() {
    keymap.choose(Map.of("review.allow", "Y"));
    registry.setScreen(
        List.of(
            command("review.novelty", Keys.of(KeyCode.Y)),
            command("review.allow", Keys.of(KeyCode.A))));
    assertThat(found(KeyCode.Y, false)).contains("review.allow");
  }

  @Test
  void whoHasAKeyIsKnownAcrossTheFrameAndOneScreenButNotAcrossScreens() {
    registry.addGlobal(List.of(command("frame.find", Keys.shortcut(KeyCode.K))));
    registry.know("queue", List.of(command("queue.open", Keys.of(KeyCode.O))));
    registry.know(
        "review",
        List.of(
            command("review.allow", Keys.of(KeyCode.A)),
            command("review.next", Keys.of(KeyCode.G))));
    assertThat(registry.holder("A", "review.next").map(Command::id)).contains("review.allow");
    assertThat(registry.holder("A", "queue.open")).isEmpty();
    assertThat(registry.holder("A", "frame.find").map(Command::id))
        .as("a command of the frame meets every screen")
        .contains("review.allow");
    assertThat(registry.holder("Ctrl+K", "queue.open").map(Command::id))
        .as("Ctrl and the shortcut key are one key")
        .contains("frame.find");
    assertThat(registry.holder("A", "review.allow")).as("its own").isEmpty();
  }
}
