package dev.halcyon.app.reasoning;

import dev.halcyon.app.command.Command;
import dev.halcyon.app.fx.Subscriptions;
import dev.halcyon.app.kit.Kit;
import dev.halcyon.app.kit.ProblemBanner;
import java.util.Optional;
import javafx.css.PseudoClass;
import javafx.geometry.HPos;
import javafx.scene.AccessibleRole;
import javafx.scene.control.Button;
import javafx.scene.control.Label;
import javafx.scene.control.ProgressBar;
import javafx.scene.control.ScrollPane;
import javafx.scene.layout.ColumnConstraints;
import javafx.scene.layout.GridPane;
import javafx.scene.layout.HBox;
import javafx.scene.layout.Priority;
import javafx.scene.layout.VBox;

/**
 * The local engine's scores beside the server's, with the reason of each difference. FX thread
 * only.
 */
final class RescanPane extends ScrollPane {
  private static final PseudoClass DIFFERS = PseudoClass.getPseudoClass("differs");

  private final RescanViewModel vm;
  private final Kit kit;
  private final Command rescan;
  private final VBox column = new VBox();

  RescanPane(RescanViewModel vm, Kit kit, Command rescan) {
    this.vm = vm;
    this.kit = kit;
    this.rescan = rescan;
    column.getStyleClass().add("argument-column");
    setContent(column);
    setFitToWidth(true);
    setHbarPolicy(ScrollBarPolicy.NEVER);
    getStyleClass().add("argument-page");
  }

  void attach(Subscriptions subscriptions) {
    subscriptions.watch(vm.state(), this::draw);
  }

  private void draw(RescanViewModel.State state) {
    column.getChildren().clear();
    switch (state) {
      case RescanViewModel.State.Idle() -> {
        column.getChildren().add(wrapped("muted", kit.words().say("rescan.idle")));
        column.getChildren().add(button());
      }
      case RescanViewModel.State.Running() -> running();
      case RescanViewModel.State.Done(var report) -> done(report);
      case RescanViewModel.State.Failed(var problem) -> {
        ProblemBanner banner = new ProblemBanner(kit);
        banner.show(problem, Optional.of(vm::rescan));
        column.getChildren().add(banner);
      }
    }
  }

  private Button button() {
    return kit.button(rescan);
  }

  private void running() {
    ProgressBar bar = new ProgressBar();
    bar.setMaxWidth(Double.MAX_VALUE);
    bar.setAccessibleText(kit.words().say("rescan.running"));
    Button stop = kit.button("rescan.cancel", vm::cancel);
    column.getChildren().addAll(wrapped("muted", kit.words().say("rescan.running")), bar, stop);
  }

  private void done(RescanReport report) {
    Label machine = kit.say("machine-mark", "reasoning.machine");
    machine.setMinWidth(USE_PREF_SIZE);
    Label conditions = wrapped("caption", report.conditions());
    HBox.setHgrow(conditions, Priority.ALWAYS);
    column.getChildren().add(wrapped("conclusion", report.summary()));
    column.getChildren().add(new HBox(8, machine, conditions));
    for (StageNote failure : report.failures()) {
      column.getChildren().add(new SilentStage(kit, failure));
    }
    if (!report.rows().isEmpty()) {
      column.getChildren().add(table(report));
    }
    column.getChildren().add(button());
  }

  private GridPane table(RescanReport report) {
    GridPane grid = Kit.styled(new GridPane(), "rescan-table");
    ColumnConstraints what = new ColumnConstraints();
    what.setHgrow(Priority.ALWAYS);
    what.setMinWidth(60);
    ColumnConstraints figure = new ColumnConstraints();
    figure.setHalignment(HPos.RIGHT);
    figure.setMinWidth(64);
    grid.getColumnConstraints().addAll(what, figure, figure);
    grid.add(kit.say("caption", "rescan.column.what"), 0, 0);
    grid.add(kit.say("caption", "rescan.column.server"), 1, 0);
    grid.add(kit.say("caption", "rescan.column.local"), 2, 0);
    int at = 1;
    for (RescanReport.Row row : report.rows()) {
      VBox name =
          new VBox(wrapped("rescan-category", row.category()), wrapped("caption", row.stage()));
      name.setAccessibleRole(AccessibleRole.TEXT);
      name.setAccessibleText(row.spoken());
      Label local = kit.label("rescan-figure", row.local());
      local.pseudoClassStateChanged(DIFFERS, row.differs());
      grid.add(name, 0, at);
      grid.add(kit.label("rescan-figure", row.server()), 1, at);
      grid.add(local, 2, at);
      at++;
      if (!row.reason().isEmpty()) {
        grid.add(wrapped("rescan-reason", row.reason()), 0, at, 3, 1);
        at++;
      }
    }
    return grid;
  }

  private Label wrapped(String style, String words) {
    Label label = kit.label(style, words);
    label.setWrapText(true);
    label.setMinHeight(USE_PREF_SIZE);
    return label;
  }
}
