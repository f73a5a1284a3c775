package dev.halcyon.app.shell;

import dev.halcyon.app.fx.Subscriptions;
import dev.halcyon.app.kit.Kit;
import dev.halcyon.app.kit.PriorityMark;
import dev.halcyon.client.Connection;
import dev.halcyon.protocol.Priority;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import javafx.beans.binding.Bindings;
import javafx.css.PseudoClass;
import javafx.geometry.Pos;
import javafx.scene.AccessibleRole;
import javafx.scene.Node;
import javafx.scene.control.Label;
import javafx.scene.control.Tooltip;
import javafx.scene.layout.HBox;
import javafx.scene.layout.Region;

/** The bar over every screen: counts, what is due next, how the server stands, whose desk it is. */
final class TopBar extends HBox {
  private static final PseudoClass TROUBLED = PseudoClass.getPseudoClass("troubled");
  private static final double HEIGHT = 44;

  private final Map<Priority, PriorityMark> marks = new EnumMap<>(Priority.class);
  private final Label connection;
  private final Label unsaved;
  private final Kit kit;

  TopBar(Kit kit, FrameViewModel model, List<Node> more, Subscriptions subscriptions) {
    this.kit = kit;
    getStyleClass().addAll("top-bar", "line-below");
    setAlignment(Pos.CENTER_LEFT);
    setMinHeight(HEIGHT);
    for (Priority priority : List.of(Priority.P0, Priority.P1, Priority.P2)) {
      PriorityMark mark = new PriorityMark(kit.words());
      marks.put(priority, mark);
      getChildren().add(mark);
    }
    Label due = kit.label("muted", model.nextDue());
    Tooltip whole = Kit.tooltip("");
    whole.textProperty().bind(model.nextDue());
    due.setTooltip(whole);
    Region gap = new Region();
    HBox.setHgrow(gap, javafx.scene.layout.Priority.ALWAYS);
    unsaved = kit.label("strong", "");
    connection = kit.label("connection", model.connection());
    connection.setAccessibleRole(AccessibleRole.TEXT);
    // Where the window is too narrow for all of it, the tip says what the bar cuts.
    Tooltip all = Kit.tooltip("");
    all.textProperty().bind(unsaved.textProperty());
    unsaved.setTooltip(all);
    Tooltip help = Kit.tooltip("");
    help.textProperty().bind(Bindings.concat(model.connection(), "\n", model.connectionHelp()));
    connection.setTooltip(help);
    Label initials = kit.label("initials", model.initials());
    initials.setAccessibleText(model.name());
    initials.setTooltip(Kit.tooltip(model.name()));
    getChildren().addAll(due, gap, unsaved);
    getChildren().addAll(more);
    getChildren().addAll(connection, initials);
    subscriptions.watch(model.state(), this::show);
  }

  private void show(FrameState state) {
    marks.forEach(
        (priority, mark) -> mark.show(priority, Integer.toString(state.waiting(priority))));
    unsaved.setText(state.unsaved() == 0 ? "" : kit.words().say("frame.unsaved", state.unsaved()));
    unsaved.setManaged(state.unsaved() > 0);
    connection.pseudoClassStateChanged(
        TROUBLED,
        !(state.connection() instanceof Connection.Online)
            && !(state.connection() instanceof Connection.Connecting));
  }
}
