package dev.halcyon.app;

import dev.halcyon.app.command.Keymap;
import dev.halcyon.app.fx.Background;
import dev.halcyon.app.kit.Kit;
import dev.halcyon.app.kit.Look;
import dev.halcyon.app.kit.Now;
import dev.halcyon.app.kit.Words;
import dev.halcyon.app.queue.QueueRehearsal;
import java.time.Clock;
import java.util.List;
import javafx.scene.Scene;
import javafx.scene.layout.StackPane;

/**
 * Lays the first screen of a session out where nobody sees it, in the background while somebody
 * signs in: what the Java machine and JavaFX do but once (loading classes, reading style rules,
 * measuring fonts, compiling) is done then, and not in the frame that shows the screen. Safe for
 * any thread.
 */
final class Rehearsal {
  /** Once loads the classes; the rest is until what is done for each row is compiled. */
  private static final int TIMES = 6;

  private volatile boolean over;

  private Rehearsal() {}

  /**
   * Begins; on the JavaFX thread, once the window stands.
   *
   * @param shown the window's scene, whose style sheets it takes
   */
  static Rehearsal begin(Scene shown, Words words, Look look, Background background) {
    Rehearsal rehearsal = new Rehearsal();
    List<String> sheets = List.copyOf(shown.getStylesheets());
    List<String> styles = List.copyOf(shown.getRoot().getStyleClass());
    String base = shown.getUserAgentStylesheet();
    double width = shown.getWidth();
    double height = shown.getHeight();
    background
        .compute(
            words.say("workday.starting"),
            () -> {
              words.warm();
              for (int time = 0; time < TIMES && !rehearsal.over; time++) {
                Kit own = new Kit(words, new Now(Clock.systemDefaultZone()), new Keymap());
                StackPane root = new StackPane(QueueRehearsal.screen(own, look, background));
                root.getStyleClass().setAll(styles);
                Scene unseen = new Scene(root, width, height);
                unseen.setUserAgentStylesheet(base);
                unseen.getStylesheets().setAll(sheets);
                root.applyCss();
                root.layout();
              }
              return true;
            })
        .then(_ -> {})
        .fail(_ -> {}); // the first screen is made without, then
    return rehearsal;
  }

  /** Ends it with what is under way: the real screen is made. */
  void end() {
    over = true;
  }
}
