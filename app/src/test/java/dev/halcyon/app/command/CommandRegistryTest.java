package dev.halcyon.app.command;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.halcyon.app.kit.Keys;
import java.util.List;
import java.util.Optional;
import javafx.scene.input.KeyCode;
import javafx.scene.input.KeyCombination;
import javafx.scene.input.KeyEvent;
import org.junit.jupiter.api.Test;

class CommandRegistryTest {
  private final CommandRegistry registry = new CommandRegistry();

  private static Command command(String id, KeyCombination key) {
    return new Command(
        id, Optional.of(key), id, id, id, () -> {}, Optional.empty(), Command.always());
  }

  private static KeyEvent press(KeyCode code, boolean control) {
    return new KeyEvent(KeyEvent.KEY_PRESSED, "", "", code, false, control, false, false);
  }

  @Test
  void twoCommandsThatAreActiveTogetherCannotShareAKey() {
    registry.addGlobal(List.of(command("go.queue", Keys.shortcut(KeyCode.DIGIT1))));
    assertThatThrownBy(
            () -> registry.setScreen(List.of(command("other", Keys.shortcut(KeyCode.DIGIT1)))))
        .hasMessageContaining("go.queue")
        .hasMessageContaining("other");
    assertThat(registry.screen()).as("the refused ones are not half in").isEmpty();
  }

  @Test
  void twoScreensMayUseTheSameKey() {
    registry.setScreen(List.of(command("queue.refresh", Keys.of(KeyCode.R))));
    registry.setScreen(List.of(command("review.restrict", Keys.of(KeyCode.R))));
    assertThat(registry.find(press(KeyCode.R, false)))
        .hasValueSatisfying(found -> assertThat(found.id()).isEqualTo("review.restrict"));
  }

  @Test
  void anIdIsThereOnce() {
    assertThatThrownBy(
            () ->
                registry.addGlobal(
                    List.of(command("a", Keys.of(KeyCode.A)), command("a", Keys.of(KeyCode.B)))))
        .hasMessageContaining("two commands are called a");
  }

  @Test
  void aKeyWithCtrlIsNotTheKeyWithout() {
    registry.setScreen(List.of(command("a", Keys.of(KeyCode.K))));
    registry.addGlobal(List.of(command("find", Keys.shortcut(KeyCode.K))));
    assertThat(registry.find(press(KeyCode.K, false)).map(Command::id)).contains("a");
    assertThat(registry.find(press(KeyCode.K, true)).map(Command::id)).contains("find");
  }

  @Test
  void whileSomethingLiesOverTheScreenOnlyItsCommandsAnswer() {
    registry.setScreen(List.of(command("a", Keys.of(KeyCode.A))));
    registry.setModal(List.of(command("close", Keys.of(KeyCode.ESCAPE))));
    assertThat(registry.find(press(KeyCode.A, false))).isEmpty();
    assertThat(registry.active()).extracting(Command::id).containsExactly("close");
    registry.clearModal();
    assertThat(registry.find(press(KeyCode.A, false))).isPresent();
  }

  @Test
  void keysAreSaidAsTheyArePrinted() {
    assertThat(Keys.say(Keys.shortcut(KeyCode.K))).isEqualTo("Ctrl+K");
    assertThat(Keys.say(Keys.character("?"))).isEqualTo("?");
    assertThat(Keys.say(Keys.of(KeyCode.ESCAPE))).isEqualTo("Esc");
    assertThat(Keys.say(Keys.of(KeyCode.DIGIT1))).isEqualTo("1");
  }
}
