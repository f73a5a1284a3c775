package dev.halcyon.app.review;

import dev.halcyon.app.command.Command;
import dev.halcyon.app.fx.Fx;
import dev.halcyon.app.fx.Subscriptions;
import dev.halcyon.app.kit.Kit;
import dev.halcyon.app.kit.Parts;
import dev.halcyon.app.kit.ProblemBanner;
import dev.halcyon.app.kit.Sight;
import dev.halcyon.app.kit.SightOfRows;
import dev.halcyon.app.kit.StatePane;
import dev.halcyon.app.kit.WordsAndActs;
import dev.halcyon.protocol.UserProblem;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import javafx.beans.property.IntegerProperty;
import javafx.geometry.Pos;
import javafx.scene.AccessibleRole;
import javafx.scene.Node;
import javafx.scene.control.Button;
import javafx.scene.control.Label;
import javafx.scene.control.ScrollPane;
import javafx.scene.layout.BorderPane;
import javafx.scene.layout.HBox;
import javafx.scene.layout.Priority;
import javafx.scene.layout.Region;
import javafx.scene.layout.VBox;
import javafx.util.Subscription;
import org.jspecify.annotations.Nullable;

/**
 * The review desk: up next on the left, the item in the middle, the argument on the right (under
 * the item when the window is narrow), the act at the bottom. FX thread only.
 */
final class ReviewView extends BorderPane {
  /**
   * Below this width of the desk the argument folds under the item. Both in sizes of the
   * interface's text, so that large text folds earlier: 1120 and 372 px at 13 px.
   */
  private static final double FOLDS_BELOW = 1120.0 / 13;

  private static final Duration PATIENCE = Duration.ofMillis(300);

  private static final double ARGUMENT_WIDTH = 372.0 / 13;

  private final Kit kit;
  private final ReviewViewModel vm;
  private final IntegerProperty lit;
  private final Region argument;
  private final ConversationView conversation;
  private final ItemCard card;
  private final VBox column = new VBox();
  private final ScrollPane page = new ScrollPane(column);
  private final BorderPane middle = new BorderPane();
  private final StatePane states;
  private final ProblemBanner notice;
  private final VBox troubles = new VBox();
  private final ActionBar bar;
  private final UpNextList upNext;
  private final Label taking;
  private @Nullable OnDesk drawn;
  private Subscription waitingFor = Subscription.EMPTY;
  private boolean folded;

  ReviewView(
      Kit kit,
      ReviewViewModel vm,
      ReviewCommands commands,
      IntegerProperty lit,
      Part media,
      Part argument,
      ReadingViewModel reading,
      Command turn,
      TranslationViewModel translation) {
    this.kit = kit;
    this.vm = vm;
    this.lit = lit;
    this.argument = (Region) argument.node();
    this.conversation = new ConversationView(kit);
    this.card = new ItemCard(kit, lit, media.node(), reading, turn, translation);
    this.notice = new ProblemBanner(kit);
    this.upNext = new UpNextList(kit, vm);
    this.bar = new ActionBar(kit, vm, commands, upNext.textSize());
    this.taking = kit.say("caption", "review.taking");
    getStyleClass().addAll("review-desk", "page");
    setFocusTraversable(true);
    setAccessibleRole(AccessibleRole.PAGE_ITEM);
    setAccessibleText(kit.words().say("go.review"));
    Button next = Kit.styled(kit.button(commands.next), "primary");
    HBox onward = new HBox(next);
    onward.setAlignment(Pos.CENTER_LEFT);
    onward.visibleProperty().bind(vm.current().map(on -> !on.gone().isEmpty()).orElse(false));
    onward.managedProperty().bind(onward.visibleProperty());
    column.getStyleClass().add("review-column");
    column.getChildren().setAll(conversation, card, onward, taking);
    page.setFitToWidth(true);
    page.setHbarPolicy(ScrollPane.ScrollBarPolicy.NEVER);
    page.getStyleClass().add("review-page");
    page.setFocusTraversable(false);
    troubles.getStyleClass().add("troubles");
    middle.setCenter(page);
    states = new StatePane(kit, middle);
    VBox centre = new VBox(notice, troubles, states);
    VBox.setVgrow(states, Priority.ALWAYS);
    this.argument.getStyleClass().add("argument");
    setLeft(Parts.mark(upNext));
    setCenter(Parts.mark(centre));
    setBottom(Parts.mark(bar));
    Parts.mark(this.argument);
    widthProperty().subscribe((_, _) -> fit());
    upNext.textSize().subscribe((_, _) -> fit());
    arrange(false);
    fit();
  }

