package dev.halcyon.app.queue;

import dev.halcyon.app.kit.CountdownLabel;
import dev.halcyon.app.kit.Emoji;
import dev.halcyon.app.kit.Excerpts;
import dev.halcyon.app.kit.Kit;
import dev.halcyon.app.kit.PriorityMark;
import dev.halcyon.app.kit.Words;
import dev.halcyon.protocol.CaseSummary;
import dev.halcyon.protocol.Modality;
import java.text.Bidi;
import java.util.ArrayList;
import java.util.List;
import javafx.beans.value.ChangeListener;
import javafx.beans.value.WeakChangeListener;
import javafx.css.PseudoClass;
import javafx.geometry.NodeOrientation;
import javafx.geometry.Pos;
import javafx.scene.control.Label;
import javafx.scene.control.ListCell;
import javafx.scene.layout.HBox;
import javafx.scene.layout.Priority;
import javafx.scene.layout.VBox;
import org.kordamp.ikonli.Ikon;
import org.kordamp.ikonli.feather.Feather;
import org.kordamp.ikonli.javafx.FontIcon;

/** One case of the list: how urgent, what it is, its first words, what it carries, who has it. */
final class CaseCell extends ListCell<CaseSummary> {
  private static final PseudoClass HELD = PseudoClass.getPseudoClass("held");
  private static final PseudoClass CHOSEN = PseudoClass.getPseudoClass("chosen");

  private final Kit kit;
  private final Runnable nearEnd;
  private final ChosenCases chosen;
  private final ChangeListener<Number> follow = (_, _, _) -> showChosen();
  private final FontIcon tick = Kit.icon(Feather.CHECK);
  private final PriorityMark mark;
  private final CountdownLabel countdown;
  private final Label excerpt = new Label();
  private final Label facts = new Label();
  private final Label holder = new Label();
  private final HBox kinds = new HBox();
  private final HBox row;

  CaseCell(Kit kit, Runnable nearEnd, ChosenCases chosen) {
    this.kit = kit;
    this.nearEnd = nearEnd;
    this.chosen = chosen;
    chosen.changes().addListener(new WeakChangeListener<>(follow));
    tick.managedProperty().bind(tick.visibleProperty());
    tick.setVisible(false);
    mark = new PriorityMark(kit.words());
    countdown = new CountdownLabel(kit);
    excerpt.getStyleClass().add("case-excerpt");
    facts.getStyleClass().addAll("caption", "case-facts");
    holder.getStyleClass().add("caption");
    kinds.getStyleClass().add("kinds");
    kinds.setAlignment(Pos.CENTER_RIGHT);
    VBox urgency = new VBox(mark, countdown);
    urgency.setAlignment(Pos.CENTER_LEFT);
    urgency.getStyleClass().addAll("lines", "urgency");
    VBox words = new VBox(excerpt, facts);
    words.setAlignment(Pos.CENTER_LEFT);
    words.getStyleClass().add("lines");
    words.setMinWidth(0);
    HBox.setHgrow(words, Priority.ALWAYS);
    VBox end = new VBox(kinds, holder);
    end.setAlignment(Pos.CENTER_RIGHT);
    end.getStyleClass().add("lines");
    end.setMinWidth(USE_PREF_SIZE);
    row = Kit.styled(new HBox(urgency, words, end), "case-row");
    row.setAlignment(Pos.CENTER_LEFT);
    row.setMinWidth(0);
    setPrefWidth(0);
  }

  @Override
  protected void updateItem(CaseSummary summary, boolean empty) {
    super.updateItem(summary, empty);
    setText(null);
    if (empty || summary == null) {
      countdown.clear();
      mark.clear();
      setGraphic(null);
      setAccessibleText("");
      pseudoClassStateChanged(CHOSEN, false);
      return;
    }
    Words words = kit.words();
    mark.show(summary.priority(), "");
    countdown.show(summary.createdAt(), summary.dueAt());
    String line = Emoji.drawn(Excerpts.line(summary.excerpt()));
    excerpt.setText(line.isEmpty() ? words.say("queue.no_text") : line);
    excerpt.setNodeOrientation(direction(line));
    facts.setText(facts(summary));
    String by = summary.holder();
    holder.setText(by == null ? "" : words.say("queue.held", by));
    row.pseudoClassStateChanged(HELD, by != null);
    kinds.getChildren().setAll(tick);
    kinds.getChildren().addAll(icons(summary));
    setGraphic(row);
    showChosen();
    if (getIndex() >= getListView().getItems().size() - 20) {
      nearEnd.run();
    }
  }

  private void showChosen() {
    CaseSummary summary = getItem();
    if (summary == null) {
      return;
    }
    boolean now = chosen.has(summary.id());
    pseudoClassStateChanged(CHOSEN, now);
    tick.setVisible(now);
    String row =
        kit.words()
            .say(
                "queue.case.access",
                mark.getAccessibleText(),
                countdown.getAccessibleText(),
                facts.getText(),
                excerpt.getText(),
                holder.getText());
    setAccessibleText(now ? kit.words().say("queue.case.chosen", row) : row);
  }

  private static NodeOrientation direction(String text) {
    return new Bidi(text, Bidi.DIRECTION_DEFAULT_LEFT_TO_RIGHT).baseIsLeftToRight()
        ? NodeOrientation.LEFT_TO_RIGHT
        : NodeOrientation.RIGHT_TO_LEFT;
  }

  private String facts(CaseSummary summary) {
    Words words = kit.words();
    List<String> facts = new ArrayList<>();
    facts.add(words.name(summary.category()));
    facts.add(words.language(summary.language()));
    facts.add(words.name(summary.surface()));
    if (summary.members() > 0) {
      facts.add(words.say("queue.members", summary.members()));
    }
    if (summary.reports() > 0) {
      facts.add(words.say("queue.reports", summary.reports()));
    }
    if (summary.reach() > 0) {
      facts.add(words.say("queue.reach", summary.reach()));
    }
    return String.join("  ·  ", facts);
  }

  private List<FontIcon> icons(CaseSummary summary) {
    List<FontIcon> icons = new ArrayList<>();
    for (Modality kind : summary.media()) {
      if (kind == Modality.TEXT) {
        continue; // the words beside it show that
      }
      Ikon icon =
          switch (kind) {
            case IMAGE -> Feather.IMAGE;
            case VIDEO -> Feather.VIDEO;
            case AUDIO -> Feather.VOLUME_2;
            case TEXT -> Feather.FILE_TEXT;
            case UNKNOWN -> Feather.PAPERCLIP;
          };
      FontIcon node = Kit.icon(icon);
      node.setAccessibleText(kit.words().name(kind));
      icons.add(node);
    }
    return icons;
  }
}
