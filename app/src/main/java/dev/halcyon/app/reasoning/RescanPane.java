package dev.halcyon.app.reasoning;

import dev.halcyon.app.command.Command;
import dev.halcyon.app.fx.Subscriptions;
import dev.halcyon.app.kit.Kit;
import dev.halcyon.app.kit.ProblemBanner;
import java.util.Optional;
import javafx.scene.control.Button;
import javafx.scene.control.Label;
import javafx.scene.control.ProgressBar;
import javafx.scene.control.ScrollPane;
import javafx.scene.layout.HBox;
import javafx.scene.layout.Priority;
import javafx.scene.layout.VBox;

/**
 * The local engine's scores beside the server's, with the reason of each difference. FX thread
 * only.
 */
final class RescanPane extends ScrollPane {
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
      column.getChildren().add(new RescanTable(kit, report.rows()));
    }
    column.getChildren().add(button());
  }

  private Label wrapped(String style, String words) {
    Label label = kit.label(style, words);
    label.setWrapText(true);
    label.setMinHeight(USE_PREF_SIZE);
    return label;
  }
}
