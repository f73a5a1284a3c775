package dev.halcyon.app.media;

import dev.halcyon.app.command.Command;
import dev.halcyon.app.fx.Subscriptions;
import dev.halcyon.app.kit.Keys;
import dev.halcyon.app.kit.Kit;
import dev.halcyon.app.kit.ScoreWords;
import dev.halcyon.protocol.MediaInfo;
import java.util.List;
import java.util.Optional;
import javafx.beans.binding.Bindings;
import javafx.beans.property.BooleanProperty;
import javafx.beans.property.SimpleBooleanProperty;
import javafx.beans.value.ObservableBooleanValue;
import javafx.geometry.Pos;
import javafx.scene.control.Button;
import javafx.scene.control.ContentDisplay;
import javafx.scene.control.Label;
import javafx.scene.input.KeyCode;
import javafx.scene.input.KeyCodeCombination;
import javafx.scene.input.KeyCombination;
import javafx.scene.layout.FlowPane;
import javafx.scene.layout.Region;

/** What plays a film: play, step, jump, speed, and where it stands. FX thread only. */
final class PlayerBar extends FlowPane {
  private final PlayerViewModel player;
  private final Kit kit;
  private final Label time = new Label();
  private final BooleanProperty available = new SimpleBooleanProperty(false);
  private final List<Command> commands;
  private double seconds;

  /** {@code play} opens the film on show, or plays and stands still. */
  PlayerBar(PlayerViewModel player, Kit kit, Runnable play) {
    super(8, 4);
    this.player = player;
    this.kit = kit;
    ObservableBooleanValue open =
        Bindings.createBooleanBinding(() -> player.state().get().open(), player.state());
    Command toggle = command("player.toggle", Keys.of(KeyCode.V), play, available);
    Command back = command("player.step_back", Keys.of(KeyCode.COMMA), () -> player.step(-1), open);
    Command ahead = command("player.step", Keys.of(KeyCode.PERIOD), () -> player.step(1), open);
    Command earlier = command("player.earlier", shift(KeyCode.LEFT), () -> player.jump(-1), open);
    Command later = command("player.later", shift(KeyCode.RIGHT), () -> player.jump(1), open);
    Command slower = command("player.slower", shift(KeyCode.COMMA), () -> player.faster(-1), open);
    Command faster = command("player.faster", shift(KeyCode.PERIOD), () -> player.faster(1), open);
    this.commands = List.of(toggle, back, ahead, earlier, later, slower, faster);
    getStyleClass().add("player-bar");
    setAlignment(Pos.CENTER_LEFT);
    time.getStyleClass().addAll("caption", "player-time");
    for (Command command : commands) {
      Button button = kit.button(command);
      button.setMinWidth(Region.USE_PREF_SIZE);
      if (command != toggle) {
        // The keys stand in the tooltips: with them the buttons would not stand on one line.
        button.setContentDisplay(ContentDisplay.TEXT_ONLY);
      }
      getChildren().add(button);
    }
    getChildren().add(time);
  }

  private static KeyCombination shift(KeyCode code) {
    return new KeyCodeCombination(code, KeyCombination.SHIFT_DOWN);
  }

  private Command command(
      String id, KeyCombination key, Runnable action, ObservableBooleanValue enabled) {
    return kit.command(id, Optional.of(key), action, enabled);
  }

  List<Command> commands() {
    return commands;
  }

  /** A film is on show, or none that can be played. */
  void offer(Optional<MediaInfo> film) {
    available.set(film.isPresent());
    seconds = film.map(MediaInfo::seconds).orElse(0.0);
    setVisible(film.isPresent());
    setManaged(film.isPresent());
  }

  /** Follows the player for as long as the subscriptions live. */
  void attach(Subscriptions subscriptions) {
    subscriptions.watch(player.state(), this::show);
  }

  private void show(PlayerState state) {
    if (!state.open()) {
      time.setText("");
      return;
    }
    time.setText(
        state
            .problem()
            .map(
                problem ->
                    kit.words()
                        .say(
                            "player.failed",
                            String.valueOf(problem.getMessage()),
                            problem.remedy()))
            .orElseGet(() -> where(state)));
  }

  private String where(PlayerState state) {
    String where =
        kit.words()
            .say(
                state.frame() == null ? "player.opening" : "player.time",
                ScoreWords.clock(state.position()),
                ScoreWords.clock(seconds),
                state.speed());
    return state.revived() ? kit.words().say("player.restarted", where) : where;
  }
}
