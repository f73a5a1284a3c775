package dev.halcyon.app;

import static org.assertj.core.api.Assertions.assertThat;

import dev.halcyon.app.fx.OnFxThread;
import java.util.List;
import java.util.Set;
import javafx.css.PseudoClass;
import javafx.event.Event;
import javafx.event.EventType;
import javafx.scene.Node;
import javafx.scene.control.Hyperlink;
import javafx.scene.input.MouseButton;
import javafx.scene.input.MouseEvent;
import javafx.stage.Stage;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** Boxes over a picture, the links beside it and the argument, each lighting the others. */
@ExtendWith(OnFxThread.class)
class FoundOnScreenTest {
  private static final PseudoClass LIT = PseudoClass.getPseudoClass("lit");

  private DeskScene scene;

  @BeforeEach
  void open() {
    scene =
        new DeskScene(
            new DeskModel(List.of(Cases.picture())),
            _ -> {
              throw new AssertionError("nobody looks");
            },
            _ -> {
              throw new AssertionError("no rescan");
            },
            1440,
            900);
    scene.wired.review().openNext();
    scene.layout();
  }

  private Set<Node> all(String selector) {
    return scene.scene.getRoot().lookupAll(selector);
  }

  private Hyperlink link(String words) {
    return all(".found-bar .moment-link").stream()
        .map(Hyperlink.class::cast)
        .filter(link -> link.getText().contains(words))
        .findFirst()
        .orElseThrow();
  }

  private static boolean isLit(Node node) {
    return node.getPseudoClassStates().contains(LIT);
  }

  private static void mouse(Node node, EventType<MouseEvent> type) {
    Event.fireEvent(
        node,
        new MouseEvent(
            type,
            1,
            1,
            1,
            1,
            MouseButton.NONE,
            0,
            false,
            false,
            false,
            false,
            false,
            false,
            false,
            false,
            false,
            true,
            null));
  }

  @Test
  void readTextAndObjectsAreShownOnRequestAlone() {
    assertThat(all(".spot")).as("what the argument points at").hasSize(1);
    assertThat(all(".found-bar .moment-link")).isEmpty();
    scene.press("media.found");
    assertThat(all(".spot")).hasSize(2);
    assertThat(link("knife").getText()).isEqualTo("1 · knife");
    assertThat(link("geschliffen").getText()).isEqualTo("Text: frisch geschliffen");
    scene.press("media.found");
    assertThat(all(".spot")).hasSize(1);
    assertThat(all(".found-bar .moment-link")).isEmpty();
  }

  @Test
  void aLinkUnderThePointerLightsItsBoxAndItsStep() {
    scene.press("media.found");
    mouse(link("knife"), MouseEvent.MOUSE_ENTERED);
    assertThat(scene.wired.lit().get()).isEqualTo(1);
    assertThat(all(".spot").stream().filter(FoundOnScreenTest::isLit)).hasSize(1);
    mouse(link("knife"), MouseEvent.MOUSE_EXITED);
    assertThat(scene.wired.lit().get()).isZero();
    mouse(link("geschliffen"), MouseEvent.MOUSE_ENTERED);
    assertThat(scene.wired.lit().get()).as("no step points at it").isZero();
    assertThat(all(".spot").stream().filter(FoundOnScreenTest::isLit)).hasSize(1);
  }

  @Test
  void aLinkWithTheKeyboardLightsItsBoxToo() {
    scene.press("media.found");
    assertThat(link("knife").isFocusTraversable()).isTrue();
    Stage stage = new Stage();
    stage.setScene(scene.scene);
    stage.show();
    link("knife").requestFocus();
    stage.requestFocus();
    OnFxThread.await("the link has the keyboard", () -> link("knife").isFocused());
    assertThat(scene.wired.lit().get()).isEqualTo(1);
    assertThat(all(".spot").stream().filter(FoundOnScreenTest::isLit)).hasSize(1);
    stage.close();
  }

  @Test
  void aBoxUnderThePointerLightsItsStepAndALitStepItsBox() {
    Node box = all(".spot").iterator().next();
    mouse(box, MouseEvent.MOUSE_ENTERED);
    assertThat(scene.wired.lit().get()).isEqualTo(1);
    assertThat(isLit(scene.find(".step"))).as("the step in the argument").isTrue();
    mouse(box, MouseEvent.MOUSE_EXITED);
    assertThat(isLit(box)).isFalse();
    scene.wired.lit().set(1);
    assertThat(isLit(box)).isTrue();
  }

  @Test
  void theNextCaseShowsNothingUnasked() {
    scene.press("media.found");
    scene.wired.media().show(Cases.picture(), true);
    assertThat(scene.wired.media().allFound().get()).isFalse();
  }
}
