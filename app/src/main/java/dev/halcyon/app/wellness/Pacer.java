package dev.halcyon.app.wellness;

import dev.halcyon.app.fx.Fx;
import dev.halcyon.app.kit.Kit;
import dev.halcyon.app.kit.Motion;
import java.time.Duration;
import java.util.function.LongSupplier;
import javafx.geometry.Pos;
import javafx.scene.AccessibleRole;
import javafx.scene.control.Label;
import javafx.scene.layout.StackPane;
import javafx.scene.layout.VBox;
import javafx.scene.shape.Circle;
import javafx.util.Subscription;

/**
 * Paces the breath: four seconds in, six out, as a ring that widens and narrows and in words. With
 * less motion the ring stands still and the words alone change. Used on the JavaFX thread.
 */
final class Pacer extends VBox {
  private static final Duration FRAME = Duration.ofMillis(50);
  private static final double IN_SECONDS = 4;
  private static final double OUT_SECONDS = 6;
  private static final double LEAST = 28;
  private static final double MOST = 56;

  private final LongSupplier nanos;
  private final Circle ring = Kit.styled(new Circle((LEAST + MOST) / 2), "pacer-ring");
  private final Label words;
  private final String in;
  private final String out;
  private Subscription running = Subscription.EMPTY;
  private long began;

  Pacer(Kit kit, LongSupplier nanos) {
    this.nanos = nanos;
    this.in = kit.words().say("break.breathe_in");
    this.out = kit.words().say("break.breathe_out");
    this.words = kit.label("section", in);
    StackPane room = new StackPane(ring);
    room.setMinSize(2 * MOST, 2 * MOST);
    room.setAccessibleRole(AccessibleRole.IMAGE_VIEW);
    room.setAccessibleText(kit.words().say("break.pacer"));
    setAlignment(Pos.CENTER);
    getStyleClass().add("pacer");
    getChildren().setAll(room, words);
    shows(false);
  }

  /** Begins, or ends and takes no room. */
  void shows(boolean now) {
    running.unsubscribe();
    setVisible(now);
    setManaged(now);
    if (now) {
      began = nanos.getAsLong();
      draw();
      running = Fx.every(FRAME, this::draw);
    }
  }

  private void draw() {
    double at = (nanos.getAsLong() - began) / 1e9 % (IN_SECONDS + OUT_SECONDS);
    boolean breathingIn = at < IN_SECONDS;
    String said = breathingIn ? in : out;
    if (!said.equals(words.getText())) {
      words.setText(said);
    }
    if (Motion.allowed(this)) {
      ring.setRadius(LEAST + width(at) * (MOST - LEAST));
    }
  }

  /** How wide the ring is after so many seconds of a breath, 0..1, without a jerk at the turns. */
  static double width(double seconds) {
    double part =
        seconds < IN_SECONDS ? seconds / IN_SECONDS : 1 - (seconds - IN_SECONDS) / OUT_SECONDS;
    return (1 - Math.cos(Math.PI * part)) / 2;
  }
}
