package dev.halcyon.app.tour;

import dev.halcyon.app.fx.Background;
import dev.halcyon.app.fx.Fx;
import dev.halcyon.app.kit.Look;
import dev.halcyon.app.kit.Theme;
import dev.halcyon.protocol.UserProblem;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.BooleanSupplier;
import java.util.function.Supplier;
import javafx.scene.Parent;
import javafx.scene.Scene;
import javafx.scene.image.WritableImage;
import javafx.scene.layout.StackPane;

/**
 * An off-stage scene of the desk's size that is painted light and dark. Its methods are called from
 * a lane, not from the JavaFX thread, and wait for it.
 */
final class Easel {
  private static final double WIDTH = 1440;
  private static final double HEIGHT = 900;
  private static final Duration PATIENCE = Duration.ofSeconds(90);

  private final StackPane host = new StackPane();
  private final Scene scene;
  private final Path folder;
  private final Background background;
  private final Look chosen;
  private final List<Path> pictures = new ArrayList<>();

  /** {@code chosen} is how it is painted, but for light and dark. */
  Easel(Path folder, Background background, Look chosen) {
    this.folder = folder;
    this.chosen = chosen;
    this.background = background;
    this.scene = onFx(() -> new Scene(host, WIDTH, HEIGHT));
    onFx(
        () -> {
          Theme.apply(scene, look(Look.Appearance.LIGHT));
          return scene;
        });
  }

  /** Puts a root up. */
  void hang(Parent root) {
    onFx(() -> host.getChildren().setAll(root));
  }

  /** Paints what hangs there, light and dark. */
  void paint(String name) throws IOException {
    for (Look.Appearance appearance : List.of(Look.Appearance.DARK, Look.Appearance.LIGHT)) {
      onFx(
          () -> {
            Theme.apply(scene, look(appearance));
            return lay();
          });
      pulses(3);
      WritableImage image = onFx(() -> lay().snapshot(null));
      Path file = folder.resolve(name + "-" + appearance.name().toLowerCase(Locale.ROOT) + ".png");
      Png.write(image, file);
      pictures.add(file);
    }
  }

  private Scene lay() {
    scene.getRoot().applyCss();
    scene.getRoot().layout();
    return scene;
  }

  /** What was painted, in order. */
  List<Path> pictures() {
    return List.copyOf(pictures);
  }

  /** Waits until something holds on the JavaFX thread and nothing is being loaded. */
  void until(String what, BooleanSupplier holds) {
    long end = System.nanoTime() + PATIENCE.toNanos();
    int quiet = 0;
    while (quiet < 3) {
      if (System.nanoTime() > end) {
        throw new UserProblem(
            "tour.stuck",
            "The tour waited in vain until " + what + ".",
            "Look at the server's log; run the tour again.");
      }
      pulses(1);
      quiet = onFx(() -> holds.getAsBoolean() && background.running().isEmpty()) ? quiet + 1 : 0;
    }
  }

  /** Lets so many frames pass; off-stage scenes are laid out by hand. */
  private void pulses(int count) {
    for (int i = 0; i < count; i++) {
      CompletableFuture<Boolean> passed = new CompletableFuture<>();
      Fx.nextPulse(
          () -> {
            lay();
            passed.complete(true);
          });
      get(passed);
    }
  }

  /** Does something on the JavaFX thread and waits for it. */
  static <T> T onFx(Supplier<T> work) {
    return get(Fx.onFx(work::get).toCompletableFuture());
  }

  private static <T> T get(CompletableFuture<T> future) {
    try {
      return future.get(PATIENCE.toSeconds(), TimeUnit.SECONDS);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException("the tour was interrupted", e);
    } catch (ExecutionException | TimeoutException e) {
      throw new IllegalStateException("a step of the tour failed", e);
    }
  }

  private Look look(Look.Appearance appearance) {
    return chosen.withAppearance(appearance);
  }
}
