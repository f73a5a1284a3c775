package dev.halcyon.app.shell;

import static org.assertj.core.api.Assertions.assertThat;

import dev.halcyon.app.command.Command;
import dev.halcyon.app.command.CommandRegistry;
import dev.halcyon.app.command.KeyDispatch;
import dev.halcyon.app.fx.OnFxThread;
import dev.halcyon.app.kit.Keys;
import dev.halcyon.app.kit.Look;
import dev.halcyon.app.kit.ProblemBanner;
import dev.halcyon.app.kit.Theme;
import dev.halcyon.app.testing.Cases;
import dev.halcyon.app.testing.Desks;
import dev.halcyon.client.Connection;
import dev.halcyon.protocol.UserProblem;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import javafx.event.Event;
import javafx.scene.AccessibleRole;
import javafx.scene.Node;
import javafx.scene.control.Button;
import javafx.scene.control.Label;
import javafx.scene.control.TextField;
import javafx.scene.input.KeyCode;
import javafx.scene.input.KeyEvent;
import javafx.stage.Stage;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.kordamp.ikonli.feather.Feather;

@ExtendWith(OnFxThread.class)
class FrameViewTest {
  private final Desks desks = new Desks();
  private final List<String> told = new ArrayList<>();
  private final CommandRegistry registry = new CommandRegistry();
  private FrameView frame;
  private FrameViewModel model;
  private Stage stage;

  /** A screen that writes down what the frame tells it. */
  private final class Told implements Screen {
    private final String id;
    private final Button node;

    Told(String id) {
      this.id = id;
      this.node = new Button(id);
    }

    @Override
    public String id() {
      return id;
    }

    @Override
    public Node node() {
      return node;
    }

    @Override
    public void shown() {
      told.add(id + " shown");
    }

    @Override
    public void hidden() {
      told.add(id + " hidden");
    }

    @Override
    public List<Command> commands() {
      return List.of(
          new Command(
              id + ".open",
              Optional.of(Keys.of(KeyCode.O)),
              "Open",
              "Open it. " + "There is much to say of this. ".repeat(8),
              "Open",
              () -> told.add(id + " opened"),
              Optional.empty(),
              Command.always()));
    }
  }

  @BeforeEach
  void show() {
    model = new FrameViewModel(Cases.ANA, desks.watch, desks.words, desks.kit.now());
    frame =
        new FrameView(
            desks.kit,
            model,
            registry,
            List.of(
                new Place(new Told("queue"), Feather.INBOX, Keys.shortcut(KeyCode.DIGIT1), false),
                new Place(
                    new Told("settings"), Feather.SETTINGS, Keys.shortcut(KeyCode.COMMA), true)));
    stage = OnFxThread.show(frame.node(), 1000, 800);
    Theme.apply(stage.getScene(), Look.DEFAULT);
    KeyDispatch.install(stage.getScene(), registry);
    frame.show("queue");
  }

  @AfterEach
  void hide() {
    frame.close();
    model.close();
    stage.hide();
  }

  private void press(KeyCode code, boolean control) {
    Node focus = stage.getScene().getFocusOwner();
    Event.fireEvent(
        focus == null ? frame.node() : focus,
        new KeyEvent(KeyEvent.KEY_PRESSED, "", "", code, false, control, false, false));
  }

  private void type(String character) {
    Event.fireEvent(
        frame.node(),
        new KeyEvent(
            KeyEvent.KEY_TYPED, character, "", KeyCode.UNDEFINED, false, false, false, false));
  }

  private OverlayPane palette() {
    return (OverlayPane) frame.node().getChildren().get(1);
  }

  private OverlayPane sheet() {
    return (OverlayPane) frame.node().getChildren().get(2);
  }

  @Test
  void theRailIsButtonsWithNamesThoughTheyShowOnlyIcons() {
    assertThat(frame.node().lookupAll(".rail-button"))
        .allSatisfy(
            node -> {
              Button button = (Button) node;
              assertThat(button.getAccessibleRole()).isEqualTo(AccessibleRole.BUTTON);
              assertThat(button.getText()).isEmpty();
              assertThat(button.getGraphic()).isNotNull();
            })
        .extracting(node -> ((Button) node).getAccessibleText())
        .containsExactlyInAnyOrder("Queue", "Settings");
  }

  @Test
  void aKeyChangesTheScreenHidingTheOneBefore() {
    press(KeyCode.COMMA, true);
    assertThat(frame.showing()).isEqualTo("settings");
    assertThat(told).containsExactly("queue shown", "queue hidden", "settings shown");
    press(KeyCode.O, false);
    assertThat(told).last().isEqualTo("settings opened");
  }

  @Test
  void theQuestionMarkShowsEverythingThatCanBeDoneAndEscGoesBack() {
    assertThat(sheet().isVisible()).isFalse();
    type("?");
    assertThat(sheet().isVisible()).isTrue();
    assertThat(sheet().lookup(".overlay-panel").getAccessibleRole())
        .isEqualTo(AccessibleRole.DIALOG);
    press(KeyCode.O, false);
    assertThat(told).as("the screen behind answers no keys").doesNotContain("queue opened");
    press(KeyCode.ESCAPE, false);
    assertThat(sheet().isVisible()).isFalse();
    press(KeyCode.O, false);
    assertThat(told).contains("queue opened");
  }

