package dev.halcyon.app.review;

import dev.halcyon.app.fx.Fx;
import dev.halcyon.app.kit.CountdownLabel;
import dev.halcyon.app.kit.Emoji;
import dev.halcyon.app.kit.Excerpts;
import dev.halcyon.app.kit.Kit;
import dev.halcyon.app.kit.PriorityMark;
import dev.halcyon.app.kit.SightOfRows;
import dev.halcyon.protocol.CaseSummary;
import dev.halcyon.protocol.Modality;
import java.util.stream.Collectors;
import javafx.beans.value.ObservableValue;
import javafx.collections.FXCollections;
import javafx.collections.ListChangeListener;
import javafx.collections.ObservableList;
import javafx.css.PseudoClass;
import javafx.geometry.Pos;
import javafx.scene.AccessibleRole;
import javafx.scene.control.Label;
import javafx.scene.control.ListCell;
import javafx.scene.control.ListView;
import javafx.scene.control.Tooltip;
import javafx.scene.input.KeyCode;
import javafx.scene.layout.HBox;
import javafx.scene.layout.Priority;
import javafx.scene.layout.Region;
import javafx.scene.layout.VBox;
import javafx.scene.text.Font;
import org.jspecify.annotations.Nullable;

/**
 * The cases loaded ahead, in order of work; a click or Enter opens one. Rows are of one height. FX
 * thread only.
 */
final class UpNextList extends VBox {
  /** Width in sizes of the interface's text: 264 px at 13 px. */
  private static final double WIDTH = 264.0 / 13;

  /** Never more of the desk than this, so that large text leaves room for the item. */
  private static final double MOST_OF_DESK = 0.34;

  /** Height of a row in sizes of the interface's text: 76 px at 13 px. */
  private static final double ROW = 76.0 / 13;

  private static final PseudoClass ON_DESK = PseudoClass.getPseudoClass("on-desk");
  private static final PseudoClass TAKEN = PseudoClass.getPseudoClass("taken");

  private final Kit kit;
  private final ReviewViewModel vm;
  private final ObservableList<UpNextRow> upNext;
  private final ObservableList<UpNextRow> rows = FXCollections.observableArrayList();
  private final ListView<UpNextRow> list;
  private final Label title;
  private boolean planned;

  UpNextList(Kit kit, ReviewViewModel vm) {
    this.kit = kit;
    this.vm = vm;
    getStyleClass().addAll("up-next", "pane", "line-right");
    // Held here: what is handed out is a view, which the list behind it does not keep.
    upNext = vm.upNext();
    NextCases.follow(rows, upNext);
    upNext.addListener((ListChangeListener<UpNextRow>) _ -> changed());
    list = new ListView<>(rows);
    list.setAccessibleText(kit.words().say("up_next.access"));
    list.setCellFactory(_ -> new RowCell());
    Label empty = kit.say("muted", "up_next.empty");
    empty.setWrapText(true);
    empty.getStyleClass().add("up-next-empty");
    list.setPlaceholder(empty);
    list.setOnKeyPressed(
        event -> {
          UpNextRow row = list.getSelectionModel().getSelectedItem();
          if (event.getCode() == KeyCode.ENTER && row != null) {
            open(row);
            event.consume();
          }
        });
    VBox.setVgrow(list, Priority.ALWAYS);
    title = kit.say("section", "up_next.title");
    title.getStyleClass().add("up-next-title");
    list.fixedCellSizeProperty()
        .bind(title.fontProperty().map(font -> Math.ceil(font.getSize() * ROW)));
    getChildren().setAll(title, list);
  }

  /**
   * Follows the view-model two frames later where somebody is looking: a decision moves every row,
   * which must not hold up the frame with the next case, and changes the list several times.
   */
  private void changed() {
    boolean seen =
        getScene() != null && getScene().getWindow() != null && getScene().getWindow().isShowing();
    if (!seen) {
      follow();
    } else if (!planned) {
      planned = true;
      Fx.nextPulse(() -> Fx.nextPulse(this::follow));
    }
  }

  private void follow() {
    planned = false;
    NextCases.follow(rows, upNext);
  }

