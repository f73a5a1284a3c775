package dev.halcyon.app.settings;

import static org.assertj.core.api.Assertions.assertThat;

import dev.halcyon.app.command.Command;
import dev.halcyon.app.fx.Direct;
import dev.halcyon.app.fx.OnFxThread;
import dev.halcyon.app.kit.Kit;
import dev.halcyon.app.kit.Now;
import dev.halcyon.app.kit.Words;
import dev.halcyon.app.shell.PreferenceStore;
import dev.halcyon.app.shell.Preferences;
import dev.halcyon.app.shell.PreferencesModel;
import dev.halcyon.protocol.ModelDescription;
import dev.halcyon.protocol.ModelRef;
import java.nio.file.Path;
import java.time.Clock;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import javafx.scene.Parent;
import javafx.scene.Scene;
import javafx.scene.control.Button;
import javafx.scene.control.Labeled;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;

@ExtendWith(OnFxThread.class)
class SettingsScreenTest {
  @TempDir Path folder;
  private final Words words = Words.in(Locale.ENGLISH);
  private final Kit kit = new Kit(words, new Now(Clock.systemUTC()));
  private final List<String> done = new ArrayList<>();

  private Parent show() {
    PreferencesModel preferences =
        new PreferencesModel(
            Direct.background(), words, new PreferenceStore(folder), Preferences.DEFAULT);
    ModelDescription text =
        new ModelDescription(
            new ModelRef("text-linear", "1.1.0", "ab", "cpu"),
            "Scores English text for hate, self_harm",
            "Apache-2.0",
            "here",
            "Runs in the Java process");
    SettingsViewModel model =
        new SettingsViewModel(
            preferences,
            Direct.background(),
            words,
            () -> new EngineFacts("systemd-run", List.of(text)));
    Command signOut =
        kit.command("session.sign_out", Optional.empty(), () -> done.add("out"), Command.always());
    SettingsScreen screen =
        new SettingsScreen(kit, model, new SettingsScreen.Session("Ana Bell", signOut), "1.0");
    Scene scene = new Scene((Parent) screen.node(), 900, 900);
    screen.shown();
    scene.getRoot().applyCss();
    scene.getRoot().layout();
    return scene.getRoot();
  }

  private static List<String> texts(Parent root) {
    return root.lookupAll(".label").stream().map(label -> ((Labeled) label).getText()).toList();
  }

  @Test
  void whatTheEngineUsesIsSaidInWordsAndItsFileNamesAreSmallPrint() {
    List<String> said = texts(show());
    assertThat(said)
        .contains("Text model 1.1.0", "That process runs in a sandbox made by systemd.")
        .noneMatch(text -> text.contains("self_harm"));
    assertThat(said).filteredOn(text -> text.contains("text-linear")).hasSize(1);
  }

  @Test
  void thePersonSeesWhoIsSignedInAndCanSignOut() {
    Parent root = show();
    assertThat(texts(root)).contains("You are signed in as Ana Bell.");
    root.lookupAll(".button").stream()
        .map(Button.class::cast)
        .filter(button -> "Sign out".equals(button.getAccessibleText()))
        .findFirst()
        .orElseThrow()
        .fire();
    assertThat(done).containsExactly("out");
  }
}
