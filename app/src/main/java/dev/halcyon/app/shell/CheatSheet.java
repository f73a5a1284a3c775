package dev.halcyon.app.shell;

import dev.halcyon.app.command.Command;
import dev.halcyon.app.command.CommandRegistry;
import dev.halcyon.app.kit.Keys;
import dev.halcyon.app.kit.Kit;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import javafx.geometry.Orientation;
import javafx.geometry.Pos;
import javafx.scene.AccessibleRole;
import javafx.scene.Node;
import javafx.scene.control.Button;
import javafx.scene.control.Label;
import javafx.scene.control.ScrollPane;
import javafx.scene.layout.FlowPane;
import javafx.scene.layout.HBox;
import javafx.scene.layout.Priority;
import javafx.scene.layout.Region;
import javafx.scene.layout.VBox;

/** All keys that work on the screen that shows, by group, over it. Used on the JavaFX thread. */
final class CheatSheet {
  private final Kit kit;
  private final CommandRegistry registry;
  private final FlowPane groups = new FlowPane(Orientation.HORIZONTAL);
  private final ScrollPane scroll = new ScrollPane(groups);
  private final OverlayPane pane;

  CheatSheet(Kit kit, CommandRegistry registry) {
    this.kit = kit;
    this.registry = registry;
    groups.getStyleClass().add("key-groups");
    scroll.setFitToWidth(true);
    scroll.setHbarPolicy(ScrollPane.ScrollBarPolicy.NEVER);
    scroll.getStyleClass().add("focus-ring");
    scroll.setAccessibleText(kit.words().say("keys.sheet"));
    // The arrow keys read it: it takes the keyboard.
    scroll.setFocusTraversable(true);
    VBox.setVgrow(scroll, Priority.ALWAYS);
    HBox foot = new HBox();
    foot.getStyleClass().add("acts");
    VBox panel = new VBox(kit.say("title", "keys.sheet"), scroll, foot);
    panel.getStyleClass().add("key-sheet");
    // As high as what it lists, up to the window.
    scroll.prefViewportHeightProperty().bind(groups.heightProperty());
    panel.setMaxHeight(Region.USE_PREF_SIZE);
    pane = new OverlayPane(kit, registry, "keys.sheet", panel);
    Button close = kit.button(pane.closing());
    foot.getChildren().setAll(kit.say("muted", "keys.sheet.hint"), space(), close);
    foot.setAlignment(Pos.CENTER_LEFT);
    ((Label) foot.getChildren().getFirst()).setWrapText(true);
    close.setMinWidth(Region.USE_PREF_SIZE);
  }

  private static Region space() {
    Region gap = new Region();
    HBox.setHgrow(gap, Priority.ALWAYS);
    return gap;
  }

  /** The layer over the screen. */
  Node node() {
    return pane;
  }

  /** Shows the keys of now. */
  void open() {
    groups.getChildren().setAll(groups().entrySet().stream().map(this::group).toList());
    scroll.setVvalue(0);
    pane.open(scroll);
  }

  void close() {
    pane.close();
  }

  /** By what the group is called: several prefixes of ids may share a name. */
  private Map<String, List<Command>> groups() {
    Map<String, List<Command>> byName = new LinkedHashMap<>();
    Stream.concat(registry.screen().stream(), registry.global().stream())
        .filter(command -> command.key().isPresent())
        .forEach(
            command ->
                byName
                    .computeIfAbsent(
                        kit.words().say("group." + command.group()), _ -> new ArrayList<>())
                    .add(command));
    return byName;
  }

  private Node group(Map.Entry<String, List<Command>> group) {
    VBox box = Kit.styled(new VBox(kit.label("section", group.getKey())), "key-group");
    for (Command command : group.getValue()) {
      Label name = kit.label("body", command.name());
      name.setWrapText(true);
      name.setMaxWidth(Double.MAX_VALUE);
      HBox.setHgrow(name, Priority.ALWAYS);
      HBox row = Kit.styled(new HBox(name, Kit.keyCap(command)), "key-row");
      row.setAlignment(Pos.CENTER_LEFT);
      row.setAccessibleRole(AccessibleRole.TEXT);
      row.setAccessibleText(
          kit.words().say("key.help", command.accessibleText(), Keys.of(command)));
      box.getChildren().add(row);
    }
    return box;
  }
}
