package dev.halcyon.app.media;

import dev.halcyon.app.command.Command;
import dev.halcyon.app.fx.Subscriptions;
import dev.halcyon.app.kit.Hue;
import dev.halcyon.app.kit.Keys;
import dev.halcyon.app.kit.Kit;
import dev.halcyon.app.kit.Sight;
import dev.halcyon.app.kit.Words;
import dev.halcyon.protocol.ExposureKind;
import java.util.List;
import java.util.Optional;
import javafx.beans.binding.Bindings;
import javafx.beans.property.IntegerProperty;
import javafx.css.PseudoClass;
import javafx.scene.Node;
import javafx.scene.control.Hyperlink;
import javafx.scene.control.ToggleButton;
import javafx.scene.input.KeyCode;
import javafx.scene.input.MouseEvent;
import javafx.scene.layout.FlowPane;

/**
 * What the machine found in the picture on show, read text and objects, shown on request: a link
 * for each box, which lights with it and with its step of the argument. FX thread only.
 */
final class FoundBar extends FlowPane {
  private static final PseudoClass LIT = PseudoClass.getPseudoClass("lit");

  private final MediaViewModel<?> vm;
  private final Kit kit;
  private final IntegerProperty lit;
  private final ToggleButton all;
  private final Command command;

  FoundBar(MediaViewModel<?> vm, Kit kit, IntegerProperty lit) {
    super(8, 2);
    this.vm = vm;
    this.kit = kit;
    this.lit = lit;
    command =
        kit.command(
            "media.found",
            Optional.of(Keys.of(KeyCode.I)),
            () -> vm.allFound().set(!vm.allFound().get()),
            Bindings.createBooleanBinding(this::isAny, vm.shown()));
    all = kit.describe(new ToggleButton(), command);
    all.setOnAction(_ -> vm.allFound().set(all.isSelected()));
    all.setMinWidth(USE_PREF_SIZE);
    getStyleClass().add("found-bar");
  }

  List<Command> commands() {
    return List.of(command);
  }

  void attach(Subscriptions subscriptions) {
    subscriptions.watch(vm.shown(), _ -> draw());
    subscriptions.onChange(vm.allFound(), _ -> draw());
    subscriptions.watch(lit, _ -> light());
    subscriptions.watch(vm.pointed(), _ -> light());
  }

  /** Text that was read is words of the item. */
  Sight sight() {
    return Sight.of(
        this,
        ExposureKind.TEXT,
        () ->
            getChildren().stream()
                .anyMatch(
                    link ->
                        link.getUserData() instanceof Spot spot && spot.kind() == Spot.Kind.TEXT));
  }

  private boolean isAny() {
    MediaViewModel.Shown shown = vm.shown().get();
    return shown != null && shown.rendition() != null && !shown.spots().isEmpty();
  }

  private void draw() {
    boolean any = isAny();
    setVisible(any);
    setManaged(any);
    all.setSelected(vm.allFound().get());
    getChildren().setAll(all);
    MediaViewModel.Shown shown = vm.shown().get();
    if (any && shown != null && vm.allFound().get()) {
      getChildren().addAll(shown.spots().stream().map(this::link).toList());
    }
    light();
  }

  private Node link(Spot spot) {
    Hyperlink link = Hue.of(new Hyperlink(say(kit.words(), spot)), spot.category());
    link.getStyleClass().add("moment-link");
    link.setUserData(spot);
    link.setWrapText(true);
    link.maxWidthProperty().bind(widthProperty());
    link.setOnAction(
        _ -> {
          link.setVisited(false);
          point(Optional.of(spot));
        });
    link.addEventHandler(MouseEvent.MOUSE_ENTERED, _ -> point(Optional.of(spot)));
    link.addEventHandler(MouseEvent.MOUSE_EXITED, _ -> point(Optional.empty()));
    link.focusedProperty()
        .subscribe((_, focused) -> point(focused ? Optional.of(spot) : Optional.empty()));
    return link;
  }

  private void point(Optional<Spot> spot) {
    vm.point(spot);
    lit.set(spot.map(Spot::step).orElse(0));
  }

  /** "1 · knife", "Text: go home". */
  static String say(Words words, Spot spot) {
    String label = spot.region().label();
    String found = spot.kind() == Spot.Kind.TEXT ? words.say("found.text", label) : label;
    return spot.step() > 0 ? words.say("found.step", spot.step(), found) : found;
  }

  private void light() {
    Optional<Spot> pointed = vm.pointed().get();
    for (Node link : getChildren()) {
      boolean on =
          link.getUserData() instanceof Spot spot
              && (spot.step() > 0 && spot.step() == lit.get() || pointed.equals(Optional.of(spot)));
      link.pseudoClassStateChanged(LIT, on);
    }
  }
}
