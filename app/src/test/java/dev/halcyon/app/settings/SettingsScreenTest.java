package dev.halcyon.app.settings;

import static org.assertj.core.api.Assertions.assertThat;

import dev.halcyon.app.command.Command;
import dev.halcyon.app.command.CommandRegistry;
import dev.halcyon.app.command.KeyDispatch;
import dev.halcyon.app.command.Keymap;
import dev.halcyon.app.fx.Direct;
import dev.halcyon.app.fx.OnFxThread;
import dev.halcyon.app.fx.Subscriptions;
import dev.halcyon.app.kit.Keys;
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
import java.util.Set;
import javafx.event.Event;
import javafx.scene.Node;
import javafx.scene.Parent;
import javafx.scene.Scene;
import javafx.scene.control.Button;
import javafx.scene.control.Label;
import javafx.scene.control.Labeled;
import javafx.scene.input.KeyCode;
import javafx.scene.input.KeyEvent;
import javafx.scene.layout.VBox;
import javafx.stage.Stage;
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
        new SettingsScreen(
            kit,
            model,
            new KeysViewModel(new CommandRegistry(), preferences, words),
            new SettingsScreen.Session("Ana Bell", signOut),
            "1.0");
    Scene scene = new Scene((Parent) screen.node(), 900, 900);
    screen.shown();
    scene.getRoot().applyCss();
    scene.getRoot().layout();
    return scene.getRoot();
  }

  @Test
  void aKeyIsChangedByPressingAnotherAndEveryButtonPrintsIt() {
    Keymap keymap = new Keymap();
    Kit remapped = new Kit(words, new Now(Clock.systemUTC()), keymap);
    PreferencesModel preferences =
        new PreferencesModel(
            Direct.background(), words, new PreferenceStore(folder), Preferences.DEFAULT);
    preferences.value().map(Preferences::keys).subscribe(keymap::choose);
    CommandRegistry registry = new CommandRegistry();
    Command allow =
        remapped.command(
            "review.allow",
            Optional.of(Keys.of(KeyCode.A)),
            () -> done.add("allow"),
            Command.always());
    registry.know("review", List.of(allow));
    Button elsewhere = remapped.button(allow);
    assertThat(new Scene(new VBox(elsewhere)).getRoot()).isNotNull();
    KeysViewModel model = new KeysViewModel(registry, preferences, words);
    KeysPane pane = new KeysPane(remapped, model);
    Stage stage = OnFxThread.show((Parent) pane.node(), 700, 500);
    KeyDispatch.install(stage.getScene(), registry);
    Subscriptions subscriptions = new Subscriptions();
    pane.attach(subscriptions);
    stage.getScene().getRoot().applyCss();
    stage.getScene().getRoot().layout();
    Button key = (Button) stage.getScene().getRoot().lookup(".key-choice");
    assertThat(key.getAccessibleText()).isEqualTo("Key of “Allow”: A. Choose to change it.");
    key.requestFocus();
    key.fire();
    assertThat(key.getText()).isEqualTo("Press a key …");
    press(key, KeyCode.J);
    assertThat(key.getText()).isEqualTo("J");
    assertThat(((Label) elsewhere.getGraphic()).getText()).isEqualTo("J");
    assertThat(elsewhere.getTooltip().getText()).contains("(J)");
    registry.setScreen(List.of(allow));
    press(key, KeyCode.J);
    assertThat(done).containsExactly("allow");
    subscriptions.close();
    stage.hide();
  }

  private static void press(Node node, KeyCode code) {
    Event.fireEvent(
        node, new KeyEvent(KeyEvent.KEY_PRESSED, "", "", code, false, false, false, false));
  }

  private static List<String> texts(Parent root) {
    // A pane of tabs finds what is on its pages twice.
    return Set.copyOf(root.lookupAll(".label")).stream()
        .map(label -> ((Labeled) label).getText())
        .toList();
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
