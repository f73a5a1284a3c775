package dev.halcyon.app.reasoning;

import dev.halcyon.app.fx.Subscriptions;
import dev.halcyon.app.kit.Emoji;
import dev.halcyon.app.kit.Excerpts;
import dev.halcyon.app.kit.Kit;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import javafx.beans.value.ObservableValue;
import javafx.css.PseudoClass;
import javafx.scene.AccessibleRole;
import javafx.scene.Node;
import javafx.scene.control.Label;
import javafx.scene.control.ScrollPane;
import javafx.scene.input.MouseEvent;
import javafx.scene.layout.HBox;
import javafx.scene.layout.Priority;
import javafx.scene.layout.Region;
import javafx.scene.layout.VBox;
import org.jspecify.annotations.Nullable;

/** What happened before, as small timelines. FX thread only. */
final class HistoryPane extends ScrollPane {
  private static final PseudoClass HEAVY = PseudoClass.getPseudoClass("heavy");
  private static final PseudoClass LIT = PseudoClass.getPseudoClass("lit");
  private static final int MOST = 50;

  private final ArgumentViewModel vm;
  private final Kit kit;
  private final VBox column = new VBox();
  private final List<Region> onAuthor = new ArrayList<>();
  private final List<Node> quotes = new ArrayList<>();

  HistoryPane(ArgumentViewModel vm, Kit kit) {
    this.vm = vm;
    this.kit = kit;
    column.getStyleClass().add("argument-column");
    setContent(column);
    setFitToWidth(true);
    setHbarPolicy(ScrollBarPolicy.NEVER);
    getStyleClass().add("argument-page");
  }

  void attach(Subscriptions subscriptions, ObservableValue<Boolean> shown) {
    WhenShown.draw(subscriptions, vm.said(), shown, this::draw);
  }

  /** What shows words of items and of those who reported them. */
  List<Node> quotes() {
    return quotes;
  }

  private void draw(ArgumentViewModel.@Nullable Said said) {
    column.getChildren().clear();
    onAuthor.clear();
    quotes.clear();
    if (said == null) {
      return;
    }
    HistoryViewModel history = said.history();
    column.getChildren().add(wrapped("strong", history.author()));
    Optional<AuthorTimelineView> line =
        history.line().marks().isEmpty()
            ? Optional.empty()
            : Optional.of(new AuthorTimelineView(history.line(), kit, this::light));
    line.ifPresent(column.getChildren()::add);
    timeline("history.on_item", "history.on_item_none", history.onItem());
    timeline("history.reports", "history.reports_none", history.reports());
    onAuthor.addAll(timeline("history.on_author", "history.on_author_none", history.onAuthor()));
    line.ifPresent(this::pointAt);
  }

  /** A decision under the pointer lights its mark on the line. */
  private void pointAt(AuthorTimelineView line) {
    for (int i = 0; i < onAuthor.size(); i++) {
      int decision = i;
      onAuthor.get(i).addEventHandler(MouseEvent.MOUSE_ENTERED, _ -> line.chooseDecision(decision));
    }
  }

  private void light(int decision) {
    for (int i = 0; i < onAuthor.size(); i++) {
      onAuthor.get(i).pseudoClassStateChanged(LIT, i == decision);
    }
  }

  private List<Region> timeline(String title, String none, List<HistoryViewModel.Event> events) {
    column.getChildren().add(kit.say("section", title));
    if (events.isEmpty()) {
      column.getChildren().add(wrapped("muted", kit.words().say(none)));
      return List.of();
    }
    VBox line = Kit.styled(new VBox(), "timeline");
    List<Region> rows = events.stream().limit(MOST).map(this::event).toList();
    line.getChildren().setAll(rows);
    column.getChildren().add(line);
    return rows;
  }

  private Region event(HistoryViewModel.Event event) {
    Region dot = Kit.styled(new Region(), "timeline-dot");
    dot.pseudoClassStateChanged(HEAVY, event.heavy());
    Label what = wrapped("strong", event.what());
    HBox.setHgrow(what, Priority.ALWAYS);
    what.setMaxWidth(Double.MAX_VALUE);
    Label when = kit.label("caption", event.when());
    when.setMinWidth(USE_PREF_SIZE);
    when.setTooltip(Kit.tooltip(event.exactly()));
    VBox words = new VBox(1, new HBox(8, what, when), wrapped("caption", event.detail()));
    if (!event.excerpt().isBlank()) {
      Label excerpt = kit.label("history-excerpt", Emoji.drawn(Excerpts.line(event.excerpt())));
      excerpt.setMinWidth(0);
      words.getChildren().add(excerpt);
      quotes.add(excerpt);
    }
    HBox.setHgrow(words, Priority.ALWAYS);
    HBox row = Kit.styled(new HBox(12, dot, words), "timeline-event");
    row.setAccessibleRole(AccessibleRole.TEXT);
    row.setAccessibleText(event.spoken());
    return row;
  }

  private Label wrapped(String style, String words) {
    Label label = kit.label(style, words);
    label.setWrapText(true);
    label.setMinHeight(USE_PREF_SIZE);
    return label;
  }
}
