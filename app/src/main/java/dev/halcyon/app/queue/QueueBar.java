package dev.halcyon.app.queue;

import dev.halcyon.app.kit.Kit;
import java.util.List;
import javafx.beans.value.ObservableValue;
import javafx.geometry.Pos;
import javafx.scene.control.Button;
import javafx.scene.layout.FlowPane;
import javafx.scene.layout.HBox;
import javafx.scene.layout.Priority;
import javafx.scene.layout.VBox;
import javafx.scene.text.Font;

/**
 * The filters with the acts at their end, or below them where the text is large or the window
 * narrow. FX thread only.
 */
final class QueueBar extends VBox {
  private static final double GAP = 8;

  /** Least room for the filters beside the acts, in sizes of the interface's text. */
  private static final double FILTERS = 34;

  private final FilterBar filters;
  private final FlowPane acts = new FlowPane(GAP, GAP);
  private final ObservableValue<Font> font;
  private boolean folded;

  QueueBar(FilterBar filters, List<Button> buttons, ObservableValue<Font> font) {
    this.filters = filters;
    this.font = font;
    Kit.styled(this, "tool-bar-row", "line-below");
    acts.getChildren().setAll(buttons);
    acts.setAlignment(Pos.CENTER_LEFT);
    HBox.setHgrow(filters, Priority.ALWAYS);
    // Its width is the screen's; what one row would need must not widen it.
    setMinWidth(0);
    arrange(false);
  }

  @Override
  protected void layoutChildren() {
    double wide = -GAP;
    for (var act : acts.getChildren()) {
      wide += Math.ceil(act.prefWidth(-1)) + GAP;
    }
    acts.setPrefWrapLength(wide);
    boolean narrow = getWidth() > 0 && getWidth() < wide + FILTERS * font.getValue().getSize();
    if (narrow != folded) {
      folded = narrow;
      arrange(narrow);
    }
    super.layoutChildren();
  }

  private void arrange(boolean narrow) {
    getChildren().clear();
    if (narrow) {
      acts.setMinWidth(0);
      getChildren().setAll(filters, acts);
    } else {
      acts.setMinWidth(USE_PREF_SIZE);
      HBox row = new HBox(GAP, filters, acts);
      row.setAlignment(Pos.CENTER_LEFT);
      getChildren().setAll(row);
    }
  }
}
