package dev.halcyon.app.reasoning;

import dev.halcyon.app.kit.Emoji;
import dev.halcyon.app.kit.Hue;
import dev.halcyon.app.kit.Kit;
import dev.halcyon.protocol.Evidence;
import java.util.ArrayList;
import java.util.List;
import java.util.function.IntConsumer;
import javafx.css.PseudoClass;
import javafx.scene.AccessibleRole;
import javafx.scene.control.Hyperlink;
import javafx.scene.control.Label;
import javafx.scene.input.KeyCode;
import javafx.scene.input.KeyEvent;
import javafx.scene.input.MouseEvent;
import javafx.scene.layout.FlowPane;
import javafx.scene.layout.HBox;
import javafx.scene.layout.Priority;
import javafx.scene.layout.VBox;
import org.jspecify.annotations.Nullable;

/**
 * One step of the argument with what it points at. Under the pointer or the keyboard it lights both
 * ends. Used again for the steps of another case, because a new node is a new CSS pass. FX thread
 * only.
 */
final class StepRow extends HBox {
  private static final PseudoClass LIT = PseudoClass.getPseudoClass("lit");

  private final ArgumentViewModel vm;
  private final Kit kit;
  private final IntConsumer focus;
  private final Label number = new Label();
  private final Label sentence;
  private final Label struck;
  private final Label code;
  private final FlowPane links = new FlowPane(8, 2);
  private final List<Hyperlink> made = new ArrayList<>();
  private Argument.@Nullable Step step;

  /**
   * @param focus puts the keyboard on the row of a step
   */
  StepRow(ArgumentViewModel vm, Kit kit, IntConsumer focus) {
    this.vm = vm;
    this.kit = kit;
    this.focus = focus;
    number.getStyleClass().add("step-number");
    number.setMinWidth(USE_PREF_SIZE);
    sentence = wrapped("step-words");
    struck = wrapped("struck");
    code = wrapped("caption");
    links.setMinWidth(0);
    links.managedProperty().bind(links.visibleProperty());
    VBox words = new VBox(4, sentence, struck, code, links);
    HBox.setHgrow(words, Priority.ALWAYS);
    setSpacing(8);
    getChildren().setAll(number, words);
    getStyleClass().addAll("step", "focus-ring");
    managedProperty().bind(visibleProperty());
    focusTraversableProperty().bind(visibleProperty());
    setAccessibleRole(AccessibleRole.LIST_ITEM);
    addEventHandler(MouseEvent.MOUSE_ENTERED, _ -> vm.lit().set(number()));
    addEventHandler(MouseEvent.MOUSE_EXITED, _ -> vm.lit().set(0));
    // Also while one of its links has the keyboard.
    focusWithinProperty()
        .subscribe(
            (_, focused) -> {
              if (focused) {
                vm.lit().set(number());
              }
            });
    setOnKeyPressed(this::pressed);
  }

  /** The step's number, 0 while it shows none. */
  int number() {
    return step == null ? 0 : step.number();
  }

  /** Whether it shows words of the item. */
  boolean isQuoting() {
    return step != null
        && (!step.struck().isEmpty()
            || step.links().stream().anyMatch(link -> link.evidence() instanceof Evidence.Words));
  }

  /** Shows a step; null for none, and then it takes no room. */
  void show(Argument.@Nullable Step next) {
    step = next;
    setVisible(next != null);
    if (next == null) {
      setAccessibleText(null);
      sentence.setText("");
      return;
    }
    number.setText(String.valueOf(next.number()));
    sentence.setText(next.sentence());
    say(struck, next.struck());
    say(code, next.code());
    links.setVisible(!next.links().isEmpty());
    for (int at = 0; at < Math.max(made.size(), next.links().size()); at++) {
      show(at, at < next.links().size() ? next.links().get(at) : null);
    }
    // On the number alone: a change of hue is a new CSS pass for everything below the node.
    Hue.of(number, next.category());
    setAccessibleText(next.spoken());
  }

  private void show(int at, Argument.@Nullable Link link) {
    if (at == made.size()) {
      Hyperlink node = new Hyperlink();
      node.getStyleClass().add("evidence-link");
      node.maxWidthProperty().bind(links.widthProperty());
      node.managedProperty().bind(node.visibleProperty());
      made.add(node);
      links.getChildren().add(node);
    }
    Hyperlink node = made.get(at);
    node.setVisible(link != null);
    node.setVisited(false);
    if (link == null) {
      node.setText("");
      node.setOnAction(null);
      return;
    }
    node.setText(Emoji.drawn(link.words()));
    node.setAccessibleText(kit.words().say("link.access", link.words()));
    node.setOnAction(
        _ -> {
          node.setVisited(false);
          vm.follow(link);
        });
  }

  private static void say(Label label, String words) {
    label.setText(words);
    label.setVisible(!words.isEmpty());
  }

  private Label wrapped(String style) {
    Label label = kit.label(style, "");
    label.setWrapText(true);
    label.setMinHeight(USE_PREF_SIZE);
    label.managedProperty().bind(label.visibleProperty());
    return label;
  }

  /** Lights it if it is this step. */
  void light(int lit) {
    pseudoClassStateChanged(LIT, step != null && step.number() == lit);
  }

  private void pressed(KeyEvent event) {
    if (event.getCode() == KeyCode.UP || event.getCode() == KeyCode.DOWN) {
      vm.move(event.getCode() == KeyCode.DOWN ? 1 : -1);
      focus.accept(vm.lit().get());
      event.consume();
    } else if (event.getCode() == KeyCode.ENTER && step != null) {
      step.links().stream().findFirst().ifPresent(vm::follow);
      event.consume();
    }
  }
}
