package dev.halcyon.app.settings;

import dev.halcyon.app.command.Command;
import dev.halcyon.app.fx.Subscriptions;
import dev.halcyon.app.kit.Keys;
import dev.halcyon.app.kit.Kit;
import dev.halcyon.app.kit.ProblemBanner;
import dev.halcyon.app.kit.StatePane;
import dev.halcyon.app.kit.WordsAndActs;
import dev.halcyon.app.shell.Screen;
import java.util.List;
import java.util.Optional;
import javafx.beans.binding.Bindings;
import javafx.geometry.Insets;
import javafx.geometry.Pos;
import javafx.scene.Node;
import javafx.scene.control.Button;
import javafx.scene.control.Label;
import javafx.scene.control.ListCell;
import javafx.scene.control.ListView;
import javafx.scene.input.KeyCode;
import javafx.scene.layout.HBox;
import javafx.scene.layout.Priority;
import javafx.scene.layout.VBox;

/** Decisions that are not on the server yet, each with what can be done. On the JavaFX thread. */
public final class OutboxScreen implements Screen {
  private final Kit kit;
  private final OutboxViewModel model;
  private final VBox root;
  private final ProblemBanner banner;
  private final StatePane states;
  private final List<Command> commands;
  private final Subscriptions subscriptions = new Subscriptions();

  public OutboxScreen(Kit kit, OutboxViewModel model) {
    this.kit = kit;
    this.model = model;
    banner = new ProblemBanner(kit);
    commands =
        List.of(
            kit.command(
                "outbox.retry_all",
                Optional.of(Keys.of(KeyCode.R)),
                model::retryAll,
                Bindings.createBooleanBinding(
                    () -> model.rows().stream().anyMatch(OutboxRow::canRetry), model.rows())));
    ListView<OutboxRow> list = new ListView<>(model.rows());
    list.setAccessibleText(kit.words().say("outbox.title"));
    list.setCellFactory(_ -> new Cell());
    states = new StatePane(kit, list);
    VBox.setVgrow(states, Priority.ALWAYS);
    VBox.setMargin(banner, new Insets(12, 24, 12, 24));
    Label lead = kit.say("muted", "outbox.lead");
    lead.setWrapText(true);
    VBox words = Kit.styled(new VBox(kit.say("title", "outbox.title"), lead), "lines");
    WordsAndActs line = new WordsAndActs(words, kit.button(commands.getFirst()));
    HBox.setHgrow(line, Priority.ALWAYS);
    HBox head = Kit.styled(new HBox(line), "screen-head", "line-below");
    head.setAlignment(Pos.CENTER_LEFT);
    root = Kit.styled(new VBox(head, banner, states), "pane");
  }

  @Override
  public String id() {
    return "outbox";
  }

  @Override
  public Node node() {
    return root;
  }

  @Override
  public List<Command> commands() {
    return commands;
  }

  @Override
  public void shown() {
    model.attach();
    subscriptions.add(states.follow(model.load()));
    subscriptions.watch(
        model.problem(),
        problem ->
            problem.ifPresentOrElse(
                p -> banner.showDismissable(p, Optional.empty()), banner::hide));
  }

  @Override
  public void hidden() {
    subscriptions.close();
    model.detach();
  }

  /** One decision; grows with its words, so the list has no fixed cell size. */
  private final class Cell extends ListCell<OutboxRow> {
    /** Room for a scroll bar, in px. */
    private static final double BAR = 20;

    private final Label what = new Label();
    private final Label status = new Label();
    private final Label remedy = new Label();
    private final Button retry = new Button();
    private final Button giveUp = new Button();
    private final HBox row;

    Cell() {
      what.getStyleClass().add("strong");
      status.setWrapText(true);
      remedy.setWrapText(true);
      remedy.getStyleClass().add("muted");
      kit.describe(retry, "outbox.retry");
      kit.describe(giveUp, "outbox.give_up");
      retry.setOnAction(_ -> Optional.ofNullable(getItem()).ifPresent(r -> model.retry(r.id())));
      giveUp.setOnAction(_ -> Optional.ofNullable(getItem()).ifPresent(r -> model.giveUp(r.id())));
      VBox words = Kit.styled(new VBox(what, status, remedy), "lines");
      WordsAndActs line = new WordsAndActs(words, retry, giveUp);
      HBox.setHgrow(line, Priority.ALWAYS);
      row = Kit.styled(new HBox(line), "outbox-row", "line-below");
      row.setAlignment(Pos.CENTER_LEFT);
      setPrefWidth(0);
    }

    @Override
    protected void updateItem(OutboxRow item, boolean empty) {
      super.updateItem(item, empty);
      setText(null);
      if (empty || item == null) {
        setGraphic(null);
        setAccessibleText("");
        return;
      }
      what.setText(item.what());
      status.setText(item.status());
      remedy.setText(item.remedy().orElse(""));
      remedy.setManaged(item.remedy().isPresent());
      show(retry, item.canRetry());
      show(giveUp, item.canGiveUp());
      setGraphic(row);
      setAccessibleText(item.what() + ". " + item.status() + " " + remedy.getText());
    }

    /** As high as the words need in the list's width; a cell by itself would measure one line. */
    @Override
    protected double computePrefHeight(double width) {
      if (getGraphic() == null || getListView() == null) {
        return super.computePrefHeight(width);
      }
      double room = getListView().getWidth() - BAR - snappedLeftInset() - snappedRightInset();
      return snappedTopInset() + row.prefHeight(room) + snappedBottomInset();
    }

    private static void show(Node node, boolean shown) {
      node.setVisible(shown);
      node.setManaged(shown);
    }
  }
}
