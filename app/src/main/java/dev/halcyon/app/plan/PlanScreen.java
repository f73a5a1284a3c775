package dev.halcyon.app.plan;

import dev.halcyon.app.command.Command;
import dev.halcyon.app.fx.Subscriptions;
import dev.halcyon.app.kit.Keys;
import dev.halcyon.app.kit.Kit;
import dev.halcyon.app.kit.Parts;
import dev.halcyon.app.kit.ProblemBanner;
import dev.halcyon.app.plan.PlanState.LanguageShown;
import dev.halcyon.app.shell.Screen;
import dev.halcyon.protocol.PlanLimit;
import dev.halcyon.protocol.Priority;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import javafx.geometry.Pos;
import javafx.scene.Node;
import javafx.scene.control.Label;
import javafx.scene.control.RadioButton;
import javafx.scene.control.ScrollPane;
import javafx.scene.control.TextField;
import javafx.scene.control.ToggleGroup;
import javafx.scene.input.KeyCode;
import javafx.scene.layout.FlowPane;
import javafx.scene.layout.HBox;
import javafx.scene.layout.Region;
import javafx.scene.layout.VBox;

/**
 * The planner's page: what is expected, the people it needs by hour and language, what decides it.
 * The three stand beside each other where there is room. Used on the JavaFX thread.
 */
public final class PlanScreen implements Screen {
  private final Kit kit;
  private final PlanViewModel model;
  private final PlanWords said;
  private final List<Command> commands;
  private final VBox root;
  private final ProblemBanner banner;
  private final VBox lead = Kit.styled(new VBox(), "lines");
  private final VBox charts = Kit.styled(new VBox(), "plan-rows");
  private final VBox promises = Kit.styled(new VBox(), "plan-rows");
  private final Subscriptions subscriptions = new Subscriptions();

  public PlanScreen(Kit kit, PlanViewModel model) {
    this.kit = kit;
    this.model = model;
    said = new PlanWords(kit.words());
    banner = new ProblemBanner(kit);
    commands =
        List.of(
            kit.command(
                "plan.make", Optional.of(Keys.of(KeyCode.F5)), model::make, Command.always()));
    VBox words = Kit.styled(new VBox(kit.say("title", "plan.title"), hint("plan.lead")), "lines");
    HBox.setHgrow(words, javafx.scene.layout.Priority.ALWAYS);
    Region make = kit.button(commands.getFirst());
    make.setMinWidth(Region.USE_PREF_SIZE);
    HBox head = Kit.styled(new HBox(words, make), "screen-head", "line-below");
    head.setAlignment(Pos.CENTER_LEFT);
    FlowPane cards =
        Kit.styled(
            new FlowPane(
                Parts.mark(card("plan.inputs", inputs())),
                card("plan.people", legend(), charts),
                card("plan.decides", lead, promises, hint("plan.how"))),
            "plan-cards");
    ScrollPane scroll = new ScrollPane(new VBox(banner, cards));
    scroll.setFitToWidth(true);
    VBox.setVgrow(scroll, javafx.scene.layout.Priority.ALWAYS);
    root = Kit.styled(new VBox(head, scroll), "pane");
  }

  private VBox card(String key, Node... rows) {
    VBox box = Kit.styled(new VBox(kit.say("section", key)), "card", "plan-card");
    box.getChildren().addAll(rows);
    return box;
  }

  private Label hint(String key) {
    return wrapped("muted", kit.words().say(key));
  }

  private Label wrapped(String style, String text) {
    Label label = kit.label(style, text);
    label.setWrapText(true);
    label.setMinHeight(Region.USE_PREF_SIZE);
    return label;
  }

  private Node inputs() {
    VBox rows = Kit.styled(new VBox(), "plan-rows");
    PlanField.TEAM.forEach(field -> rows.getChildren().add(input(field)));
    rows.getChildren().add(shapes());
    for (Priority priority : PlanForm.PRIORITIES) {
      FlowPane four = Kit.styled(new FlowPane(), "plan-four");
      PlanField.of(priority).forEach(field -> four.getChildren().add(input(field)));
      rows.getChildren().add(new VBox(kit.label("strong", kit.words().name(priority)), four));
    }
    rows.getChildren().add(hint("plan.bands"));
    return rows;
  }

  private Node input(PlanField field) {
    Label name = wrapped("caption", kit.words().say("plan.field." + field.key()));
    TextField text = new TextField(model.form().typed().get(field));
    text.setAccessibleText(PlanWords.field(field, kit.words()));
    text.textProperty().subscribe((_, typed) -> model.type(field, typed));
    text.setOnAction(_ -> model.make());
    name.setLabelFor(text);
    return Kit.styled(new VBox(name, text), "plan-input");
  }

  private Node shapes() {
    ToggleGroup group = new ToggleGroup();
    FlowPane chosen = Kit.styled(new FlowPane(), "plan-four");
    for (DayShape shape : DayShape.values()) {
      RadioButton button =
          new RadioButton(kit.words().say("plan.shape." + shape.name().toLowerCase(Locale.ROOT)));
      button.setAccessibleText(button.getText());
      button.setToggleGroup(group);
      button.setSelected(model.form().shape() == shape);
      button.setOnAction(
          _ -> {
            model.shape(shape);
            model.make();
          });
      chosen.getChildren().add(button);
    }
    return chosen;
  }

  private Node legend() {
    FlowPane legend = Kit.styled(new FlowPane(), "plan-four");
    for (PlanLimit limit : List.of(PlanLimit.LOAD, PlanLimit.SLA, PlanLimit.CAP)) {
      Region mark =
          Kit.styled(new Region(), "plan-" + limit.name().toLowerCase(Locale.ROOT), "plan-mark");
      HBox entry = new HBox(6, mark, wrapped("caption", said.limit(limit)));
      entry.setAlignment(Pos.CENTER_LEFT);
      legend.getChildren().add(entry);
    }
    return legend;
  }

  private void show(PlanState state) {
    state.problem().ifPresentOrElse(p -> banner.showDismissable(p, Optional.empty()), banner::hide);
    lead.getChildren().setAll(state.lead().stream().map(each -> wrapped("body", each)).toList());
    if (!state.lead().isEmpty()) {
      lead.getChildren().getFirst().getStyleClass().setAll("label", "strong");
    }
    int most = state.languages().stream().mapToInt(LanguageShown::most).max().orElse(0);
    charts.getChildren().setAll(state.languages().stream().map(each -> chart(each, most)).toList());
    promises.getChildren().setAll(state.languages().stream().map(this::promises).toList());
  }

  private Node chart(LanguageShown of, int most) {
    VBox box =
        Kit.styled(
            new VBox(
                wrapped("strong", of.title()),
                new PlanChart(of.bars(), most),
                wrapped("caption", kit.words().say("plan.axis", most))),
            "lines");
    of.spans().forEach(span -> box.getChildren().add(wrapped("body", span)));
    return box;
  }

  private Node promises(LanguageShown of) {
    VBox box = Kit.styled(new VBox(wrapped("strong", of.title())), "lines");
    of.promises().forEach(each -> box.getChildren().add(wrapped("body", each)));
    return box;
  }

  @Override
  public String id() {
    return "plan";
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
    subscriptions.watch(model.state(), this::show);
    model.attach();
  }

  @Override
  public void hidden() {
    subscriptions.close();
    model.detach();
  }
}
