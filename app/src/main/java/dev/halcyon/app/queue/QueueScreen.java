package dev.halcyon.app.queue;

import dev.halcyon.app.command.Command;
import dev.halcyon.app.fx.Subscriptions;
import dev.halcyon.app.kit.Keys;
import dev.halcyon.app.kit.Kit;
import dev.halcyon.app.kit.Look;
import dev.halcyon.app.kit.ProblemBanner;
import dev.halcyon.app.kit.SightOfRows;
import dev.halcyon.app.kit.StatePane;
import dev.halcyon.app.shell.Screen;
import dev.halcyon.protocol.CaseSummary;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.function.Function;
import javafx.beans.binding.Bindings;
import javafx.beans.value.ObservableBooleanValue;
import javafx.beans.value.ObservableValue;
import javafx.geometry.Insets;
import javafx.scene.Node;
import javafx.scene.control.Button;
import javafx.scene.control.Label;
import javafx.scene.control.ListView;
import javafx.scene.input.Clipboard;
import javafx.scene.input.ClipboardContent;
import javafx.scene.input.KeyCode;
import javafx.scene.layout.BorderPane;
import javafx.scene.layout.Priority;
import javafx.scene.layout.Region;
import javafx.scene.layout.VBox;

/** Queues on the left, their cases beside them, filters above. Used on the JavaFX thread. */
public final class QueueScreen implements Screen {
  /** Width of the queues in sizes of the interface's text: 264 px at 13 px. */
  private static final double QUEUES = 264.0 / 13;

  /** Never more of the window than this, so that large text leaves room for the cases. */
  private static final double MOST_OF_WINDOW = 0.34;

  private final Kit kit;
  private final QueueViewModel model;
  private final ObservableValue<Look> look;
  private final BorderPane root = new BorderPane();
  private final ListView<QueueRow> queues;
  private final CaseList cases;
  private final FilterBar filters;
  private final StatePane states;
  private final ProblemBanner banner;
  private final ChosenBar chosen;
  private final List<Command> commands;
  private final Subscriptions subscriptions = new Subscriptions();
  private boolean following;

  public QueueScreen(
      Kit kit, QueueViewModel model, ObservableValue<Look> look, List<String> accountLanguages) {
    this.kit = kit;
    this.model = model;
    this.look = look;
    queues = new ListView<>(model.queues());
    cases = new CaseList(kit, model);
    filters = new FilterBar(kit, model, accountLanguages);
    states = new StatePane(kit, cases);
    banner = new ProblemBanner(kit);
    commands = makeCommands();
    chosen =
        new ChosenBar(kit, model, List.of(command("queue.copy_ids"), command("queue.choose_none")));
    buildQueues();
    build();
  }

  private List<Command> makeCommands() {
    ObservableBooleanValue chosen =
        Bindings.createBooleanBinding(
            () -> model.selected().get().isPresent() && !model.state().get().opening(),
            model.selected(),
            model.state());
    ObservableBooleanValue present =
        Bindings.createBooleanBinding(() -> model.selected().get().isPresent(), model.selected());
    ObservableBooleanValue any =
        Bindings.createBooleanBinding(
            () -> model.list().chosen().size() > 0, model.list().chosen().changes());
    ObservableBooleanValue free =
        Bindings.createBooleanBinding(() -> !model.state().get().opening(), model.state());
    return List.of(
        kit.command("queue.open", Optional.of(Keys.of(KeyCode.O)), model::openSelected, chosen),
        kit.command("queue.next", Optional.of(Keys.of(KeyCode.N)), model::openNext, free),
        kit.command(
            "queue.narrow",
            Optional.of(Keys.of(KeyCode.F)),
            () -> filters.focusFirst(),
            Command.always()),
        kit.command(
            "queue.refresh", Optional.of(Keys.of(KeyCode.F5)), model::load, Command.always()),
        kit.command(
            "queue.choose", Optional.of(Keys.of(KeyCode.X)), model.list()::chooseSelected, present),
        kit.command(
            "queue.choose_all",
            Optional.of(Keys.shortcut(KeyCode.A)),
            model.list()::chooseAll,
            present),
        kit.command(
            "queue.choose_none",
            Optional.of(Keys.of(KeyCode.ESCAPE)),
            model.list().chosen()::clear,
            any),
        kit.command(
            "queue.copy_ids", Optional.of(Keys.shortcut(KeyCode.C)), this::copyIds, present));
  }

