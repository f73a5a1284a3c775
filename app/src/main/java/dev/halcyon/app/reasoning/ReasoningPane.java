package dev.halcyon.app.reasoning;

import dev.halcyon.app.fx.Subscriptions;
import dev.halcyon.app.kit.Hue;
import dev.halcyon.app.kit.Kit;
import java.util.HashMap;
import java.util.Map;
import javafx.css.PseudoClass;
import javafx.scene.AccessibleRole;
import javafx.scene.control.Hyperlink;
import javafx.scene.control.Label;
import javafx.scene.control.ScrollPane;
import javafx.scene.input.KeyCode;
import javafx.scene.input.MouseEvent;
import javafx.scene.layout.FlowPane;
import javafx.scene.layout.HBox;
import javafx.scene.layout.Priority;
import javafx.scene.layout.Region;
import javafx.scene.layout.VBox;
import org.jspecify.annotations.Nullable;

/**
 * The argument to be read from top to bottom: conclusion, clause, numbered steps, exceptions. A
 * step under the pointer or the keyboard lights what it points at. FX thread only.
 */
final class ReasoningPane extends ScrollPane {
  private static final PseudoClass LIT = PseudoClass.getPseudoClass("lit");

  private final ArgumentViewModel vm;
  private final Kit kit;
  private final VBox column = new VBox();
  private final Map<Integer, Region> steps = new HashMap<>();

  ReasoningPane(ArgumentViewModel vm, Kit kit) {
    this.vm = vm;
    this.kit = kit;
    column.getStyleClass().add("argument-column");
    setContent(column);
    setFitToWidth(true);
    setHbarPolicy(ScrollBarPolicy.NEVER);
    getStyleClass().add("argument-page");
  }

  void attach(Subscriptions subscriptions) {
    subscriptions.watch(vm.said(), this::draw);
    subscriptions.watch(vm.lit(), step -> light(step.intValue()));
  }

  private void draw(ArgumentViewModel.@Nullable Said said) {
    column.getChildren().clear();
    steps.clear();
    setVvalue(0);
    if (said == null) {
      return;
    }
    Argument argument = said.argument();
    if (argument == null) {
      column.getChildren().add(wrapped("muted", kit.words().say("reasoning.unfinished")));
      return;
    }
    head(argument);
    for (Argument.Step step : argument.steps()) {
      Region row = step(step);
      steps.put(step.number(), row);
      column.getChildren().add(row);
    }
    if (!argument.exceptions().isEmpty()) {
      column.getChildren().add(wrapped("section", kit.words().say("reasoning.exceptions")));
      for (String exception : argument.exceptions()) {
        column.getChildren().add(bullet(exception));
      }
    }
    light(vm.lit().get());
  }

  private void head(Argument argument) {
    Label conclusion = wrapped("conclusion", argument.conclusion());
    column.getChildren().add(conclusion);
    String clause = argument.clause();
    if (clause != null) {
      Label title = wrapped("clause", clause);
      if (!argument.definition().isBlank()) {
        title.setTooltip(Kit.tooltip(argument.definition()));
      }
      column.getChildren().add(title);
    }
    Label machine = kit.say("machine-mark", "reasoning.machine");
    machine.setMinWidth(USE_PREF_SIZE);
    Label origin = wrapped("caption", join(argument.confidence(), argument.origin()));
    HBox marks = new HBox(8, machine, origin);
    HBox.setHgrow(origin, Priority.ALWAYS);
    column.getChildren().add(marks);
  }

  private static String join(String first, String second) {
    return first.isEmpty() ? second : first + " " + second;
  }

  private Region step(Argument.Step step) {
    Label number = new Label(String.valueOf(step.number()));
    number.getStyleClass().add("step-number");
    number.setMinWidth(USE_PREF_SIZE);
    Label sentence = wrapped("step-words", step.sentence());
    VBox words = new VBox(4, sentence);
    HBox.setHgrow(words, Priority.ALWAYS);
    if (!step.struck().isEmpty()) {
      words.getChildren().add(wrapped("struck", step.struck()));
    }
    if (!step.code().isEmpty()) {
      words.getChildren().add(wrapped("caption", step.code()));
    }
    if (!step.links().isEmpty()) {
      FlowPane links = new FlowPane(8, 2);
      links.setMinWidth(0);
      for (Argument.Link link : step.links()) {
        Hyperlink node = link(link);
        node.maxWidthProperty().bind(links.widthProperty());
        links.getChildren().add(node);
      }
      words.getChildren().add(links);
    }
    HBox row = Hue.of(new HBox(8, number, words), step.category());
    row.getStyleClass().addAll("step", "focus-ring");
    row.setFocusTraversable(true);
    row.setAccessibleRole(AccessibleRole.LIST_ITEM);
    row.setAccessibleText(step.spoken());
    row.addEventHandler(MouseEvent.MOUSE_ENTERED, _ -> vm.lit().set(step.number()));
    row.addEventHandler(MouseEvent.MOUSE_EXITED, _ -> vm.lit().set(0));
    row.focusedProperty()
        .subscribe(
            (_, focused) -> {
              if (focused) {
                vm.lit().set(step.number());
              }
            });
    row.setOnKeyPressed(
        event -> {
          if (event.getCode() == KeyCode.UP || event.getCode() == KeyCode.DOWN) {
            vm.move(event.getCode() == KeyCode.DOWN ? 1 : -1);
            Region next = steps.get(vm.lit().get());
            if (next != null) {
              next.requestFocus();
            }
            event.consume();
          } else if (event.getCode() == KeyCode.ENTER) {
            step.links().stream().findFirst().ifPresent(vm::follow);
            event.consume();
          }
        });
    return row;
  }

  private Hyperlink link(Argument.Link link) {
    Hyperlink node = new Hyperlink(link.words());
    node.getStyleClass().add("evidence-link");
    node.setAccessibleText(kit.words().say("link.access", link.words()));
    node.setOnAction(
        _ -> {
          node.setVisited(false);
          vm.follow(link);
        });
    return node;
  }

  private Region bullet(String words) {
    Label dot = kit.label("muted", "–");
    dot.setMinWidth(USE_PREF_SIZE);
    Label says = wrapped("exception", words);
    HBox.setHgrow(says, Priority.ALWAYS);
    return new HBox(8, dot, says);
  }

  private Label wrapped(String style, String words) {
    Label label = kit.label(style, words);
    label.setWrapText(true);
    label.setMinHeight(USE_PREF_SIZE);
    return label;
  }

  private void light(int step) {
    steps.forEach((number, row) -> row.pseudoClassStateChanged(LIT, number == step));
  }
}
