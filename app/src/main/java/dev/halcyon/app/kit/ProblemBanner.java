package dev.halcyon.app.kit;

import dev.halcyon.protocol.UserProblem;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
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
  private final WordsAndActs body;

  public ProblemBanner(Kit kit) {
    this.kit = kit;
    getStyleClass().add("problem");
    setAccessibleRole(AccessibleRole.TEXT);
    happened.getStyleClass().add("problem-happened");
    happened.setWrapText(true);
    remedy.setWrapText(true);
    code.getStyleClass().add("caption");
    VBox words = new VBox(happened, remedy, code);
    words.getStyleClass().add("problem-words");
    body = new WordsAndActs(words);
    HBox.setHgrow(body, Priority.ALWAYS);
    getChildren().setAll(Kit.styled(Kit.icon(Feather.ALERT_CIRCLE), "problem-icon"), body);
    hide();
  }

  /** Shows a problem with a way to try again, or none. */
  public void show(UserProblem problem, Optional<Runnable> retry) {
    show(problem, retry, Optional.empty());
  }

  /** Like {@link #show}, with a button that hides it. */
  public void showDismissable(UserProblem problem, Optional<Runnable> retry) {
    show(problem, retry, Optional.of(this::hide));
  }

  /** Shows a problem with a way to try again and a way to put it away, each where there is one. */
  public void show(UserProblem problem, Optional<Runnable> retry, Optional<Runnable> dismiss) {
    happened.setText(kit.words().happened(problem.code(), String.valueOf(problem.getMessage())));
    remedy.setText(kit.words().remedy(problem.code(), problem.remedy()));
    code.setText(problem.code());
    List<Button> acts = new ArrayList<>();
    retry.ifPresent(again -> acts.add(kit.button("state.retry", again)));
    dismiss.ifPresent(away -> acts.add(kit.button("problem.dismiss", away)));
    body.setActs(acts);
    setAccessibleText(kit.words().say("problem.access", happened.getText(), remedy.getText()));
    setVisible(true);
    setManaged(true);
  }

  /** Puts it away. */
  public void hide() {
    setVisible(false);
    setManaged(false);
    setAccessibleText("");
  }
}
