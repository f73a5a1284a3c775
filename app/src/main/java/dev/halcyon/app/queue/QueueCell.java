package dev.halcyon.app.queue;

import dev.halcyon.app.kit.Kit;
import dev.halcyon.app.kit.PriorityMark;
import dev.halcyon.protocol.Priority;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import javafx.geometry.Pos;
import javafx.scene.control.Label;
import javafx.scene.control.ListCell;
import javafx.scene.control.Tooltip;
import javafx.scene.layout.HBox;
import javafx.scene.layout.VBox;

/** One queue of the list on the left: its title and what waits in it. */
final class QueueCell extends ListCell<QueueRow> {
  private final Kit kit;
  private final Label title = new Label();
  private final Tooltip whole = Kit.tooltip("");
  private final Label clear;
  private final Map<Priority, PriorityMark> marks = new EnumMap<>(Priority.class);
  private final HBox counts = new HBox();
  private final VBox box = new VBox(title, counts);

  QueueCell(Kit kit) {
    this.kit = kit;
    title.getStyleClass().addAll("strong", "queue-title");
    title.setTooltip(whole);
    clear = kit.say("caption", "queue.row.clear");
    for (Priority priority : List.of(Priority.P0, Priority.P1, Priority.P2)) {
      marks.put(priority, new PriorityMark(kit.words()));
    }
    counts.getStyleClass().add("counts");
    box.getStyleClass().addAll("queue-row", "lines");
    box.setAlignment(Pos.CENTER_LEFT);
    box.setMinWidth(0);
    setPrefWidth(0);
  }

  @Override
  protected void updateItem(QueueRow queue, boolean empty) {
    super.updateItem(queue, empty);
    setText(null);
    if (empty || queue == null) {
      setGraphic(null);
      setAccessibleText("");
      return;
    }
    title.setText(queue.title());
    whole.setText(queue.title());
    counts.getChildren().clear();
    StringBuilder spoken = new StringBuilder(queue.title());
    marks.forEach(
        (priority, mark) -> {
          if (queue.waiting(priority) > 0) {
            mark.show(priority, Integer.toString(queue.waiting(priority)));
            counts.getChildren().add(mark);
            spoken.append(", ").append(mark.getAccessibleText());
          }
        });
    if (queue.depth() == 0) {
      counts.getChildren().setAll(clear);
      spoken.append(", ").append(clear.getText());
    }
    setGraphic(box);
    setAccessibleText(spoken.toString());
  }
}
