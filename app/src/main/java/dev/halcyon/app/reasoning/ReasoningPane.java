package dev.halcyon.app.reasoning;

import dev.halcyon.app.fx.Subscriptions;
import dev.halcyon.app.kit.Kit;
import java.util.ArrayList;
import java.util.List;
import javafx.scene.Node;
import javafx.scene.control.Label;
import javafx.scene.control.ScrollPane;
import javafx.scene.layout.HBox;
import javafx.scene.layout.Priority;
import javafx.scene.layout.VBox;
import org.jspecify.annotations.Nullable;

/**
 * The argument to be read from top to bottom: conclusion, clause, numbered steps, exceptions. A
 * step under the pointer or the keyboard lights what it points at. Its nodes stay from case to case
 * and only what they say changes: new ones would cost the frame of the next case a CSS pass each.
 * FX thread only.
 */
final class ReasoningPane extends ScrollPane {
  private final ArgumentViewModel vm;
  private final Kit kit;
  private final VBox column = new VBox();
  private final Label unfinished;
  private final Label conclusion = wrapped("conclusion");
  private final Label clause = wrapped("clause");
  private final Label origin = wrapped("caption");
  private final HBox marks;
  private final VBox steps = new VBox();
  private final Label exceptionsTitle = wrapped("section");
  private final VBox exceptions = new VBox();
  private final List<StepRow> rows = new ArrayList<>();
  private final List<Label> bullets = new ArrayList<>();
  private @Nullable Argument shown;

  ReasoningPane(ArgumentViewModel vm, Kit kit) {
    this.vm = vm;
    this.kit = kit;
    column.getStyleClass().add("argument-column");
    steps.getStyleClass().add("argument-part");
    exceptions.getStyleClass().add("argument-part");
    unfinished = wrapped("muted");
    unfinished.setText(kit.words().say("reasoning.unfinished"));
    exceptionsTitle.setText(kit.words().say("reasoning.exceptions"));
    Label machine = kit.say("machine-mark", "reasoning.machine");
    machine.setMinWidth(USE_PREF_SIZE);
    HBox.setHgrow(origin, Priority.ALWAYS);
    marks = new HBox(8, machine, origin);
    Kit.hover(clause, () -> shown == null ? "" : shown.definition());
    column
        .getChildren()
        .setAll(unfinished, conclusion, clause, marks, steps, exceptionsTitle, exceptions);
    column.getChildren().forEach(ReasoningPane::takesRoomWhileVisible);
    setContent(column);
    setFitToWidth(true);
    setHbarPolicy(ScrollBarPolicy.NEVER);
    getStyleClass().add("argument-page");
  }

  private static void takesRoomWhileVisible(Node node) {
    node.managedProperty().bind(node.visibleProperty());
  }

  void attach(Subscriptions subscriptions) {
    subscriptions.watch(vm.said(), this::draw);
    subscriptions.watch(vm.lit(), step -> light(step.intValue()));
  }

  private void draw(ArgumentViewModel.@Nullable Said said) {
    Argument argument = said == null ? null : said.argument();
    shown = argument;
    setVvalue(0);
    unfinished.setVisible(said != null && argument == null);
    head(argument);
    List<Argument.Step> all = argument == null ? List.of() : argument.steps();
    steps.setVisible(!all.isEmpty());
    while (rows.size() < all.size()) {
      StepRow row = new StepRow(vm, kit, this::focus);
      rows.add(row);
      steps.getChildren().add(row);
    }
    for (int at = 0; at < rows.size(); at++) {
      rows.get(at).show(at < all.size() ? all.get(at) : null);
    }
    except(argument == null ? List.of() : argument.exceptions());
    light(vm.lit().get());
  }

  private void head(@Nullable Argument argument) {
    conclusion.setVisible(argument != null);
    marks.setVisible(argument != null);
    clause.setVisible(argument != null && argument.clause() != null);
    if (argument != null) {
      conclusion.setText(argument.conclusion());
      clause.setText(argument.clause());
      origin.setText(join(argument.confidence(), argument.origin()));
    }
  }

  private static String join(String first, String second) {
    return first.isEmpty() ? second : first + " " + second;
  }

  private void except(List<String> all) {
    exceptionsTitle.setVisible(!all.isEmpty());
    exceptions.setVisible(!all.isEmpty());
    while (bullets.size() < all.size()) {
      exceptions.getChildren().add(bullet());
    }
    for (int at = 0; at < bullets.size(); at++) {
      bullets.get(at).setText(at < all.size() ? all.get(at) : "");
      bullets.get(at).getParent().setVisible(at < all.size());
    }
  }

  private Node bullet() {
    Label dot = kit.label("muted", "–");
    dot.setMinWidth(USE_PREF_SIZE);
    Label says = wrapped("exception");
    HBox.setHgrow(says, Priority.ALWAYS);
    bullets.add(says);
    HBox row = new HBox(8, dot, says);
    takesRoomWhileVisible(row);
    return row;
  }

  private void focus(int number) {
    rows.stream()
        .filter(row -> row.number() == number && number > 0)
        .findFirst()
        .ifPresent(Node::requestFocus);
  }

  /** The steps that quote the item. */
  List<Node> quotes() {
    return rows.stream().filter(StepRow::isQuoting).<Node>map(row -> row).toList();
  }

  private Label wrapped(String style) {
    Label label = new Label();
    label.getStyleClass().add(style);
    label.setWrapText(true);
    label.setMinHeight(USE_PREF_SIZE);
    return label;
  }

  private void light(int step) {
    rows.forEach(row -> row.light(step));
  }
}
