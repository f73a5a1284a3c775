package dev.halcyon.app.review;

import dev.halcyon.app.fx.Subscriptions;
import dev.halcyon.app.kit.Kit;
import dev.halcyon.protocol.Category;
import dev.halcyon.protocol.Clause;
import dev.halcyon.protocol.Restriction;
import java.util.List;
import java.util.Set;
import java.util.function.Function;
import javafx.beans.value.ObservableValue;
import javafx.css.PseudoClass;
import javafx.geometry.Pos;
import javafx.scene.AccessibleRole;
import javafx.scene.Node;
import javafx.scene.control.Button;
import javafx.scene.control.CheckBox;
import javafx.scene.control.ComboBox;
import javafx.scene.control.Label;
import javafx.scene.control.ListCell;
import javafx.scene.control.TextField;
import javafx.scene.input.KeyCode;
import javafx.scene.layout.FlowPane;
import javafx.scene.layout.HBox;
import javafx.scene.layout.Priority;
import javafx.scene.layout.Region;
import javafx.scene.layout.VBox;
import org.jspecify.annotations.Nullable;

/**
 * The act at the bottom of the desk: five actions with their keys, what the decision rests on, and
 * the decision that can still be taken back. A line above it asks for the second key or says what
 * is missing. FX thread only.
 */
final class ActionBar extends VBox {
  /**
   * With less room than this beside the actions, what a decision rests on gets its own row; in
   * sizes of the interface's text, 440 px at 13 px.
   */
  private static final double GROUNDS = 440.0 / 13;

  private static final double GAP = 8;

  private static final PseudoClass ARMED = PseudoClass.getPseudoClass("about-to");

  private final Kit kit;
  private final ReviewViewModel vm;
  private final ReviewCommands commands;
  private final ObservableValue<Double> textSize;
  private final FlowPane acts = new FlowPane(GAP, GAP);
  private final HBox grounds = new HBox();
  private final HBox row = new HBox();
  private final FlowPane prompt = new FlowPane(16, 8);
  private final Node undo;
  private final Button permanently;
  private final TextField note;
  private final ComboBox<Category> category;
  private final ComboBox<Clause> clause;
  private boolean folded;

  /**
   * @param textSize the size of the interface's text, px
   */
  ActionBar(
      Kit kit, ReviewViewModel vm, ReviewCommands commands, ObservableValue<Double> textSize) {
    this.kit = kit;
    this.textSize = textSize;
    this.vm = vm;
    this.commands = commands;
    getStyleClass().add("action-bar");
    // Its width is the desk's; what one row would need must not widen it.
    setMinWidth(0);
    permanently = Kit.styled(kit.button(commands.removePermanently), "destroys");
    category = combo("decision.category", kit.words()::name, "category-choice");
    note = note();
    undo = undo();
    acts.getChildren()
        .addAll(
            kit.button(commands.allow),
            kit.button(commands.restrict),
            Kit.styled(kit.button(commands.remove), "destroys"),
            permanently,
            kit.button(commands.escalate),
            new CaseMenu(kit, commands));
    acts.getChildren().forEach(node -> ((Region) node).setMinWidth(Region.USE_PREF_SIZE));
    clause =
        combo(
            "decision.clause",
            one -> kit.words().say("decision.clause_item", one.id(), one.title()),
            "clause-choice");
    grounds.getStyleClass().add("action-row");
    grounds.getChildren().addAll(category, clause, note);
    HBox.setHgrow(note, Priority.ALWAYS);
    HBox.setHgrow(grounds, Priority.ALWAYS);
    category.setItems(vm.form().categories());
    category.valueProperty().bindBidirectional(vm.form().category());
    clause.setItems(vm.form().clauses());
    clause.valueProperty().bindBidirectional(vm.form().clause());
    row.getStyleClass().add("action-row");
    prompt.getStyleClass().add("action-prompt");
    prompt.setAlignment(Pos.CENTER_LEFT);
    row.setAlignment(Pos.CENTER_LEFT);
    acts.setAlignment(Pos.CENTER_LEFT);
    grounds.setAlignment(Pos.CENTER_LEFT);
    arrange(false);
  }

  @Override
  protected void layoutChildren() {
    refold(getWidth());
    super.layoutChildren();
  }

  private void refold(double width) {
    double asOneRow = actsWidth();
    acts.setPrefWrapLength(asOneRow);
    double room = width - snappedLeftInset() - snappedRightInset();
    boolean narrow =
        width > 0 && room < asOneRow + Math.max(GROUNDS * textSize.getValue(), groundsWidth());
    if (narrow != folded) {
      folded = narrow;
      arrange(narrow);
    }
  }

  /** The least that the grounds need in one row, with the decision that can be taken back. */
  private double groundsWidth() {
    double width = undo.isManaged() ? Math.ceil(undo.prefWidth(-1)) + GAP : 0;
    for (Node part : List.of(category, clause, note)) {
      width += part.minWidth(-1) + GAP;
    }
    return width;
  }

  private double actsWidth() {
    double width = -GAP;
    for (Node act : acts.getChildren()) {
      width += act == undo || !act.isManaged() ? 0 : Math.ceil(act.prefWidth(-1)) + GAP;
    }
    return width;
  }