  /** Gives the columns their widths for this text size and window. */
  private void fit() {
    double textSize = upNext.textSize().getValue();
    boolean narrow = getWidth() > 0 && getWidth() < FOLDS_BELOW * textSize;
    upNext.fit(textSize, getWidth());
    if (narrow != folded) {
      folded = narrow;
      arrange(narrow);
    }
    if (!narrow) {
      double width = Math.floor(ARGUMENT_WIDTH * textSize);
      argument.setMinWidth(width);
      argument.setPrefWidth(width);
      argument.setMaxWidth(width);
    }
  }

  private void arrange(boolean narrow) {
    middle.setRight(null);
    column.getChildren().remove(argument);
    argument.getStyleClass().remove("folded");
    if (narrow) {
      argument.getStyleClass().add("folded");
      argument.setMinWidth(0);
      argument.setPrefWidth(Region.USE_COMPUTED_SIZE);
      argument.setMaxWidth(Double.MAX_VALUE);
      argument.setMinHeight(420);
      column.getChildren().add(argument);
    } else {
      argument.setMinHeight(0);
      middle.setRight(argument);
    }
  }

  /** Follows the view-model for as long as the subscriptions live. */
  void attach(Subscriptions subscriptions) {
    bar.attach(subscriptions);
    subscriptions.watch(vm.current(), this::draw);
    subscriptions.watch(vm.notice(), this::tell);
    subscriptions.onChange(vm.outbox().troubles(), this::drawTroubles);
    subscriptions.watch(
        lit,
        step -> {
          card.text().light(step.intValue());
          if (step.intValue() > 0) {
            card.text().reveal(step.intValue());
          }
        });
    subscriptions.add(states.follow(vm.state()));
    drawTroubles();
  }

  private void draw(@Nullable OnDesk on) {
    OnDesk before = drawn;
    drawn = on;
    boolean waiting = on != null && on.lease() == null && on.gone().isEmpty();
    waitingFor.unsubscribe();
    taking.setVisible(false);
    taking.setManaged(false);
    if (waiting) {
      // Only what takes long enough to notice is said, or the desk would flicker.
      waitingFor = Fx.after(PATIENCE, this::sayTaking);
    }
    if (on == null) {
      letGoOfTheCase();
      return;
    }
    if (before != null && before.loaded().showsAs(on.loaded())) {
      card.state(on);
      return;
    }
    boolean another = before == null || !before.loaded().id().equals(on.loaded().id());
    if (another) {
      letGoOfTheCase();
      lit.set(0);
    }
    conversation.show(on.loaded().detail().item().conversation());
    card.show(on);
    if (another) {
      page.setVvalue(0);
    }
  }

  private void sayTaking() {
    taking.setVisible(true);
    taking.setManaged(true);
  }

  /**
   * Another case, or none: a key meant for a part of the last one must not fall on this, nor be
   * lost with the part that went.
   */
  private void letGoOfTheCase() {
    Node focus = getScene() == null ? null : getScene().getFocusOwner();
    boolean went = focus != null && focus.getScene() == null;
    for (Node each = focus; each != null; each = each.getParent()) {
      went |= each == bar || each == states;
    }
    if (went) {
      requestFocus();
    }
  }

  private void tell(Optional<UserProblem> problem) {
    problem.ifPresentOrElse(
        said -> notice.show(said, Optional.empty(), Optional.of(vm::dismissNotice)), notice::hide);
  }

  private void drawTroubles() {
    troubles.getChildren().clear();
    for (OutboxViewModel.Trouble trouble : vm.outbox().troubles()) {
      Label words = new Label(trouble.words());
      words.setWrapText(true);
      List<Button> acts = new ArrayList<>();
      if (trouble.retry()) {
        acts.add(kit.button("state.retry", () -> vm.retry(trouble.decisionId())));
      }
      acts.add(kit.button("outbox.give_up", () -> vm.discard(trouble.decisionId())));
      WordsAndActs line = new WordsAndActs(words);
      line.setActs(acts);
      HBox.setHgrow(line, Priority.ALWAYS);
      HBox row = Kit.styled(new HBox(line), "trouble");
      troubles.getChildren().add(row);
    }
  }

  SightOfRows<UpNextRow> rows() {
    return upNext.sight();
  }

  java.util.List<Sight> sights() {
    return java.util.List.of(conversation.sight(), card.text().sight());
  }

  ActionBar bar() {
    return bar;
  }
}
