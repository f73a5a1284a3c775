package dev.halcyon.app.shell;

import dev.halcyon.app.command.CommandRegistry;
import dev.halcyon.app.kit.Kit;
import javafx.geometry.Pos;
import javafx.scene.Node;
import javafx.scene.control.Label;
import javafx.scene.control.ListCell;
import javafx.scene.control.ListView;
import javafx.scene.control.TextField;
import javafx.scene.input.KeyEvent;
import javafx.scene.layout.HBox;
import javafx.scene.layout.Priority;
import javafx.scene.layout.Region;
import javafx.scene.layout.VBox;

/**
 * The palette over the screen: type to find an action, a queue, a case or a clause; Enter goes
 * there, Esc goes back. Used on the JavaFX thread.
 */
final class Palette {
  /** Height of a row in sizes of the title: 40 px at 18 px. */
  private static final double ROW = 40.0 / 18;

  private final Kit kit;
  private final PaletteViewModel model;
  private final TextField search = new TextField();
  private final ListView<PaletteEntry> list;
  private final OverlayPane pane;

  Palette(Kit kit, CommandRegistry registry, PaletteViewModel model) {
    this.kit = kit;
    this.model = model;
    kit.describe(search, "overlay.search");
    search.textProperty().subscribe((_, text) -> find(text));
    search.addEventFilter(KeyEvent.KEY_PRESSED, this::navigate);
    Label title = kit.say("title", "overlay.title");
    list = new ListView<>(model.found());
    list.setCellFactory(_ -> new EntryCell());
    list.setAccessibleText(kit.words().say("overlay.list"));
    // The field moves the choice; a stop of its own would only lengthen the way round.
    list.setFocusTraversable(false);
    Label nothing = kit.say("muted", "overlay.nothing");
    list.setPlaceholder(nothing);
    list.fixedCellSizeProperty()
        .bind(title.fontProperty().map(font -> Math.ceil(font.getSize() * ROW)));
    list.setOnMouseClicked(_ -> act());
    VBox.setVgrow(list, Priority.ALWAYS);
    pane =
        new OverlayPane(
            kit, registry, "overlay.title", Kit.styled(new VBox(title, search, list), "palette"));
  }

  /** The layer over the screen. */
  Node node() {
    return pane;
  }

  /** Shows it, with everything in it. */
  void open() {
    search.clear();
    model.open();
    find("");
    pane.open(search);
  }

  /** Shows what came late; the choice stays with its entry where that is still found. */
  void refresh() {
    if (!pane.isVisible()) {
      return;
    }
    PaletteEntry chosen = list.getSelectionModel().getSelectedItem();
    model.refresh();
    for (int i = 0; chosen != null && i < model.found().size(); i++) {
      PaletteEntry entry = model.found().get(i);
      if (entry.kind() == chosen.kind() && entry.name().equals(chosen.name())) {
        list.getSelectionModel().clearAndSelect(i);
        return;
      }
    }
    list.getSelectionModel().selectFirst();
  }

  void close() {
    pane.close();
  }

  private void find(String text) {
    model.find(text);
    list.getSelectionModel().selectFirst();
    list.scrollTo(0);
  }

  private void navigate(KeyEvent event) {
    switch (event.getCode()) {
      case DOWN -> list.getSelectionModel().selectNext();
      case UP -> list.getSelectionModel().selectPrevious();
      case ENTER -> act();
      default -> {
        return;
      }
    }
    list.scrollTo(Math.max(0, list.getSelectionModel().getSelectedIndex() - 5));
    event.consume();
  }

  private void act() {
    PaletteEntry chosen = list.getSelectionModel().getSelectedItem();
    if (chosen != null && chosen.possible()) {
      pane.close();
      chosen.act().run();
    }
  }

  private final class EntryCell extends ListCell<PaletteEntry> {
    private final Label kind = new Label();
    private final Label name = new Label();
    private final Label detail = new Label();
    private final Label key = Kit.keyCap("");
    private final HBox row = new HBox(kind, name, detail, key);

    EntryCell() {
      row.getStyleClass().add("command-row");
      row.setAlignment(Pos.CENTER_LEFT);
      kind.getStyleClass().addAll("caption", "entry-kind");
      kind.setMinWidth(Region.USE_PREF_SIZE);
      name.getStyleClass().add("strong");
      name.setMinWidth(Region.USE_PREF_SIZE);
      setPrefWidth(0); // never wider than the list: a long sentence is cut, the key stays in sight
      detail.getStyleClass().addAll("muted", "entry-detail");
      detail.setMaxWidth(Double.MAX_VALUE);
      HBox.setHgrow(detail, Priority.ALWAYS);
    }

    @Override
    protected void updateItem(PaletteEntry entry, boolean empty) {
      super.updateItem(entry, empty);
      setText(null);
      if (empty || entry == null) {
        setGraphic(null);
        setTooltip(null);
        setAccessibleText("");
        return;
      }
      kind.setText(kit.words().name(entry.kind()));
      name.setText(entry.name());
      detail.setText(entry.possible() ? entry.detail() : kit.words().say("overlay.not_now"));
      key.setText(entry.key());
      key.setVisible(!entry.key().isEmpty());
      name.getStyleClass().remove("muted");
      if (!entry.possible()) {
        name.getStyleClass().add("muted");
      }
      setGraphic(row);
      setTooltip(entry.detail().isEmpty() ? null : Kit.tooltip(entry.detail()));
      setAccessibleText(
          kit.words()
              .say(
                  "overlay.entry.access",
                  kind.getText(),
                  entry.name(),
                  detail.getText(),
                  entry.key()));
    }
  }
}
