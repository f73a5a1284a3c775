package dev.halcyon.app.wellness;

import dev.halcyon.app.command.Command;
import dev.halcyon.app.fx.Subscriptions;
import dev.halcyon.app.kit.Keys;
import dev.halcyon.app.kit.Kit;
import dev.halcyon.app.shell.Screen;
import java.util.List;
import java.util.Optional;
import javafx.beans.value.ObservableValue;
import javafx.geometry.HPos;
import javafx.geometry.Pos;
import javafx.scene.Node;
import javafx.scene.control.Label;
import javafx.scene.control.ScrollPane;
import javafx.scene.input.KeyCode;
import javafx.scene.layout.GridPane;
import javafx.scene.layout.HBox;
import javafx.scene.layout.Priority;
import javafx.scene.layout.Region;
import javafx.scene.layout.VBox;

/**
 * A person's own page: what they have left, what they saw today and this week, what they wish for.
 * Shown from this machine alone when the server is away. On the JavaFX thread.
 */
public final class WellnessScreen implements Screen {
  private static final List<String> COLUMNS =
      List.of(
          "wellness.band",
          "wellness.seen",
          "wellness.text",
          "wellness.filtered",
          "wellness.sharp",
          "wellness.sound");

  private final Kit kit;
  private final WellnessViewModel model;
  private final List<Command> commands;
  private final VBox root;
  private final GridPane today = table();
  private final GridPane week = table();
  private final Label todayTotal;
  private final Label weekTotal;
  private final Label reach;
  private final BalanceViewModel left;
  private final BalancePane balance;
  private final WishesPane wishes;
  private final Subscriptions subscriptions = new Subscriptions();

  public WellnessScreen(Kit kit, WellnessViewModel model, BalanceViewModel left) {
    this.kit = kit;
    this.model = model;
    this.left = left;
    this.balance = new BalancePane(kit, left);
    this.wishes = new WishesPane(kit, left);
    commands =
        List.of(
            kit.command(
                "wellness.refresh",
                Optional.of(Keys.of(KeyCode.R)),
                this::refresh,
                Command.always()));
    todayTotal = wrapped("strong", "");
    weekTotal = wrapped("strong", "");
    reach = wrapped("muted", "");
    Label lead = wrapped("muted", kit.words().say("wellness.lead"));
    VBox words = Kit.styled(new VBox(kit.say("title", "wellness.title"), lead), "lines");
    HBox.setHgrow(words, Priority.ALWAYS);
    var refresh = kit.button(commands.getFirst());
    refresh.setMinWidth(Region.USE_PREF_SIZE);
    HBox head = Kit.styled(new HBox(words, refresh), "screen-head", "line-below");
    head.setAlignment(Pos.CENTER_LEFT);
    VBox page =
        Kit.styled(
            new VBox(
                balance,
                Kit.styled(
                    new VBox(kit.say("section", "wellness.today"), todayTotal, today), "own-days"),
                Kit.styled(
                    new VBox(kit.say("section", "wellness.week"), weekTotal, week), "own-days"),
                reach,
                wrapped("muted", kit.words().say("wellness.how")),
                wishes),
            "own-exposure");
    ScrollPane scroll = Kit.styled(new ScrollPane(page), "own-page");
    scroll.setFitToWidth(true);
    VBox.setVgrow(scroll, Priority.ALWAYS);
    root = Kit.styled(new VBox(head, scroll), "pane");
  }

  private Label wrapped(String style, String text) {
    Label label = kit.label(style, text);
    label.setWrapText(true);
    label.setMinHeight(Region.USE_PREF_SIZE);
    return label;
  }

  private static GridPane table() {
    return Kit.styled(new GridPane(), "own-table");
  }

  @Override
  public String id() {
    return "wellness";
  }

  @Override
  public Node node() {
    return root;
  }

  @Override
  public void shown() {
    follow(todayTotal, model.todaySentence());
    follow(weekTotal, model.weekSentence());
    follow(reach, model.reach());
    subscriptions.watch(model.todayRows(), rows -> fill(today, rows));
    subscriptions.watch(model.weekRows(), rows -> fill(week, rows));
    balance.attach(subscriptions);
    wishes.attach(subscriptions);
    refresh();
  }

  private void refresh() {
    model.refresh();
    left.refresh();
  }

  private void follow(Label label, ObservableValue<String> text) {
    subscriptions.watch(text, label::setText);
  }

  private void fill(GridPane table, List<WellnessViewModel.Row> rows) {
    table.getChildren().clear();
    table.setVisible(!rows.isEmpty());
    table.setManaged(!rows.isEmpty());
    for (int column = 0; column < COLUMNS.size(); column++) {
      table.add(aligned(kit.say("caption", COLUMNS.get(column)), column), column, 0);
    }
    for (int i = 0; i < rows.size(); i++) {
      WellnessViewModel.Row row = rows.get(i);
      List<String> cells =
          List.of(row.band(), row.seen(), row.text(), row.filtered(), row.sharp(), row.sound());
      for (int column = 0; column < cells.size(); column++) {
        Label cell = kit.label(column == 0 ? "strong" : "label", cells.get(column));
        // Read alone, a cell says what it is of what.
        cell.setAccessibleText(
            kit.words()
                .say(
                    "wellness.cell",
                    row.band(),
                    kit.words().say(COLUMNS.get(column)),
                    cells.get(column)));
        table.add(aligned(cell, column), column, i + 1);
      }
    }
  }

  /** Figures end below each other. */
  private static Label aligned(Label label, int column) {
    if (column > 0) {
      GridPane.setHalignment(label, HPos.RIGHT);
    }
    return label;
  }

  @Override
  public void hidden() {
    subscriptions.close();
  }

  @Override
  public List<Command> commands() {
    return commands;
  }
}
