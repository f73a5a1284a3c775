package dev.halcyon.app.command;

import static org.assertj.core.api.Assertions.assertThat;

import dev.halcyon.app.Cases;
import dev.halcyon.app.fx.OnFxThread;
import dev.halcyon.app.kit.Kit;
import dev.halcyon.app.kit.Now;
import dev.halcyon.app.kit.Words;
import java.time.Clock;
import java.time.ZoneOffset;
import java.util.Locale;
import java.util.Optional;
import javafx.scene.Scene;
import javafx.scene.control.Button;
import javafx.scene.control.Label;
import javafx.scene.input.KeyCode;
import javafx.scene.input.KeyCodeCombination;
import javafx.scene.input.KeyCombination;
import javafx.scene.layout.VBox;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** Buttons say the key in force while they are in a scene, and hang on no command afterwards. */
@ExtendWith(OnFxThread.class)
class KeyCaptionTest {
  private static final Optional<KeyCombination> A = Optional.of(new KeyCodeCombination(KeyCode.A));
  private static final Optional<KeyCombination> B = Optional.of(new KeyCodeCombination(KeyCode.B));
  private static final Optional<KeyCombination> C = Optional.of(new KeyCodeCombination(KeyCode.C));

  private final Kit kit =
      new Kit(Words.in(Locale.ENGLISH), new Now(Clock.fixed(Cases.NOW, ZoneOffset.UTC)));
  private final Shortcut shortcut = new Shortcut(A);
  private final Command command =
      new Command(
          "x.y", shortcut, "Do", "Does", "Do it", () -> {}, Optional.empty(), Command.always());
  private final Button button = kit.describe(new Button(), command);
  private final VBox root = new VBox();
  private final Scene scene = new Scene(root);

  private String caption() {
    return ((Label) button.getGraphic()).getText();
  }

  private String help() {
    return button.getTooltip().getText();
  }

  @Test
  void aButtonSaysTheKeyThatWasJustChosen() {
    assertThat(caption()).as("before it is in a scene").isEqualTo("A");
    root.getChildren().add(button);
    shortcut.choose(B);
    assertThat(caption()).isEqualTo("B");
    assertThat(help()).contains("B").doesNotContain("A");
    assertThat(scene.getRoot()).isSameAs(root);
  }

  @Test
  void aButtonThatIsGoneListensToItsCommandNoMoreAndCatchesUpWhenItReturns() {
    root.getChildren().add(button);
    root.getChildren().clear();
    shortcut.choose(C);
    assertThat(caption()).isEqualTo("A");
    assertThat(help()).doesNotContain("C");
    root.getChildren().add(button);
    assertThat(caption()).isEqualTo("C");
    assertThat(help()).contains("C");
  }
}
