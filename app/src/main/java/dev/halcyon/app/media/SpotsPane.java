package dev.halcyon.app.media;

import dev.halcyon.app.kit.Hue;
import dev.halcyon.app.kit.Kit;
import dev.halcyon.protocol.Box;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import javafx.beans.property.IntegerProperty;
import javafx.css.PseudoClass;
import javafx.geometry.Pos;
import javafx.scene.AccessibleRole;
import javafx.scene.control.Label;
import javafx.scene.input.MouseEvent;
import javafx.scene.layout.Pane;
import javafx.scene.layout.Region;
import javafx.scene.layout.StackPane;

/**
 * The boxes over the picture on show. One under the pointer lights the step that points at it; a
 * step that is lit lights its boxes. FX thread only.
 */
final class SpotsPane extends Pane {
  private static final PseudoClass LIT = PseudoClass.getPseudoClass("lit");

  /** Smaller boxes would not be seen, px. */
  private static final double LEAST = 16;

  private final MediaViewModel<?> vm;
  private final Kit kit;
  private final IntegerProperty lit;
  private final List<Region> boxes = new ArrayList<>();

  SpotsPane(MediaViewModel<?> vm, Kit kit, IntegerProperty lit) {
    this.vm = vm;
    this.kit = kit;
    this.lit = lit;
    setPickOnBounds(false);
    setManaged(false);
  }

  /** Draws the boxes of what is on show: those of the argument, and all when asked for. */
  void draw() {
    clear();
    MediaViewModel.Shown shown = vm.shown().get();
    if (shown == null) {
      return;
    }
    for (Spot spot : shown.spots()) {
      if (spot.step() > 0 || vm.allFound().get()) {
        add(spot);
      }
    }
    light();
    requestLayout();
  }

  void clear() {
    boxes.clear();
    getChildren().clear();
  }

  private void add(Spot spot) {
    StackPane box = Hue.of(new StackPane(), spot.category());
    if (spot.step() > 0) {
      Label number = new Label(String.valueOf(spot.step()));
      number.getStyleClass().add("spot-number");
      box.getChildren().add(number);
      box.setAccessibleText(
          kit.words().say("media.spot_access", spot.step(), spot.region().label()));
    } else {
      box.setAccessibleText(FoundBar.say(kit.words(), spot));
    }
    box.getStyleClass().add("spot");
    box.setUserData(spot);
    box.setManaged(false);
    box.setAlignment(Pos.TOP_LEFT);
    box.addEventHandler(MouseEvent.MOUSE_ENTERED, _ -> point(Optional.of(spot)));
    box.addEventHandler(MouseEvent.MOUSE_EXITED, _ -> point(Optional.empty()));
    box.setAccessibleRole(AccessibleRole.IMAGE_VIEW);
    box.setFocusTraversable(true);
    box.focusedProperty().subscribe((_, here) -> focus(spot, here));
    boxes.add(box);
    getChildren().add(box);
  }

  /** What the keyboard leaves stays lit until something else is. */
  private void focus(Spot spot, boolean here) {
    if (here) {
      point(Optional.of(spot));
    } else {
      vm.point(Optional.empty());
    }
  }

  private void point(Optional<Spot> spot) {
    vm.point(spot);
    lit.set(spot.map(Spot::step).orElse(0));
  }

  /** The step that is lit, or the box pointed at, changed. */
  void light() {
    Optional<Spot> pointed = vm.pointed().get();
    for (Region box : boxes) {
      boolean on =
          box.getUserData() instanceof Spot spot
              && (spot.step() > 0 && spot.step() == lit.get() || pointed.equals(Optional.of(spot)));
      box.pseudoClassStateChanged(LIT, on);
    }
  }

  @Override
  protected void layoutChildren() {
    for (Region box : boxes) {
      if (box.getUserData() instanceof Spot spot) {
        Box at = spot.region().box();
        box.resizeRelocate(
            at.x() * getWidth(),
            at.y() * getHeight(),
            Math.max(LEAST, at.width() * getWidth()),
            Math.max(LEAST, at.height() * getHeight()));
      }
    }
  }
}
