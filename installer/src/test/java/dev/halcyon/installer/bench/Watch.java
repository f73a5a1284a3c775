package dev.halcyon.installer.bench;

import dev.halcyon.client.desk.LoadedCase;
import java.lang.management.ManagementFactory;
import java.lang.management.ThreadMXBean;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.stream.Stream;
import javafx.animation.AnimationTimer;
import javafx.scene.input.KeyCode;

/**
 * Watches the frames after one decision's key until the next case stands there whole, or, when none
 * is loaded, until the desk says so. Counts the processor time of the JavaFX thread, without that
 * of looking. JavaFX thread only.
 */
final class Watch extends AnimationTimer {
  private static final ThreadMXBean THREADS = ManagementFactory.getThreadMXBean();
  private static final String[] WORDS_OF_NOTHING = {
    "review.clear", "review.loading", "review.start", "review.offline"
  };

  private final DeskWindow window;
  private final UUID decided;
  private final boolean loadedAhead;
  private final CompletableFuture<Seen> seen;
  private final Runnable laidOut = this::look;
  private long begun;
  private long frame;
  private long looking;
  private long worst;
  private int pulses;
  private int whole;
  private boolean early;
  private boolean appeared;

  /**
   * What was seen of one decision.
   *
   * @param pulses frames from the key to the next case whole, or to the words that there is none
   * @param fxMillis processor time until the end of that frame
   * @param worstFrame longest of these frames, of the same time
   * @param early whether the case stood in a frame with something of it missing
   */
  record Seen(int pulses, double fxMillis, double worstFrame, boolean early) {}

  Watch(DeskWindow window, UUID decided, boolean loadedAhead, CompletableFuture<Seen> seen) {
    this.window = window;
    this.decided = decided;
    this.loadedAhead = loadedAhead;
    this.seen = seen;
  }

  /** Presses the key that allows the case and follows what comes of it. */
  void decide() {
    window.scene().addPostLayoutPulseListener(laidOut);
    start();
    begun = THREADS.getCurrentThreadCpuTime();
    frame = begun;
    window.press(KeyCode.A);
  }

  @Override
  public void handle(long now) {
    long time = THREADS.getCurrentThreadCpuTime() - looking;
    worst = Math.max(worst, time - frame);
    frame = time;
    if (whole > 0) {
      stop();
      window.scene().removePostLayoutPulseListener(laidOut);
      seen.complete(new Seen(whole, millis(time - begun), millis(worst), early));
    }
  }

  private static double millis(long nanos) {
    return nanos / 1e6;
  }

  private void look() {
    long from = THREADS.getCurrentThreadCpuTime();
    pulses++;
    if (whole == 0 && isWhole()) {
      whole = pulses;
    }
    looking += THREADS.getCurrentThreadCpuTime() - from;
  }

  private boolean isWhole() {
    Optional<UUID> shown = window.shown();
    if (shown.isEmpty()) {
      return !loadedAhead
          && Stream.of(WORDS_OF_NOTHING).anyMatch(key -> window.says(DeskWindow.WORDS.say(key)));
    }
    if (shown.get().equals(decided)) {
      return false;
    }
    boolean complete = window.known(shown.get()).filter(this::isComplete).isPresent();
    if (!appeared && !complete) {
      early = true;
      System.err.println("early: " + window.explain(shown.get()));
    }
    appeared = true;
    return complete;
  }

  private boolean isComplete(LoadedCase loaded) {
    return DeskWindow.isComplete(loaded) && window.picturesStand(loaded);
  }
}
