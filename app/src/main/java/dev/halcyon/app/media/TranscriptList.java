package dev.halcyon.app.media;

import dev.halcyon.app.kit.Hue;
import dev.halcyon.app.kit.Kit;
import dev.halcyon.app.kit.ScoreWords;
import dev.halcyon.protocol.Category;
import dev.halcyon.protocol.SoundTrack;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import javafx.beans.property.IntegerProperty;
import javafx.css.PseudoClass;
import javafx.scene.AccessibleRole;
import javafx.scene.control.Label;
import javafx.scene.control.ListCell;
import javafx.scene.control.ListView;
import javafx.scene.input.KeyCode;
import javafx.scene.layout.HBox;
import javafx.scene.layout.Priority;
import javafx.scene.layout.VBox;
import org.jspecify.annotations.Nullable;

/**
 * What a machine wrote down of what is said, sentence by sentence: a click or Enter goes to its
 * second. A sentence that fired is marked, and lights with the step that rests on it. FX thread
 * only.
 */
final class TranscriptList extends ListView<SoundTrack.Said> {
  private static final PseudoClass LIT = PseudoClass.getPseudoClass("lit");
  private static final PseudoClass NOW = PseudoClass.getPseudoClass("now");

  private static final int ROWS = 4;
  private static final double LINE = 1.45;
  private static final double AROUND = 8;

  private final TimelineViewModel vm;
  private final Kit kit;
  private final IntegerProperty lit;
  private final List<SaidCell> cells = new ArrayList<>();
  private SoundTrack.@Nullable Said now;

  TranscriptList(TimelineViewModel vm, Kit kit, IntegerProperty lit) {
    this.vm = vm;
    this.kit = kit;
    this.lit = lit;
    getStyleClass().add("transcript");
    setAccessibleText(kit.words().say("transcript.access"));
    setCellFactory(_ -> new SaidCell());
    setOnKeyPressed(
        event -> {
          SoundTrack.Said chosen = getSelectionModel().getSelectedItem();
          if (event.getCode() == KeyCode.ENTER && chosen != null) {
            go(chosen);
            event.consume();
          }
        });
  }

  private void go(SoundTrack.Said said) {
    vm.firedIn(said).ifPresent(moment -> lit.set(moment.step()));
    vm.goTo(said.from());
  }

  void show(TimelineViewModel.Shown shown) {
    now = null;
    getItems().setAll(shown.said());
    scrollTo(0);
  }

  /** The step that is lit, or the place, changed. */
  void light() {
    cells.forEach(SaidCell::mark);
  }

  /** As high as a few sentences in text of this size, px. */
  void fit(double size) {
    int rows = Math.clamp(getItems().size(), 1, ROWS);
    double height = AROUND + rows * (2 * LINE * size + AROUND);
    setMinHeight(height);
    setPrefHeight(height);
    setMaxHeight(height);
  }

  /** Where the recording stands, seconds; what is said then is marked and brought into sight. */
  void at(double seconds) {
    SoundTrack.Said then = null;
    for (SoundTrack.Said said : getItems()) {
      then = said.from() <= seconds + 1e-3 && seconds < said.to() ? said : then;
    }
    if (then != now) {
      now = then;
      light();
      if (then != null) {
        scrollTo(then);
      }
    }
  }

  private final class SaidCell extends ListCell<SoundTrack.Said> {
    private final Label time = kit.label("caption", "");
    private final Label text = new Label();
    private final Label fired = kit.label("caption", "");
    private final HBox row;

    SaidCell() {
      time.setMinWidth(USE_PREF_SIZE);
      text.setWrapText(true);
      text.setMinHeight(USE_PREF_SIZE);
      fired.getStyleClass().add("said-fired");
      VBox words = new VBox(text, fired);
      words.setMinWidth(0);
      HBox.setHgrow(words, Priority.ALWAYS);
      row = new HBox(8, time, words);
      cells.add(this);
      getStyleClass().add("said-cell");
      setAccessibleRole(AccessibleRole.LIST_ITEM);
      // As wide as the list and not as its longest sentence.
      setPrefWidth(0);
      setOnMouseClicked(
          _ -> {
            SoundTrack.Said said = getItem();
            if (said != null) {
              go(said);
            }
          });
      setOnMouseEntered(_ -> point());
      setOnMouseExited(
          _ -> {
            if (getItem() != null && vm.firedIn(getItem()).isPresent()) {
              lit.set(0);
            }
          });
    }

    private void point() {
      SoundTrack.Said said = getItem();
      if (said != null) {
        vm.firedIn(said).filter(each -> each.step() > 0).ifPresent(each -> lit.set(each.step()));
      }
    }

    void mark() {
      SoundTrack.Said said = isEmpty() ? null : getItem();
      int step = said == null ? 0 : vm.firedIn(said).map(Moment::step).orElse(0);
      pseudoClassStateChanged(LIT, step > 0 && step == lit.get());
      pseudoClassStateChanged(NOW, said != null && said == now);
    }

    @Override
    protected void updateItem(SoundTrack.@Nullable Said said, boolean empty) {
      super.updateItem(said, empty);
      setText(null);
      mark();
      if (empty || said == null) {
        setGraphic(null);
        setAccessibleText(null);
        return;
      }
      Optional<Moment> moment = vm.firedIn(said);
      time.setText(ScoreWords.clock(said.from()));
      text.setText(said.text());
      String score = moment.map(vm::scoreWords).orElse("");
      fired.setText(score);
      fired.setVisible(moment.isPresent());
      fired.setManaged(moment.isPresent());
      Hue.of(this, moment.map(Moment::category).orElse(Category.UNKNOWN));
      setAccessibleText(
          kit.words().say("transcript.said", ScoreWords.clock(said.from()), said.text(), score));
      setGraphic(row);
    }
  }
}
