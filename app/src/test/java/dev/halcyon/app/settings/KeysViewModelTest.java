package dev.halcyon.app.settings;

import static org.assertj.core.api.Assertions.assertThat;

import dev.halcyon.app.command.Command;
import dev.halcyon.app.command.CommandRegistry;
import dev.halcyon.app.command.Keymap;
import dev.halcyon.app.fx.Direct;
import dev.halcyon.app.kit.Keys;
import dev.halcyon.app.kit.Kit;
import dev.halcyon.app.kit.Now;
import dev.halcyon.app.kit.Words;
import dev.halcyon.app.shell.PreferenceStore;
import dev.halcyon.app.shell.Preferences;
import dev.halcyon.app.shell.PreferencesModel;
import java.nio.file.Path;
import java.time.Clock;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import javafx.scene.input.KeyCode;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class KeysViewModelTest {
  @TempDir Path folder;
  private final Words words = Words.in(Locale.ENGLISH);
  private Session session;

  /** The workbench as far as keys go, over the preferences on the disk. */
  private final class Session {
    final Keymap keymap = new Keymap();
    final Kit kit = new Kit(words, new Now(Clock.systemUTC()), keymap);
    final CommandRegistry registry = new CommandRegistry();
    final PreferenceStore store = new PreferenceStore(folder);
    final PreferencesModel preferences =
        new PreferencesModel(Direct.background(), words, store, store.load());
    final KeysViewModel model = new KeysViewModel(registry, preferences, words);

    Session() {
      preferences.value().map(Preferences::keys).subscribe(keymap::choose);
      registry.addGlobal(List.of(command("frame.find", Keys.shortcut(KeyCode.K))));
      registry.know("queue", List.of(command("queue.open", Keys.of(KeyCode.O))));
      registry.know(
          "review",
          List.of(
              command("review.allow", Keys.of(KeyCode.A)),
              command("review.remove", Keys.of(KeyCode.X))));
      model.refresh();
    }

    Command command(String id, javafx.scene.input.KeyCombination key) {
      return kit.command(id, Optional.of(key), () -> {}, Command.always());
    }

    String key(String id) {
      return model.rows().stream()
          .filter(row -> row.id().equals(id))
          .map(KeyRow::key)
          .findFirst()
          .orElseThrow();
    }
  }

  @BeforeEach
  void begin() {
    session = new Session();
  }

  @Test
  void everyActionOfEveryScreenIsThereWithItsGroupAndKey() {
    assertThat(session.model.rows())
        .extracting(KeyRow::id, KeyRow::group, KeyRow::key)
        .containsExactly(
            org.assertj.core.groups.Tuple.tuple("frame.find", "Everywhere", "Ctrl+K"),
            org.assertj.core.groups.Tuple.tuple("queue.open", "Queue", "O"),
            org.assertj.core.groups.Tuple.tuple("review.allow", "Decide", "A"),
            org.assertj.core.groups.Tuple.tuple("review.remove", "Decide", "X"));
  }

  @Test
  void aKeyThatIsPressedIsTakenAndHoldsAfterARestart() {
    session.model.ask("review.allow");
    session.model.press("Shortcut+Y");
    assertThat(session.key("review.allow")).isEqualTo("Ctrl+Y");
    assertThat(session.model.said().get()).isEqualTo("“Allow” is now on Ctrl+Y.");
    assertThat(new Session().key("review.allow")).isEqualTo("Ctrl+Y");
  }

  @Test
  void aKeyThatAnotherActionHasIsRefusedWithItsName() {
    session.model.ask("review.allow");
    session.model.press("X");
    assertThat(session.model.said().get()).contains("X already does “Remove” (Decide)");
    assertThat(session.model.asking().get()).as("it waits on").contains("review.allow");
    assertThat(session.key("review.allow")).isEqualTo("A");
    session.model.press("O");
    assertThat(session.key("review.allow")).as("another screen's key is free").isEqualTo("O");
  }

  @Test
  void aKeyThatListsAndTextsNeedIsRefused() {
    session.model.ask("review.allow");
    for (String needed : List.of("Tab", "Enter", "Down", "Shortcut+C")) {
      session.model.press(needed);
      assertThat(session.model.said().get()).contains("needed to move about");
    }
    assertThat(session.key("review.allow")).isEqualTo("A");
  }

  @Test
  void whileAKeyIsAwaitedNothingElseAnswersToIt() {
    session.model.ask("review.allow");
    assertThat(session.registry.active()).isEmpty();
    session.model.cancel();
    assertThat(session.registry.active()).isNotEmpty();
    assertThat(session.key("review.allow")).isEqualTo("A");
  }

  @Test
  void anActionCanGoWithoutAKeyAndGetTheUsualOneBack() {
    session.model.ask("review.remove");
    session.model.none();
    assertThat(session.key("review.remove")).isEmpty();
    assertThat(session.model.anyChanged()).isTrue();
    session.model.reset("review.remove");
    assertThat(session.key("review.remove")).isEqualTo("X");
    assertThat(session.model.anyChanged()).isFalse();
  }

  @Test
  void theUsualKeyIsNotGivenBackWhileAnotherActionHasIt() {
    session.model.ask("review.remove");
    session.model.press("Y");
    session.model.ask("review.allow");
    session.model.press("X");
    session.model.reset("review.remove");
    assertThat(session.model.said().get()).contains("X already does “Allow”");
    assertThat(session.key("review.remove")).isEqualTo("Y");
    session.model.resetAll();
    assertThat(session.key("review.remove")).isEqualTo("X");
    assertThat(session.key("review.allow")).isEqualTo("A");
  }

  @Test
  void choosingTheUsualKeyIsNoChoice() {
    session.model.ask("review.allow");
    session.model.press("Y");
    session.model.ask("review.allow");
    session.model.press("A");
    assertThat(session.model.anyChanged()).isFalse();
  }
}