  private void arrange(boolean narrow) {
    row.getChildren().clear();
    getChildren().clear();
    grounds.getChildren().remove(undo);
    acts.getChildren().remove(undo);
    if (narrow) {
      acts.getChildren().add(undo);
      acts.setMinWidth(0);
      getChildren().setAll(prompt, grounds, acts);
    } else {
      grounds.getChildren().add(undo);
      acts.setMinWidth(Region.USE_PREF_SIZE);
      row.getChildren().setAll(acts, grounds);
      getChildren().setAll(prompt, row);
    }
  }

  /** Follows the view-model for as long as the subscriptions live. */
  void attach(Subscriptions subscriptions) {
    subscriptions.watch(vm.form().armed(), _ -> prompt());
    subscriptions.watch(vm.form().complaint(), _ -> prompt());
  }

  /** Puts the caret into the note. */
  void focusNote() {
    note.requestFocus();
  }

  /** Opens the list of the category's clauses. */
  void chooseClause() {
    clause.requestFocus();
    clause.show();
  }

  /** Opens the list of categories. */
  void chooseCategory() {
    category.requestFocus();
    category.show();
  }

  private <T> ComboBox<T> combo(String key, Function<T, String> words, String style) {
    ComboBox<T> combo = Kit.styled(new ComboBox<>(), style);
    kit.describe(combo, key);
    combo.setPromptText(kit.words().say(key));
    combo.setButtonCell(new WordCell<>(words));
    combo.setCellFactory(_ -> new WordCell<>(words));
    combo.disableProperty().bind(vm.offered().not());
    return combo;
  }

  private static final class WordCell<T> extends ListCell<T> {
    private final Function<T, String> words;

    WordCell(Function<T, String> words) {
      this.words = words;
    }

    @Override
    protected void updateItem(@Nullable T item, boolean empty) {
      super.updateItem(item, empty);
      setGraphic(null);
      setText(empty || item == null ? null : words.apply(item));
    }
  }

  private TextField note() {
    TextField field = kit.describe(new TextField(), "decision.note");
    field.textProperty().bindBidirectional(vm.form().note());
    field.setMinWidth(80);
    field.disableProperty().bind(vm.current().isNull());
    field.setOnKeyPressed(
        event -> {
          if (event.getCode() == KeyCode.ESCAPE || event.getCode() == KeyCode.ENTER) {
            getParent().requestFocus();
            event.consume();
          }
        });
    return field;
  }

  private Node undo() {
    Button undo = Kit.styled(kit.button(commands.undo), "quiet", "undo");
    undo.setMinWidth(Region.USE_PREF_SIZE);
    Label left = kit.label("caption", vm.outbox().undoText());
    left.setMinWidth(Region.USE_PREF_SIZE);
    HBox box = new HBox(left, undo);
    box.setAlignment(Pos.CENTER_RIGHT);
    box.getStyleClass().add("undo-box");
    box.setMinWidth(Region.USE_PREF_SIZE);
    box.visibleProperty().bind(vm.outbox().undoable());
    box.managedProperty().bind(vm.outbox().undoable());
    return box;
  }

  private void prompt() {
    DecisionForm.Armed armed = vm.form().armed().get();
    String complaint = vm.form().complaint().get();
    permanently.pseudoClassStateChanged(ARMED, armed == DecisionForm.Armed.REMOVE_PERMANENTLY);
    prompt.getChildren().clear();
    if (!complaint.isEmpty()) {
      Label says = kit.label("complaint", complaint);
      says.setWrapText(true);
      says.setAccessibleRole(AccessibleRole.TEXT);
      prompt.getChildren().add(says);
    } else {
      switch (armed) {
        case NOTHING -> {}
        case RESTRICT -> ways();
        case REMOVE_PERMANENTLY -> {
          prompt.getChildren().add(kit.say("prompt-text", "decision.confirm_permanent"));
          prompt.getChildren().add(Kit.styled(kit.button(commands.cancel), "quiet"));
        }
      }
    }
    boolean said = !prompt.getChildren().isEmpty();
    prompt.setVisible(said);
    prompt.setManaged(said);
  }

  private void ways() {
    prompt.getChildren().add(kit.say("prompt-text", "decision.how_restrict"));
    Set<Restriction> ticked = vm.form().restrictions().get();
    for (int i = 0; i < ReviewCommands.WAYS.size(); i++) {
      Restriction way = ReviewCommands.WAYS.get(i);
      CheckBox box = new CheckBox(kit.words().name(way));
      box.setAccessibleText(commands.ways.get(i).accessibleText());
      box.setTooltip(Kit.tooltip(commands.ways.get(i).help()));
      box.setGraphic(Kit.keyCap(commands.ways.get(i)));
      box.setSelected(ticked.contains(way));
      box.selectedProperty().subscribe((_, now) -> vm.form().tick(way, now));
      prompt.getChildren().add(box);
    }
    prompt.getChildren().add(Kit.styled(kit.button(commands.cancel), "quiet"));
  }
}
