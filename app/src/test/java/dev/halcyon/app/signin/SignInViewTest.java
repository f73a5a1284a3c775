package dev.halcyon.app.signin;

import static org.assertj.core.api.Assertions.assertThat;

import dev.halcyon.app.fx.Background;
import dev.halcyon.app.fx.Direct;
import dev.halcyon.app.fx.LaterLane;
import dev.halcyon.app.fx.OnFxThread;
import dev.halcyon.app.kit.Kit;
import dev.halcyon.app.kit.Look;
import dev.halcyon.app.kit.Now;
import dev.halcyon.app.kit.ProblemBanner;
import dev.halcyon.app.kit.Theme;
import dev.halcyon.app.kit.Words;
import dev.halcyon.protocol.UserProblem;
import java.time.Clock;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import javafx.event.Event;
import javafx.event.EventType;
import javafx.scene.AccessibleRole;
import javafx.scene.Scene;
import javafx.scene.control.Button;
import javafx.scene.control.PasswordField;
import javafx.scene.control.TextField;
import javafx.scene.input.KeyCode;
import javafx.scene.input.KeyEvent;
import javafx.stage.Stage;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

@ExtendWith(OnFxThread.class)
class SignInViewTest {
  private final Words words = Words.in(Locale.ENGLISH);
  private final List<String> entered = new ArrayList<>();
  private final SignInViewModel<String> model =
      new SignInViewModel<>(
          Direct.background(), words, (server, account, password) -> account, entered::add);
  private Stage stage;
  private SignInView view;

  @BeforeEach
  void show() {
    view = new SignInView(new Kit(words, new Now(Clock.systemUTC())), model);
    stage = OnFxThread.show(view.node(), 800, 700);
    Theme.apply(stage.getScene(), Look.DEFAULT);
  }

  @AfterEach
  void hide() {
    stage.hide();
  }

  @Test
  void everyFieldHasARoleAndAName() {
    List<TextField> fields =
        view.node().lookupAll(".text-field").stream().map(TextField.class::cast).toList();
    assertThat(fields)
        .extracting(TextField::getAccessibleText)
        .containsExactly("Server address", "Account", "Password");
    assertThat(fields.get(2)).isInstanceOf(PasswordField.class);
    assertThat(fields.get(2).getAccessibleRole()).isEqualTo(AccessibleRole.PASSWORD_FIELD);
    Button enter = (Button) view.node().lookup(".primary");
    assertThat(enter.getAccessibleRole()).isEqualTo(AccessibleRole.BUTTON);
    assertThat(enter.getAccessibleText()).isEqualTo("Sign in");
  }

  @Test
  void typingAndPressingTheButtonSignsIn() {
    model.server().set("https://halcyon.example.org");
    ((TextField) view.node().lookupAll(".text-field").toArray()[1]).setText("ana");
    ((PasswordField) view.node().lookup(".password-field")).setText("s3cret");
    ((Button) view.node().lookup(".primary")).fire();
    assertThat(entered).containsExactly("ana");
  }

  @Test
  void afterARefusalTheVeryNextKeysReachThePassword() {
    LaterLane server = new LaterLane();
    List<String> tried = new ArrayList<>();
    SignInViewModel<String> slow =
        new SignInViewModel<>(
            new Background(
                server, server, Runnable::run, (title, e) -> new UserProblem("x", title, "", e)),
            words,
            (address, account, password) -> {
              tried.add(password);
              if (tried.size() == 1) {
                throw new UserProblem("auth.failed", "They do not fit.", "Check both.");
              }
              return account;
            },
            entered::add);
    slow.server().set("https://halcyon.example.org");
    slow.account().set("ana");
    SignInView form = new SignInView(new Kit(words, new Now(Clock.systemUTC())), slow);
    stage.getScene().setRoot(form.node());
    form.focus();
    type(form, "wrong");
    assertThat(tried).isEmpty();
    type(form, "while it is under way");
    server.runAll();
    type(form, "right");
    server.runAll();
    assertThat(tried).containsExactly("wrong", "right");
    assertThat(entered).containsExactly("ana");
  }

  /** Keys as they come in: each goes to whatever has the cursor at that moment. */
  private void type(SignInView form, String secret) {
    Scene scene = form.node().getScene();
    for (char each : secret.toCharArray()) {
      key(scene, KeyEvent.KEY_TYPED, String.valueOf(each), KeyCode.UNDEFINED);
    }
    key(scene, KeyEvent.KEY_PRESSED, "", KeyCode.ENTER);
    key(scene, KeyEvent.KEY_RELEASED, "", KeyCode.ENTER);
  }

  private static void key(Scene scene, EventType<KeyEvent> type, String typed, KeyCode code) {
    Event.fireEvent(
        scene.getFocusOwner() == null ? scene : scene.getFocusOwner(),
        new KeyEvent(type, typed, "", code, false, false, false, false));
  }

  @Test
  void aProblemIsShownWithItsRemedyAndReadAloud() {
    model.explain(
        new UserProblem("network.unreachable", "No server answers.", "Check the address."));
    ProblemBanner banner = (ProblemBanner) view.node().lookup(".problem");
    assertThat(banner.isVisible()).isTrue();
    assertThat(banner.getAccessibleText())
        .as("a problem of every day, in the reader's language")
        .contains("The sync server cannot be reached.")
        .contains("Check the network");
    model.explain(new UserProblem("other.code", "It is another.", "Do this."));
    assertThat(banner.getAccessibleText()).contains("It is another.").contains("Do this.");
  }
}
