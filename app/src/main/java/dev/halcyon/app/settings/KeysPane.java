package dev.halcyon.app.settings;

import dev.halcyon.app.command.Keymap;
import dev.halcyon.app.fx.Subscriptions;
import dev.halcyon.app.kit.Keys;
import dev.halcyon.app.kit.Kit;
import dev.halcyon.app.kit.WordsAndActs;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;
import javafx.geometry.Pos;
import javafx.scene.Node;
import javafx.scene.control.Button;
import javafx.scene.control.Label;
import javafx.scene.control.ScrollPane;
import javafx.scene.input.KeyCode;
import javafx.scene.input.KeyEvent;
import javafx.scene.layout.HBox;
import javafx.scene.layout.Priority;
import javafx.scene.layout.Region;
import javafx.scene.layout.StackPane;
import javafx.scene.layout.VBox;

/** Every action with its key, to be changed by pressing another. Used on the JavaFX thread. */
final class KeysPane {
  private final Kit kit;
  private final KeysViewModel model;
  private final ScrollPane scroll = new ScrollPane();
  private final VBox groups = Kit.styled(new VBox(), "settings-cards");
  private final Map<String, Row> rows = new HashMap<>();
  private final Label said;
  private final Button resetAll;
  private final VBox root;

  KeysPane(Kit kit, KeysViewModel model) {
    this.kit = kit;
    this.model = model;
    said = kit.label("strong", model.said());
    said.setWrapText(true);
    said.setMinHeight(Region.USE_PREF_SIZE);
    said.managedProperty().bind(said.textProperty().isNotEmpty());
    resetAll = kit.button("keys.reset_all", model::resetAll);
    Label lead = kit.say("muted", "keys.lead");
    lead.setWrapText(true);
    VBox words = Kit.styled(new VBox(lead, said), "lines");
    WordsAndActs line = new WordsAndActs(words, resetAll);
    HBox.setHgrow(line, Priority.ALWAYS);
    HBox head = Kit.styled(new HBox(line), "screen-head", "line-below");
    head.setAlignment(Pos.CENTER_LEFT);
    head.setMinHeight(Region.USE_PREF_SIZE);
    StackPane middle = Kit.styled(new StackPane(Kit.styled(new VBox(groups), "settings")), "page");
    middle.setAlignment(Pos.TOP_CENTER);
    scroll.setContent(middle);
    scroll.setFitToWidth(true);
    scroll.setFocusTraversable(false);
    VBox.setVgrow(scroll, Priority.ALWAYS);
    root = Kit.styled(new VBox(head, scroll), "page");
    root.addEventFilter(KeyEvent.KEY_PRESSED, this::pressed);
    root.addEventFilter(KeyEvent.KEY_RELEASED, this::swallow);
    root.addEventFilter(KeyEvent.KEY_TYPED, this::swallow);
  }

  Node node() {
    return root;
  }

  void attach(Subscriptions subscriptions) {
    model.refresh();
    subscriptions.onChange(model.rows(), this::draw);
    subscriptions.watch(model.asking(), this::asking);
    subscriptions.add((AutoCloseable) model::cancel);
    draw();
  }

  private void pressed(KeyEvent event) {
    if (model.asking().get().isEmpty()) {
      return;
    }
    event.consume();
    boolean plain = !event.isShortcutDown() && !event.isAltDown() && !event.isShiftDown();
    if (plain && event.getCode() == KeyCode.ESCAPE) {
      model.cancel();
    } else if (plain
        && (event.getCode() == KeyCode.BACK_SPACE || event.getCode() == KeyCode.DELETE)) {
      model.none();
    } else {
      Keys.of(event).map(key -> Keymap.write(Optional.of(key))).ifPresent(model::press);
    }
  }

  /** The rest of the key that was just asked for must press no button. */
  private void swallow(KeyEvent event) {
    if (model.asking().get().isPresent()) {
      event.consume();
    }
  }

  private void draw() {
    resetAll.setDisable(!model.anyChanged());
    boolean same =
        model.rows().stream().map(KeyRow::id).collect(Collectors.toSet()).equals(rows.keySet());
    if (!same) {
      build();
    }
    model.rows().forEach(row -> rows.get(row.id()).show(row));
  }

  private void build() {
    rows.clear();
    Map<String, VBox> cards = new LinkedHashMap<>();
    for (KeyRow row : model.rows()) {
      Row view = new Row(row.id());
      rows.put(row.id(), view);
      cards
          .computeIfAbsent(
              row.group(),
              group ->
                  Kit.styled(new VBox(kit.label("section", group)), "card", "settings-section"))
          .getChildren()
          .add(view.node);
    }
    groups.getChildren().setAll(cards.values());
  }

  private void asking(Optional<String> id) {
    rows.forEach((of, row) -> row.asked(id.equals(Optional.of(of))));
  }

  /** One action: its name, what it does, its key as a button, and the way back. */
  private final class Row {
    private final Label name = kit.label("strong", "");
    private final Label help = kit.label("muted", "");
    private final Button key = new Button();
    private final Button usual = new Button();
    private final HBox node;
    private KeyRow shown = new KeyRow("", "", "", "", "", false);
    private boolean asked;

    Row(String id) {
      name.setWrapText(true);
      help.setWrapText(true);
      key.getStyleClass().add("key-choice");
      key.setMinWidth(Region.USE_PREF_SIZE);
      key.setOnAction(_ -> model.ask(id));
      kit.describe(usual, "keys.reset");
      usual.getStyleClass().add("quiet");
      usual.setMinWidth(Region.USE_PREF_SIZE);
      usual.setOnAction(
          _ -> {
            key.requestFocus();
            model.reset(id);
          });
      VBox words = Kit.styled(new VBox(name, help), "lines");
      words.setMinWidth(0);
      HBox.setHgrow(words, Priority.ALWAYS);
      node = Kit.styled(new HBox(words, usual, key), "settings-row");
      node.setAlignment(Pos.CENTER_LEFT);
    }

    void show(KeyRow row) {
      shown = row;
      name.setText(row.name());
      help.setText(row.help().equals(row.name()) ? "" : row.help());
      help.setManaged(!help.getText().isEmpty());
      usual.setVisible(row.changed());
      usual.setManaged(row.changed());
      usual.setAccessibleText(kit.words().say("keys.reset.access", row.name()));
      label();
    }

    void asked(boolean now) {
      asked = now;
      label();
    }

    private void label() {
      String printed = shown.key().isEmpty() ? kit.words().say("keys.none") : shown.key();
      key.setText(asked ? kit.words().say("keys.waiting") : printed);
      key.setAccessibleText(kit.words().say("keys.choice.access", shown.name(), printed));
    }
  }
}
