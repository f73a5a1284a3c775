package dev.halcyon.app.signin;

import dev.halcyon.app.kit.Kit;
import dev.halcyon.app.kit.ProblemBanner;
import dev.halcyon.protocol.UserProblem;
import java.util.Optional;
import javafx.beans.property.StringProperty;
import javafx.beans.value.ObservableValue;
import javafx.geometry.Pos;
import javafx.scene.AccessibleRole;
import javafx.scene.control.Button;
import javafx.scene.control.Label;
import javafx.scene.control.PasswordField;
import javafx.scene.control.TextField;
import javafx.scene.layout.Region;
import javafx.scene.layout.StackPane;
import javafx.scene.layout.VBox;

/** The sign-in form, in the middle of an empty page. Used on the JavaFX thread. */
public final class SignInView {
  private final StackPane root = new StackPane();
  private final TextField account = new TextField();
  private final PasswordField password = new PasswordField();

  public SignInView(Kit kit, SignInViewModel<?> model) {
    TextField server = new TextField();
    ObservableValue<Boolean> busy = model.state().map(SignInState::busy);
    ProblemBanner problem = new ProblemBanner(kit);
    model
        .state()
        .subscribe(
            state -> state.problem().ifPresentOrElse(p -> failed(problem, p), problem::hide));
    Button enter = kit.button("signin.enter", model::signIn);
    enter.getStyleClass().add("primary");
    enter.setDefaultButton(true);
    enter.setMaxWidth(Double.MAX_VALUE);
    enter.disableProperty().bind(busy);
    Label status = kit.label("muted", busy.map(b -> b ? kit.words().say("signin.busy") : ""));
    status.managedProperty().bind(busy);
    Label lead = kit.say("muted", "signin.lead");
    lead.setWrapText(true);
    VBox form =
        Kit.styled(
            new VBox(
                kit.say("title", "signin.title"),
                lead,
                field(kit, "signin.server", server, model.server(), busy),
                field(kit, "signin.account", account, model.account(), busy),
                field(kit, "signin.password", password, model.password(), busy),
                problem,
                enter,
                status),
            "card",
            "sign-in");
    form.setMaxHeight(Region.USE_PREF_SIZE);
    form.setAccessibleRole(AccessibleRole.PARENT);
    root.getChildren().setAll(form);
    root.getStyleClass().add("page");
    root.setAlignment(Pos.CENTER);
  }

  private static VBox field(
      Kit kit, String key, TextField input, StringProperty value, ObservableValue<Boolean> busy) {
    Label label = kit.say("section", key);
    label.setLabelFor(input);
    input.setAccessibleText(kit.words().say(key));
    input.textProperty().bindBidirectional(value);
    // Off fields would lose the cursor, and with it the next key; these only stand still.
    input.editableProperty().bind(busy.map(under -> !under));
    return Kit.styled(new VBox(label, input), "field");
  }

  /** Says why it failed, and puts the cursor where the next try begins before any other key. */
  private void failed(ProblemBanner banner, UserProblem why) {
    banner.show(why, Optional.empty());
    focus();
  }

  /** The root. */
  public StackPane node() {
    return root;
  }

  /** Puts the cursor where something is missing; keys typed from now on arrive there. */
  public void focus() {
    // Fields and the default key work from their skins, which would else come with the next frame.
    root.applyCss();
    (account.getText().isEmpty() ? account : password).requestFocus();
  }
}
