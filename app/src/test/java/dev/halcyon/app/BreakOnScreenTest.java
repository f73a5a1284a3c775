package dev.halcyon.app;

import static org.assertj.core.api.Assertions.assertThat;

import dev.halcyon.app.command.Command;
import dev.halcyon.app.fx.OnFxThread;
import dev.halcyon.app.kit.Look;
import dev.halcyon.app.media.RevealViewModel;
import java.util.Locale;
import javafx.event.Event;
import javafx.scene.Node;
import javafx.scene.input.KeyCode;
import javafx.scene.input.KeyEvent;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** A break by keys: it begins on any screen, and nothing of the work answers while it lasts. */
@ExtendWith(OnFxThread.class)
class BreakOnScreenTest {
  private static Gallery.Hung hang(String name) {
    Gallery.Shot shot =
        Gallery.SHOTS.stream().filter(each -> each.name().equals(name)).findFirst().orElseThrow();
    return Gallery.hang(shot, Look.DEFAULT.withReducedMotion(true), Locale.GERMAN, 1440, 900);
  }

  private static void key(Gallery.Hung hung, KeyCode code, boolean control) {
    Node at = hung.scene.getFocusOwner();
    Event.fireEvent(
        at == null ? hung.scene.getRoot() : at,
        new KeyEvent(KeyEvent.KEY_PRESSED, "", "", code, false, control, false, false));
    hung.layout();
  }

  private static boolean resting(Gallery.Hung hung) {
    return hung.scene.getRoot().lookup(".break-page").isVisible();
  }

  @Test
  void keysBeginAndEndABreakAndNothingElseAnswersMeanwhile() {
    try (Gallery.Hung hung = hang("queue")) {
      assertThat(resting(hung)).isFalse();
      key(hung, KeyCode.B, true);
      assertThat(resting(hung)).isTrue();
      assertThat(hung.registry.active())
          .extracting(Command::id)
          .allSatisfy(id -> assertThat(id).startsWith("break."));
      key(hung, KeyCode.ESCAPE, false);
      assertThat(resting(hung)).as("no slip of a finger ends it").isTrue();
      key(hung, KeyCode.P, true);
      assertThat(hung.scene.getRoot().lookup(".pacer").isVisible()).isTrue();
      key(hung, KeyCode.G, true);
      assertThat(resting(hung)).isFalse();
      assertThat(hung.registry.active()).extracting(Command::id).contains("frame.find");
    }
  }

  @Test
  void whatIsLookedAtIsGoneBeforeTheBreakIsDrawn() {
    try (Gallery.Hung hung = hang("review-looking")) {
      assertThat(hung.wired.media().reveal().state().get())
          .isInstanceOf(RevealViewModel.State.Shown.class);
      key(hung, KeyCode.B, true);
      assertThat(hung.wired.media().reveal().state().get())
          .isInstanceOf(RevealViewModel.State.Hidden.class);
    }
  }
}