  @Test
  void theKeyOfAnActionStaysInSightBesideALongSentence() {
    type("?");
    stage.getScene().getRoot().applyCss();
    stage.getScene().getRoot().layout();
    Node list = sheet().lookup(".scroll-pane");
    double right = list.localToScene(list.getLayoutBounds()).getMaxX();
    assertThat(list.lookupAll(".key-cap"))
        .isNotEmpty()
        .allSatisfy(
            key ->
                assertThat(key.localToScene(key.getLayoutBounds()).getMaxX())
                    .isLessThanOrEqualTo(right));
  }

  @Test
  void typingFindsAnActionAndEnterDoesIt() {
    press(KeyCode.K, true);
    TextField search = (TextField) palette().lookup(".text-field");
    assertThat(search.getAccessibleText()).isEqualTo("Action, queue, case or clause");
    search.setText("looks and behaves");
    Event.fireEvent(
        search,
        new KeyEvent(KeyEvent.KEY_PRESSED, "", "", KeyCode.ENTER, false, false, false, false));
    assertThat(frame.showing()).isEqualTo("settings");
    assertThat(palette().isVisible()).isFalse();
  }

  @Test
  void theKeyboardStaysInWhatLiesOverTheScreenAndGoesBackAfterwards() {
    Node before = stage.getScene().getFocusOwner();
    press(KeyCode.K, true);
    Node search = palette().lookup(".text-field");
    assertThat(stage.getScene().getFocusOwner()).isSameAs(search);
    frame.node().lookup(".rail-button").requestFocus();
    assertThat(stage.getScene().getFocusOwner()).as("Tab cannot leave it").isSameAs(search);
    press(KeyCode.ESCAPE, false);
    assertThat(stage.getScene().getFocusOwner()).isSameAs(before);
  }

  @Test
  void f6GoesFromPartToPartAndBack() {
    Node screen = stage.getScene().getFocusOwner();
    press(KeyCode.F6, false);
    Node other = stage.getScene().getFocusOwner();
    assertThat(other).isNotSameAs(screen);
    assertThat(other.getStyleClass()).contains("rail-button");
    press(KeyCode.F6, false);
    assertThat(stage.getScene().getFocusOwner()).isSameAs(screen);
  }

  @Test
  void theKeysStandInTheirGroups() {
    type("?");
    assertThat(sheet().lookupAll(".key-group > .section"))
        .extracting(node -> ((Label) node).getText())
        .containsExactlyInAnyOrder("Queue", "Go to", "Everywhere");
    assertThat(stage.getScene().getFocusOwner()).isSameAs(sheet().lookup(".scroll-pane"));
  }

  @Test
  void theTopBarSaysCountsConnectionAndWhoseDeskItIs() {
    assertThat(frame.node().lookupAll(".priority"))
        .extracting(node -> node.getAccessibleText())
        .containsExactlyInAnyOrder("P0, critical 2", "P1, high 15", "P2, normal 310");
    assertThat(((Label) frame.node().lookup(".connection")).getText()).isEqualTo("synced");
    assertThat(frame.node().lookup(".initials").getAccessibleText()).isEqualTo("Ana Bell");
  }

  @Test
  void aProblemStaysUntilItIsPutAway() {
    frame.problem(new UserProblem("x", "It failed.", "Do that."), Optional.empty());
    ProblemBanner banner = (ProblemBanner) frame.node().lookup(".problem");
    assertThat(banner.isVisible()).isTrue();
    ((Button) banner.lookup(".button")).fire();
    assertThat(banner.isVisible()).isFalse();
    assertThat(banner.isManaged()).as("it leaves no gap").isFalse();
  }

  @Test
  void thatTheServerIsAwayIsSaidOnce() {
    UserProblem gone = new UserProblem("network.unreachable", "No answer from 10.0.0.1.", "Wait.");
    ProblemBanner banner = (ProblemBanner) frame.node().lookup(".problem");
    frame.problem(gone, Optional.empty());
    assertThat(banner.isVisible()).as("before the line says it").isTrue();
    assertThat(((Label) banner.lookup(".problem-happened")).getText())
        .as("in the reader's words")
        .isEqualTo("The sync server cannot be reached.");
    desks.watch.connectionChanged(
        new Connection.Offline(gone.problem(), Cases.NOON.plusSeconds(30)));
    assertThat(banner.isVisible()).isFalse();
    frame.problem(gone, Optional.empty());
    assertThat(banner.isVisible()).isFalse();
    frame.problem(new UserProblem("x", "It failed.", "Do that."), Optional.empty());
    assertThat(banner.isVisible()).as("another problem").isTrue();
    desks.watch.connectionChanged(new Connection.Online());
    desks.watch.connectionChanged(
        new Connection.Offline(gone.problem(), Cases.NOON.plusSeconds(30)));
    assertThat(banner.isVisible()).as("stays until it is put away").isTrue();
  }

  @Test
  void closingHidesTheScreenThatShows() {
    frame.close();
    assertThat(told).containsExactly("queue shown", "queue hidden");
  }
}
