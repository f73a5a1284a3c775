package dev.halcyon.app.shell;

import dev.halcyon.app.command.Command;
import dev.halcyon.app.command.CommandRegistry;
import dev.halcyon.app.kit.Keys;
import dev.halcyon.app.kit.Kit;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import javafx.collections.FXCollections;
import javafx.collections.ObservableList;
import javafx.geometry.Pos;
import javafx.scene.AccessibleRole;
import javafx.scene.control.Label;
import javafx.scene.control.ListCell;
import javafx.scene.control.ListView;
import javafx.scene.control.TextField;
import javafx.scene.input.KeyCode;
import javafx.scene.input.KeyEvent;
import javafx.scene.layout.HBox;
import javafx.scene.layout.Priority;
import javafx.scene.layout.Region;
import javafx.scene.layout.StackPane;
import javafx.scene.layout.VBox;

/**
 * Everything that can be done here, with its keys, over the screen: type to find, Enter to do it,
 * Esc to go back. Opened by {@code ?} (all keys) and Ctrl+K (find). Used on the JavaFX thread.
 */
public final class CommandOverlay extends StackPane {
  /** Height of a row in sizes of the title: 40 px at 18 px. */
  private static final double ROW = 40.0 / 18;

  private final Kit kit;
  private final CommandRegistry registry;
  private final TextField search = new TextField();
  private final ObservableList<Command> found = FXCollections.observableArrayList();
  private final ListView<Command> list = new ListView<>(found);
  private List<Command> all = List.of();
  private Runnable afterClose = () -> {};

  public CommandOverlay(Kit kit, CommandRegistry registry) {
    this.kit = kit;
    this.registry = registry;
    kit.describe(search, "overlay.search");
    search.textProperty().subscribe(text -> filter(text));
    search.addEventFilter(KeyEvent.KEY_PRESSED, this::navigate);
    Label title = kit.say("title", "overlay.title");
    list.setCellFactory(_ -> new CommandCell());
    list.setAccessibleText(kit.words().say("overlay.list"));
    list.fixedCellSizeProperty()
        .bind(title.fontProperty().map(font -> Math.ceil(font.getSize() * ROW)));
    list.setOnMouseClicked(
        event -> {
          if (event.getClickCount() == 1) {
            fireSelected();
          }
        });
    VBox.setVgrow(list, Priority.ALWAYS);
    VBox panel = new VBox(title, search, list);
    panel.getStyleClass().addAll("overlay-panel");
    panel.setAccessibleRole(AccessibleRole.DIALOG);
    panel.setAccessibleText(kit.words().say("overlay.title"));
    Region scrim = Kit.styled(new Region(), "scrim");
    scrim.setOnMouseClicked(_ -> close());
    getChildren().setAll(scrim, panel);
    setVisible(false);
    setManaged(false);
  }

  /** Shows it, with the screen's commands before the frame's. */
  public void open(Runnable afterClose) {
    this.afterClose = afterClose;
    all =
        java.util.stream.Stream.concat(registry.screen().stream(), registry.global().stream())
            .toList();
    search.clear();
    filter("");
    setVisible(true);
    setManaged(true);
    registry.setModal(
        List.of(
            kit.command(
                "overlay.close",
                Optional.of(Keys.of(KeyCode.ESCAPE)),
                this::close,
                Command.always())));
    search.requestFocus();
  }

  /** Goes back to the screen. */
  public void close() {
    if (isVisible()) {
      setVisible(false);
      setManaged(false);
      registry.clearModal();
      afterClose.run();
    }
  }

  private void filter(String text) {
    String wanted = text.strip().toLowerCase(Locale.ROOT);
    found.setAll(
        all.stream()
            .filter(c -> (c.name() + " " + c.help()).toLowerCase(Locale.ROOT).contains(wanted))
            .toList());
    list.getSelectionModel().selectFirst();
  }

  private void navigate(KeyEvent event) {
    switch (event.getCode()) {
      case DOWN -> list.getSelectionModel().selectNext();
      case UP -> list.getSelectionModel().selectPrevious();
      case ENTER -> fireSelected();
      default -> {
        return;
      }
    }
    list.scrollTo(Math.max(0, list.getSelectionModel().getSelectedIndex() - 5));
    event.consume();
  }

  private void fireSelected() {
    Command chosen = list.getSelectionModel().getSelectedItem();
    if (chosen != null && chosen.enabled().get()) {
      close();
      chosen.fire();
    }
  }

  private static final class CommandCell extends ListCell<Command> {
    private final Label name = new Label();
    private final Label help = new Label();
    private final Label key = Kit.keyCap("");
    private final HBox row = new HBox(name, help, key);

    CommandCell() {
      row.getStyleClass().add("command-row");
      row.setAlignment(Pos.CENTER_LEFT);
      name.getStyleClass().add("strong");
      name.setMinWidth(Region.USE_PREF_SIZE);
      key.setMinWidth(Region.USE_PREF_SIZE);
      setPrefWidth(0); // never wider than the list: a long sentence is cut, the key stays in sight
      help.getStyleClass().add("muted");
      help.setMaxWidth(Double.MAX_VALUE);
      HBox.setHgrow(help, Priority.ALWAYS);
    }

    @Override
    protected void updateItem(Command command, boolean empty) {
      super.updateItem(command, empty);
      setText(null);
      if (empty || command == null) {
        setGraphic(null);
        setAccessibleText("");
        return;
      }
      name.setText(command.name());
      help.setText(command.help().equals(command.name()) ? "" : command.help());
      key.setText(command.key().map(Keys::say).orElse(""));
      key.setVisible(command.key().isPresent());
      row.setOpacity(command.enabled().get() ? 1 : 0.55);
      setGraphic(row);
      setAccessibleText(command.accessibleText() + " " + key.getText());
    }
  }
}
