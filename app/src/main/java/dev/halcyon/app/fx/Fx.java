package dev.halcyon.app.fx;

import java.util.concurrent.Callable;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import javafx.animation.AnimationTimer;
import javafx.animation.KeyFrame;
import javafx.animation.Timeline;
import javafx.application.Platform;
import javafx.util.Duration;
import javafx.util.Subscription;

/**
 * The one gate to the JavaFX thread; nothing else in the workbench calls {@code Platform.runLater}.
 * Every method may be called from any thread.
 */
public final class Fx {
  private Fx() {}

  /**
   * Starts JavaFX without a window, for programs that render off-stage; harmless when it runs
   * already. Blocks until it is up.
   */
  public static void startToolkit() {
    CompletableFuture<Boolean> up = new CompletableFuture<>();
    try {
      Platform.startup(() -> up.complete(true));
    } catch (IllegalStateException _) {
      up.complete(true);
    }
    Platform.setImplicitExit(false);
    up.join();
  }

  /** Ends JavaFX, and with it every window. */
  public static void exit() {
    Platform.exit();
  }

  /** Runs it on the JavaFX thread: at once when already there, else as soon as that is free. */
  public static void run(Runnable action) {
    if (Platform.isFxApplicationThread()) {
      action.run();
    } else {
      Platform.runLater(action);
    }
  }

  /** Runs it on the JavaFX thread at the start of the next frame, after this event is done. */
  public static void nextPulse(Runnable action) {
    run(
        () ->
            new AnimationTimer() {
              @Override
              public void handle(long now) {
                stop();
                action.run();
              }
            }.start());
  }

  /** Computes something on the JavaFX thread and hands the result, or the failure, back. */
  public static <T> CompletionStage<T> onFx(Callable<T> work) {
    CompletableFuture<T> result = new CompletableFuture<>();
    run(
        () -> {
          try {
            result.complete(work.call());
          } catch (Throwable t) {
            // Also an Error: whoever waits for the answer would wait for ever.
            result.completeExceptionally(t);
          }
        });
    return result;
  }

  /** Whether the caller is on the JavaFX thread, for guards against blocking it. */
  public static boolean isFxThread() {
    return Platform.isFxApplicationThread();
  }

  /**
   * Refuses to go on when on the JavaFX thread. Called by whatever is about to wait for a disk, a
   * network or another process, so that a window that would freeze fails loudly instead.
   *
   * @throws IllegalStateException on the JavaFX thread
   */
  public static void mustNotBlock(String what) {
    if (Platform.isFxApplicationThread()) {
      throw new IllegalStateException(what + " would block the JavaFX thread; use Background");
    }
  }

  /** Runs it on the JavaFX thread at a steady pace until unsubscribed. */
  public static Subscription every(java.time.Duration pace, Runnable action) {
    Timeline timeline =
        new Timeline(new KeyFrame(Duration.millis(pace.toMillis()), _ -> action.run()));
    timeline.setCycleCount(Timeline.INDEFINITE);
    run(timeline::play);
    return () -> run(timeline::stop);
  }

  /** Runs it once on the JavaFX thread after a delay, unless unsubscribed before. */
  public static Subscription after(java.time.Duration delay, Runnable action) {
    Timeline timeline =
        new Timeline(new KeyFrame(Duration.millis(delay.toMillis()), _ -> action.run()));
    run(timeline::play);
    return () -> run(timeline::stop);
  }
}
