package dev.halcyon.app.shell;

import dev.halcyon.app.command.Command;
import dev.halcyon.app.command.CommandRegistry;
import dev.halcyon.app.fx.Subscriptions;
import dev.halcyon.app.kit.Keys;
import dev.halcyon.app.kit.Kit;
import dev.halcyon.app.kit.Parts;
import java.util.List;
import java.util.Optional;
import javafx.geometry.Insets;
import javafx.scene.AccessibleRole;
import javafx.scene.Node;
import javafx.scene.input.KeyCode;
import javafx.scene.layout.Pane;
import javafx.scene.layout.Region;
import javafx.scene.layout.StackPane;
import org.jspecify.annotations.Nullable;

/**
 * Something laid over the screen: the keyboard stays in it, Esc or a click beside it goes back to
 * where the keyboard was. Used on the JavaFX thread.
 */
public final class OverlayPane extends StackPane {
  private final CommandRegistry registry;
  private final Pane panel;
  private final Command close;
  private final List<Command> commands;
  private final Subscriptions subscriptions = new Subscriptions();
  private @Nullable Node before;

  /** {@code nameKey} is the word key of what it is. */
  OverlayPane(Kit kit, CommandRegistry registry, String nameKey, Pane panel) {
    this(kit, registry, nameKey, panel, List.of());
  }

  /**
   * One that neither Esc nor a click takes away: only what its commands bring about does. {@code
   * commands} are empty for one that goes when the person wants.
   */
  public OverlayPane(
      Kit kit, CommandRegistry registry, String nameKey, Pane panel, List<Command> commands) {
    this.registry = registry;
    this.panel = panel;
    this.close =
        kit.command(
            "overlay.close", Optional.of(Keys.of(KeyCode.ESCAPE)), this::close, Command.always());
    this.commands = commands.isEmpty() ? List.of(close) : List.copyOf(commands);
    panel.getStyleClass().add("overlay-panel");
    panel.setAccessibleRole(AccessibleRole.DIALOG);
    panel.setAccessibleText(kit.words().say(nameKey));
    Region scrim = Kit.styled(new Region(), "scrim");
    if (commands.isEmpty()) {
      scrim.setOnMouseClicked(_ -> close());
    }
    setMargin(panel, new Insets(24));
    getChildren().setAll(scrim, panel);
    setVisible(false);
    setManaged(false);
  }

  /** The command that goes back, for a button. */
  Command closing() {
    return close;
  }

  /** Shows it with the keyboard in {@code first}. */
  public void open(Node first) {
    if (isVisible()) {
      return;
    }
    before = getScene() == null ? null : getScene().getFocusOwner();
    setVisible(true);
    setManaged(true);
    registry.setModal(commands);
    first.requestFocus();
    if (getScene() != null) {
      subscriptions.onChange(getScene().focusOwnerProperty(), this::keep);
    }
  }

  /** The Tab key goes round within the panel. */
  private void keep(@Nullable Node focus) {
    Node at = focus;
    while (at != null && at != panel) {
      at = at.getParent();
    }
    if (at == null) {
      Parts.firstStop(panel).ifPresent(Node::requestFocus);
    }
  }

  /** Goes back to the screen. */
  public void close() {
    if (!isVisible()) {
      return;
    }
    subscriptions.close();
    setVisible(false);
    setManaged(false);
    registry.clearModal();
    Node back = before;
    before = null;
    if (back != null) {
      back.requestFocus();
    }
  }
}
