package dev.halcyon.app.kit;

import dev.halcyon.protocol.UserProblem;
import java.util.Optional;
import javafx.geometry.Pos;
import javafx.scene.AccessibleRole;
import javafx.scene.control.Button;
import javafx.scene.control.Label;
import javafx.scene.layout.HBox;
import javafx.scene.layout.Priority;
import javafx.scene.layout.VBox;
import org.kordamp.ikonli.feather.Feather;

/**
 * A problem in words: what happened, what to do, and a way to try again where that can help. The
 * code is small print for those who look it up. Hidden until shown. Used on the JavaFX thread.
 */
public final class ProblemBanner extends HBox {
  private final Kit kit;
  private final Label happened = new Label();
  private final Label remedy = new Label();
  private final Label code = new Label();
  private final HBox acts = new HBox();

  public ProblemBanner(Kit kit) {
    this.kit = kit;
    getStyleClass().add("problem");
    setAccessibleRole(AccessibleRole.TEXT);
    happened.getStyleClass().add("problem-happened");
    happened.setWrapText(true);
    remedy.setWrapText(true);
    code.getStyleClass().add("caption");
    acts.getStyleClass().add("acts");
    acts.setAlignment(Pos.TOP_RIGHT);
    VBox words = new VBox(happened, remedy, code);
    words.getStyleClass().add("problem-words");
    HBox.setHgrow(words, Priority.ALWAYS);
    acts.setMinWidth(USE_PREF_SIZE);
    getChildren().setAll(Kit.styled(Kit.icon(Feather.ALERT_CIRCLE), "problem-icon"), words, acts);
    hide();
  }

  /** Shows a problem with a way to try again, or none, and a way to put it away. */
  public void show(UserProblem problem, Optional<Runnable> retry) {
    happened.setText(String.valueOf(problem.getMessage()));
    remedy.setText(problem.remedy());
    code.setText(problem.code());
    acts.getChildren().clear();
    retry.ifPresent(again -> acts.getChildren().add(kit.button("state.retry", again)));
    acts.setManaged(!acts.getChildren().isEmpty());
    setAccessibleText(kit.words().say("problem.access", happened.getText(), remedy.getText()));
    setVisible(true);
    setManaged(true);
  }

  /** Like {@link #show}, with a button that hides it. */
  public void showDismissable(UserProblem problem, Optional<Runnable> retry) {
    show(problem, retry);
    Button dismiss = kit.button("problem.dismiss", this::hide);
    acts.getChildren().add(dismiss);
    acts.setManaged(true);
  }

  /** Puts it away. */
  public void hide() {
    setVisible(false);
    setManaged(false);
    setAccessibleText("");
  }
}
