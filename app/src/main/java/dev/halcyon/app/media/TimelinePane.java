package dev.halcyon.app.media;

import dev.halcyon.app.command.Command;
import dev.halcyon.app.fx.Subscriptions;
import dev.halcyon.app.kit.Hue;
import dev.halcyon.app.kit.Keys;
import dev.halcyon.app.kit.Kit;
import dev.halcyon.app.kit.Sight;
import dev.halcyon.protocol.ExposureKind;
import dev.halcyon.protocol.Modality;
import java.util.List;
import java.util.Optional;
import javafx.beans.binding.Bindings;
import javafx.beans.property.IntegerProperty;
import javafx.beans.value.ObservableBooleanValue;
import javafx.css.PseudoClass;
import javafx.geometry.Pos;
import javafx.scene.Node;
import javafx.scene.control.Hyperlink;
import javafx.scene.control.Label;
import javafx.scene.input.KeyCode;
import javafx.scene.input.MouseEvent;
import javafx.scene.layout.FlowPane;
import javafx.scene.layout.HBox;
import javafx.scene.layout.Priority;
import javafx.scene.layout.VBox;
import org.jspecify.annotations.Nullable;

/**
 * A recording over its length: pitches (of sound alone) or loudness, the risk on the same axis, the
 * places where something was found, and what is said. FX thread only.
 */
final class TimelinePane extends VBox {
  private static final PseudoClass LIT = PseudoClass.getPseudoClass("lit");

  private final MediaViewModel<?> media;
  private final PlayerViewModel player;
  private final SoundViewModel sound;
  private final TimelineViewModel vm;
  private final Kit kit;
  private final IntegerProperty lit;
  private final SoundView spectrogram;
  private final SoundView waveform;
  private final RiskCurveView curve;
  private final FlowPane moments = new FlowPane(12, 2);
  private final Label heading = new Label();
  private final HBox head;
  private final TranscriptList transcript;
  private final List<Command> commands;

  TimelinePane(
      MediaViewModel<?> media,
      PlayerViewModel player,
      SoundViewModel sound,
      Kit kit,
      IntegerProperty lit) {
    this.media = media;
    this.player = player;
    this.sound = sound;
    this.kit = kit;
    this.lit = lit;
    this.vm = new TimelineViewModel(media, player, sound, lit, kit.words());
    this.spectrogram = new SoundView(vm, kit.words(), true);
    this.waveform = new SoundView(vm, kit.words(), false);
    this.curve = new RiskCurveView(vm, kit.words());
    this.transcript = new TranscriptList(vm, kit, lit);
    Label machine = kit.say("machine-mark", "reasoning.machine");
    machine.setMinWidth(USE_PREF_SIZE);
    heading.getStyleClass().add("caption");
    heading.setWrapText(true);
    HBox.setHgrow(heading, Priority.ALWAYS);
    heading.fontProperty().subscribe(font -> transcript.fit(font.getSize()));
    head = new HBox(8, machine, heading);
    head.setAlignment(Pos.CENTER_LEFT);
    getStyleClass().add("media-timeline");
    getChildren().setAll(spectrogram, waveform, curve, moments, head, transcript);
    ObservableBooleanValue found =
        Bindings.createBooleanBinding(
            () -> vm.shown().get() != null && !vm.shown().get().moments().isEmpty(), vm.shown());
    commands =
        List.of(
            kit.command(
                "media.moment_next", Optional.of(Keys.of(KeyCode.Q)), () -> vm.step(1), found),
            kit.command(
                "media.moment_previous",
                Optional.of(Keys.shift(KeyCode.Q)),
                () -> vm.step(-1),
                found));
  }

  List<Command> commands() {
    return commands;
  }

  /** Follows for as long as the subscriptions live. */
  void attach(Subscriptions subscriptions) {
    subscriptions.watch(vm.shown(), this::draw);
    subscriptions.watch(media.strip().place(), _ -> follow());
    subscriptions.onChange(player.state(), _ -> follow());
    subscriptions.onChange(sound.state(), _ -> follow());
    subscriptions.watch(lit, step -> light(step.intValue()));
  }

  /** What is read here. */
  Sight sight() {
    return Sight.of(transcript, ExposureKind.TEXT, () -> !transcript.getItems().isEmpty());
  }

  private void draw(TimelineViewModel.@Nullable Shown shown) {
    show(this, shown != null);
    if (shown == null) {
      transcript.getItems().clear();
      return;
    }
    boolean sound = shown.sound() != null && shown.sound().columns() > 0;
    show(spectrogram, sound && shown.part().kind() == Modality.AUDIO);
    show(waveform, sound);
    show(curve, shown.length() > 0);
    spectrogram.show(shown);
    waveform.show(shown);
    curve.show(shown);
    moments.getChildren().setAll(vm.listed().stream().map(this::link).toList());
    show(moments, !moments.getChildren().isEmpty());
    String words = vm.transcriptWords();
    heading.setText(words);
    show(head, !words.isEmpty());
    transcript.show(shown);
    transcript.fit(heading.getFont().getSize());
    show(transcript, !shown.said().isEmpty());
    follow();
    light(lit.get());
  }

  private Node link(Moment moment) {
    Hyperlink link = new Hyperlink(vm.say(moment));
    link.getStyleClass().add("moment-link");
    link.setAccessibleText(kit.words().say("moment.access", vm.say(moment)));
    Hue.of(link, moment.category());
    link.setUserData(moment);
    link.setOnAction(
        _ -> {
          link.setVisited(false);
          vm.goTo(moment);
        });
    if (moment.step() > 0) {
      link.addEventHandler(MouseEvent.MOUSE_ENTERED, _ -> lit.set(moment.step()));
      link.addEventHandler(MouseEvent.MOUSE_EXITED, _ -> lit.set(0));
    }
    return link;
  }

  private void light(int step) {
    for (Node link : moments.getChildren()) {
      boolean on =
          link.getUserData() instanceof Moment moment && moment.step() > 0 && moment.step() == step;
      link.pseudoClassStateChanged(LIT, on);
    }
    transcript.light();
  }

  private void follow() {
    double here = vm.here();
    spectrogram.at(here);
    waveform.at(here);
    curve.at(here);
    transcript.at(here);
  }

  private static void show(Node node, boolean on) {
    node.setVisible(on);
    node.setManaged(on);
  }
}