  private void copyIds() {
    model.idsToCopy(
        ids -> {
          ClipboardContent content = new ClipboardContent();
          content.putString(ids);
          Clipboard.getSystemClipboard().setContent(content);
        });
  }

  private void buildQueues() {
    queues.setCellFactory(_ -> new QueueCell(kit));
    queues.setAccessibleText(kit.words().say("queue.queues"));
    queues
        .getSelectionModel()
        .selectedItemProperty()
        .subscribe(
            (_, row) -> {
              if (row != null && !following) {
                model.filter(model.filter().get().withQueue(row.id().orElse(null)));
              }
            });
  }

  private void build() {
    Label title = kit.say("section", "queue.queues");
    VBox left = Kit.styled(new VBox(title, queues), "pane", "line-right", "column");
    VBox.setVgrow(queues, Priority.ALWAYS);
    Button next = kit.button(command("queue.next"));
    Button open = kit.button(command("queue.open"));
    open.getStyleClass().add("primary");
    next.setMinWidth(Region.USE_PREF_SIZE);
    open.setMinWidth(Region.USE_PREF_SIZE);
    QueueBar bar = new QueueBar(filters, List.of(next, open), title.fontProperty());
    VBox middle = Kit.styled(new VBox(bar, chosen, banner, states), "pane");
    VBox.setVgrow(states, Priority.ALWAYS);
    VBox.setMargin(banner, new Insets(12, 16, 12, 16));
    root.setLeft(left);
    root.setCenter(middle);
    root.widthProperty().subscribe((_, _) -> fit(left, title));
    title.fontProperty().subscribe((_, _) -> fit(left, title));
  }

  /** The queues are as wide as their words need, within their share of the window. */
  private void fit(VBox left, Label title) {
    double wanted = QUEUES * title.getFont().getSize();
    double width = root.getWidth();
    double fitting = Math.floor(width > 0 ? Math.min(wanted, MOST_OF_WINDOW * width) : wanted);
    left.setMinWidth(fitting);
    left.setPrefWidth(fitting);
    left.setMaxWidth(fitting);
  }

  private Command command(String id) {
    return commands.stream().filter(c -> c.id().equals(id)).findFirst().orElseThrow();
  }

  /** The list of cases, for the exposure meter. */
  public SightOfRows<CaseSummary> rows() {
    return new SightOfRows<>(cases, Function.identity());
  }

  @Override
  public String id() {
    return "queue";
  }

  @Override
  public Node node() {
    return root;
  }

  @Override
  public List<Command> commands() {
    return commands;
  }

  /** Follows the model as when it is shown, without having it load anything. */
  void rehearse() {
    follow();
  }

  @Override
  public void shown() {
    model.attach();
    follow();
    cases.requestFocus();
  }

  private void follow() {
    chosen.attach(subscriptions);
    subscriptions.add(states.follow(model.state().map(QueueState::load)));
    subscriptions.watch(
        model.state(),
        state ->
            state
                .problem()
                .ifPresentOrElse(p -> banner.showDismissable(p, Optional.empty()), banner::hide));
    subscriptions.watch(
        look,
        now -> {
          cases.setFixedCellSize(now.rowHeight(2));
          queues.setFixedCellSize(now.rowHeight(2));
        });
    cases.attach(subscriptions);
    subscriptions.watch(model.filter(), _ -> followQueue());
    subscriptions.onChange(model.queues(), this::followQueue);
  }

  @Override
  public void hidden() {
    subscriptions.close();
    model.detach();
  }

  private void followQueue() {
    following = true;
    String wanted = model.filter().get().queue();
    for (int i = 0; i < queues.getItems().size(); i++) {
      if (Objects.equals(queues.getItems().get(i).id().orElse(null), wanted)) {
        queues.getSelectionModel().clearAndSelect(i);
      }
    }
    following = false;
  }
}
