package dev.halcyon.app.wellness;

import dev.halcyon.app.command.CommandRegistry;
import dev.halcyon.app.fx.Subscriptions;
import dev.halcyon.app.kit.Kit;
import dev.halcyon.app.kit.Parts;
import dev.halcyon.app.shell.OverlayPane;
import java.util.List;
import java.util.function.LongSupplier;
import javafx.beans.binding.BooleanBinding;
import javafx.geometry.Pos;
import javafx.scene.Node;
import javafx.scene.control.Button;
import javafx.scene.control.Label;
import javafx.scene.layout.FlowPane;
import javafx.scene.layout.Region;
import javafx.scene.layout.VBox;
import javafx.scene.text.TextAlignment;
import javafx.util.Subscription;

/**
 * What lies over everything while a break is due and while it lasts: what is kept, what can be
 * done, how long it still is. Nothing of a case is to be seen through it. Used on the JavaFX
 * thread.
 */
public final class BreakPane {
  private final VBox panel = Kit.styled(new VBox(), "break-panel");
  private final OverlayPane pane;
  private final Runnable cover;
  private final Runnable uncover;

  /**
   * @param nanos the machine's count, by which the breath is paced
   * @param cover hears that the screen is out of sight from here on
   * @param uncover hears that it is in sight again
   */
  public BreakPane(
      Kit kit,
      CommandRegistry registry,
      BreakViewModel model,
      BreakCommands commands,
      LongSupplier nanos,
      Runnable cover,
      Runnable uncover,
      Subscriptions subscriptions) {
    this.cover = cover;
    this.uncover = uncover;
    Label title = wrapped(kit.label("title", model.title()));
    Label timer = kit.label("break-timer", model.timer());
    Label saved = wrapped(kit.label("muted", model.saved()));
    Pacer pacer = new Pacer(kit, nanos);
    Button later = kit.button(commands.putOff);
    FlowPane acts = Kit.styled(new FlowPane(), "break-acts");
    acts.setAlignment(Pos.CENTER);
    for (Button act :
        List.of(
            kit.button(commands.finish),
            kit.button(commands.begin),
            later,
            kit.button(commands.end),
            kit.button(commands.pace))) {
      act.setMinWidth(Region.USE_PREF_SIZE);
      // What cannot be done now takes no room.
      act.visibleProperty().bind(act.disabledProperty().not());
      act.managedProperty().bind(act.visibleProperty());
      acts.getChildren().add(act);
    }
    panel.setAlignment(Pos.CENTER);
    panel.setMaxHeight(Region.USE_PREF_SIZE);
    panel.getChildren().setAll(title, timer, pacer, saved, acts);
    pane = new OverlayPane(kit, registry, "break.page", Parts.mark(panel), commands.all());
    pane.getStyleClass().add("break-page");
    subscriptions.watch(
        model.timer(),
        left -> {
          timer.setVisible(!left.isEmpty());
          timer.setManaged(!left.isEmpty());
          timer.setAccessibleText(kit.words().say("break.left", left));
        });
    subscriptions.watch(
        model.canPutOff(),
        can -> {
          later.setText(can ? model.putOffWords() : commands.putOff.name());
          later.setAccessibleText(later.getText());
        });
    BooleanBinding paced = model.pacing().and(model.resting());
    subscriptions.watch(paced, pacer::shows);
    subscriptions.watch(model.covering(), this::shows);
    subscriptions.onChange(model.phase(), _ -> keepKeyboard());
    Subscription end =
        () -> {
          pacer.shows(false);
          pane.close();
        };
    subscriptions.add(end);
  }

  private static Label wrapped(Label label) {
    label.setWrapText(true);
    label.setMinHeight(Region.USE_PREF_SIZE);
    label.setTextAlignment(TextAlignment.CENTER);
    return label;
  }

  private void shows(boolean now) {
    if (now && !pane.isVisible()) {
      cover.run();
      pane.open(Parts.firstStop(panel).orElse(panel));
    } else if (!now && pane.isVisible()) {
      pane.close();
      uncover.run();
    }
  }

  /** What the keyboard was on may have gone with the phase before. */
  private void keepKeyboard() {
    Node focus = pane.getScene() == null ? null : pane.getScene().getFocusOwner();
    boolean lost = focus == null || !focus.isVisible() || focus.isDisabled();
    if (pane.isVisible() && lost) {
      Parts.firstStop(panel).ifPresent(Node::requestFocus);
    }
  }

  /** The layer over the frame. */
  public Node node() {
    return pane;
  }
}
