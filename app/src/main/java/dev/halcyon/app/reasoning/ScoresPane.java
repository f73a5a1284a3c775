package dev.halcyon.app.reasoning;

import dev.halcyon.app.fx.Subscriptions;
import dev.halcyon.app.kit.Hue;
import dev.halcyon.app.kit.Kit;
import dev.halcyon.app.kit.ScoreWords;
import dev.halcyon.protocol.Assessment;
import java.util.stream.Collectors;
import javafx.beans.value.ObservableValue;
import javafx.scene.AccessibleRole;
import javafx.scene.control.Label;
import javafx.scene.control.ScrollPane;
import javafx.scene.layout.VBox;
import org.jspecify.annotations.Nullable;

/**
 * The scores of every tier on one axis for each category, said in words as well, and the stages
 * that could not judge with their reason. FX thread only.
 */
final class ScoresPane extends ScrollPane {
  private final ArgumentViewModel vm;
  private final Kit kit;
  private final ScoreWords scores;
  private final VBox column = new VBox();

  ScoresPane(ArgumentViewModel vm, Kit kit) {
    this.vm = vm;
    this.kit = kit;
    this.scores = new ScoreWords(kit.words());
    column.getStyleClass().add("argument-column");
    setContent(column);
    setFitToWidth(true);
    setHbarPolicy(ScrollBarPolicy.NEVER);
    getStyleClass().add("argument-page");
  }

  void attach(Subscriptions subscriptions, ObservableValue<Boolean> shown) {
    WhenShown.draw(subscriptions, vm.said(), shown, this::draw);
  }

  private void draw(ArgumentViewModel.@Nullable Said said) {
    column.getChildren().clear();
    if (said == null) {
      return;
    }
    ScoreBoard board = said.scores();
    if (board.categories().isEmpty()) {
      column.getChildren().add(wrapped("muted", kit.words().say("scores.none")));
    }
    for (ScoreBoard.Line line : board.categories()) {
      column.getChildren().add(line(line));
    }
    if (board.quiet() > 0) {
      column
          .getChildren()
          .add(
              wrapped(
                  "caption",
                  kit.words().say("scores.quiet", board.quiet(), ScoreBoard.QUIET_BELOW)));
    }
    for (Assessment silent : board.silent()) {
      column.getChildren().add(new SilentStage(kit, vm.composer().silence(silent)));
    }
  }

  private VBox line(ScoreBoard.Line line) {
    ScoreBoard.Dot leading = line.leading();
    String words = scores.say(line.category(), leading.score(), line.threshold());
    Label sentence = wrapped("score-words", words);
    AxisView axis = new AxisView(line);
    String tiers =
        line.dots().stream()
            .map(
                dot ->
                    kit.words()
                        .say(
                            "scores.tier",
                            AxisView.sign(dot.tier()),
                            scores.stage(dot.stage()),
                            dot.score()))
            .collect(Collectors.joining("   "));
    VBox box = Hue.of(new VBox(4, sentence, axis, wrapped("caption", tiers)), line.category());
    box.getStyleClass().add("score-line");
    box.setAccessibleRole(AccessibleRole.TEXT);
    box.setAccessibleText(words + ". " + tiers);
    return box;
  }

  private Label wrapped(String style, String words) {
    Label label = kit.label(style, words);
    label.setWrapText(true);
    label.setMinHeight(USE_PREF_SIZE);
    return label;
  }
}
