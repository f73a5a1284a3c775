package dev.halcyon.app.reasoning;

import dev.halcyon.app.kit.Kit;
import java.util.List;
import javafx.css.PseudoClass;
import javafx.geometry.HPos;
import javafx.scene.AccessibleRole;
import javafx.scene.control.Label;
import javafx.scene.layout.ColumnConstraints;
import javafx.scene.layout.GridPane;
import javafx.scene.layout.Priority;
import javafx.scene.layout.VBox;

/**
 * The server's figures and this machine's beside each other, each difference with its reason below.
 * Distances between lines are in the style sheet, the same whether or not there is a reason. FX
 * thread only.
 */
final class RescanTable extends GridPane {
  private static final PseudoClass DIFFERS = PseudoClass.getPseudoClass("differs");

  private final Kit kit;
  private int next;

  RescanTable(Kit kit, List<RescanReport.Row> rows) {
    this.kit = kit;
    getStyleClass().add("rescan-table");
    ColumnConstraints what = new ColumnConstraints();
    what.setHgrow(Priority.ALWAYS);
    what.setMinWidth(60);
    ColumnConstraints figure = new ColumnConstraints();
    figure.setHalignment(HPos.RIGHT);
    figure.setMinWidth(72);
    getColumnConstraints().addAll(what, figure, figure);
    addRow(
        next++,
        kit.say("caption", "rescan.column.what"),
        kit.say("caption", "rescan.column.server"),
        kit.say("caption", "rescan.column.local"));
    rows.forEach(this::add);
  }

  private void add(RescanReport.Row row) {
    VBox name =
        new VBox(wrapped("rescan-category", row.category()), wrapped("caption", row.stage()));
    name.getStyleClass().add("rescan-name");
    name.setAccessibleRole(AccessibleRole.TEXT);
    name.setAccessibleText(row.spoken());
    Label local = kit.label("rescan-figure", row.local());
    local.pseudoClassStateChanged(DIFFERS, row.differs());
    addRow(next++, name, kit.label("rescan-figure", row.server()), local);
    if (!row.reason().isEmpty()) {
      add(wrapped("rescan-reason", row.reason()), 0, next++, 3, 1);
    }
  }

  private Label wrapped(String style, String words) {
    Label label = kit.label(style, words);
    label.setWrapText(true);
    label.setMinHeight(USE_PREF_SIZE);
    return label;
  }
}
