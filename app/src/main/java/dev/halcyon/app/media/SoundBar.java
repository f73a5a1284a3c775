package dev.halcyon.app.media;

import dev.halcyon.app.command.Command;
import dev.halcyon.app.fx.Subscriptions;
import dev.halcyon.app.kit.Keys;
import dev.halcyon.app.kit.Kit;
import dev.halcyon.app.kit.ScoreWords;
import dev.halcyon.app.kit.Sight;
import dev.halcyon.client.desk.LoadedCase;
import dev.halcyon.protocol.ExposureKind;
import java.util.List;
import java.util.Optional;
import javafx.beans.binding.Bindings;
import javafx.geometry.Pos;
import javafx.scene.control.CheckBox;
import javafx.scene.control.Label;
import javafx.scene.control.ToggleButton;
import javafx.scene.input.KeyCode;
import javafx.scene.layout.HBox;
import javafx.scene.layout.Priority;

/** Sound on request: asked for, softened, and what is heard. FX thread only. */
final class SoundBar extends HBox {
  private final MediaViewModel<?> media;
  private final PlayerViewModel player;
  private final SoundViewModel sound;
  private final Kit kit;
  private final ToggleButton on;
  private final CheckBox soft;
  private final Label says;
  private final Command command;

  SoundBar(MediaViewModel<?> media, PlayerViewModel player, SoundViewModel sound, Kit kit) {
    super(8);
    this.media = media;
    this.player = player;
    this.sound = sound;
    this.kit = kit;
    command =
        kit.command(
            "player.sound",
            Optional.of(Keys.of(KeyCode.M)),
            this::toggle,
            Bindings.createBooleanBinding(() -> sound.state().get().offered(), sound.state()));
    on = kit.describe(new ToggleButton(), command);
    on.setMinWidth(USE_PREF_SIZE);
    soft = kit.describe(new CheckBox(), "sound.soft");
    soft.setMinWidth(USE_PREF_SIZE);
    soft.setOnAction(_ -> sound.soft(soft.isSelected()));
    says = kit.label("caption", "");
    says.setWrapText(true);
    HBox.setHgrow(says, Priority.ALWAYS);
    getStyleClass().add("sound-bar");
    setAlignment(Pos.CENTER_LEFT);
    getChildren().setAll(on, soft, says);
  }

  List<Command> commands() {
    return List.of(command);
  }

  private void toggle() {
    sound.toggle(media.strip().place().get().seconds());
    sound.film(player.state().get());
    on.setSelected(sound.state().get().on());
  }

  /** Follows for as long as the subscriptions live. */
  void attach(Subscriptions subscriptions) {
    subscriptions.watch(media.shown(), _ -> offer());
    subscriptions.onChange(media.loaded(), _ -> offer());
    subscriptions.onChange(media.leased(), _ -> offer());
    subscriptions.onChange(media.strip().place(), place -> sound.seek(place.seconds()));
    subscriptions.onChange(player.state(), sound::film);
    subscriptions.watch(sound.state(), this::show);
  }

  private void offer() {
    MediaViewModel.Shown shown = media.shown().get();
    LoadedCase present = media.loaded().get();
    if (shown == null || present == null) {
      sound.offerNothing();
    } else {
      sound.offer(present.id(), shown.part(), media.leased().get());
    }
  }

  /** Sound is heard wherever one looks. */
  Sight sight() {
    return Sight.of(this, ExposureKind.SOUND, () -> sound.state().get().audible());
  }

  private void show(SoundState state) {
    setVisible(state.offered());
    setManaged(state.offered());
    on.setSelected(state.on());
    soft.setSelected(state.soft());
    says.setText(
        state
            .problem()
            .map(
                problem ->
                    kit.words()
                        .say(
                            "sound.failed", String.valueOf(problem.getMessage()), problem.remedy()))
            .orElseGet(() -> words(state)));
  }

  private String words(SoundState state) {
    if (!state.on()) {
      return kit.words().say("sound.muted");
    }
    return state.audible()
        ? kit.words().say("sound.heard", ScoreWords.clock(state.position()))
        : kit.words().say("sound.waits");
  }
}