  /** The size of the interface's text, px. */
  ObservableValue<Double> textSize() {
    return title.fontProperty().map(Font::getSize);
  }

  /** Its rows, for the exposure meter. */
  SightOfRows<UpNextRow> sight() {
    return new SightOfRows<>(list, UpNextRow::summary);
  }

  /** As wide as its words need, within its share of the desk. */
  void fit(double textSize, double desk) {
    double wanted = WIDTH * textSize;
    double width = Math.floor(desk > 0 ? Math.min(wanted, MOST_OF_DESK * desk) : wanted);
    setMinWidth(width);
    setPrefWidth(width);
    setMaxWidth(width);
  }

  private void open(UpNextRow row) {
    if (!row.open() && row.takenBy() == null) {
      vm.open(row.summary().id());
    }
  }

  private final class RowCell extends ListCell<UpNextRow> {
    private final PriorityMark priority = new PriorityMark(kit.words());
    private final CountdownLabel countdown = new CountdownLabel(kit);
    private final Label category = new Label();
    private final Tooltip whole = Kit.tooltip("");
    private final Label excerpt = new Label();
    private final Label about = new Label();
    private final Tooltip wholeAbout = Kit.tooltip("");
    private final VBox box;

    RowCell() {
      category.getStyleClass().add("row-category");
      category.setMinWidth(0);
      category.setTooltip(whole);
      excerpt.getStyleClass().add("row-excerpt");
      about.getStyleClass().addAll("caption", "row-about");
      about.setMinWidth(0);
      about.setTooltip(wholeAbout);
      Region gap = new Region();
      HBox.setHgrow(gap, Priority.ALWAYS);
      HBox top = new HBox(8, priority, category);
      top.setAlignment(Pos.CENTER_LEFT);
      // Beside the language, which may be cut: long categories are words that a person acts on.
      HBox below = new HBox(8, about, gap, countdown);
      below.setAlignment(Pos.BASELINE_LEFT);
      box = new VBox(3, top, excerpt, below);
      box.setMinWidth(0);
      box.setPrefWidth(0);
      box.setAlignment(Pos.CENTER_LEFT);
      getStyleClass().add("up-next-row");
      setAccessibleRole(AccessibleRole.LIST_ITEM);
      setOnMouseClicked(
          _ -> {
            UpNextRow row = getItem();
            if (row != null) {
              open(row);
            }
          });
    }

    @Override
    protected void updateItem(@Nullable UpNextRow row, boolean empty) {
      super.updateItem(row, empty);
      setText(null);
      boolean filled = !empty && row != null;
      pseudoClassStateChanged(ON_DESK, filled && row.open());
      pseudoClassStateChanged(TAKEN, filled && row.takenBy() != null);
      if (!filled) {
        setGraphic(null);
        setAccessibleText(null);
        priority.clear();
        countdown.clear();
        return;
      }
      CaseSummary summary = row.summary();
      priority.show(summary.priority(), "");
      countdown.show(summary.createdAt(), summary.dueAt());
      category.setText(kit.words().name(summary.category()));
      whole.setText(category.getText());
      excerpt.setText(excerpt(summary));
      about.setText(about(row));
      wholeAbout.setText(about.getText());
      setAccessibleText(
          kit.words()
              .say(
                  "up_next.row",
                  priority.getAccessibleText(),
                  category.getText(),
                  countdown.getAccessibleText(),
                  excerpt.getText(),
                  about.getText()));
      setGraphic(box);
    }

    private String excerpt(CaseSummary summary) {
      String line = Emoji.drawn(Excerpts.line(summary.excerpt()));
      return line.isEmpty()
          ? kit.words().say("up_next.no_text")
          : kit.words().say("up_next.quote", line);
    }

    private String about(UpNextRow row) {
      if (row.takenBy() != null) {
        return kit.words().say("up_next.taken", row.takenBy());
      }
      String kinds = row.media().stream().map(kit.words()::name).collect(Collectors.joining(", "));
      String language = kit.words().language(row.summary().language());
      return kinds.isEmpty()
          ? language
          : kit.words().say("up_next.about", language, kinds, Modality.TEXT.name());
    }
  }
}
