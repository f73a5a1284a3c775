package dev.halcyon.app.bench;

import dev.halcyon.app.Cases;
import dev.halcyon.app.DeskModel;
import dev.halcyon.app.DeskScene;
import dev.halcyon.app.fx.Fx;
import dev.halcyon.client.desk.LoadedCase;
import java.lang.management.ManagementFactory;
import java.lang.management.ThreadMXBean;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import javafx.animation.AnimationTimer;
import javafx.scene.control.ListView;
import javafx.stage.Stage;

/**
 * A text of 1,000,000 characters on the review desk, on the Headless platform: processor time of
 * the JavaFX thread from each act to the end of the frame that shows it, and of the longest single
 * frame. Prints {@code figure long-text.<act> <ms> ms} and {@code figure
 * long-text.<act>.longest-frame <ms> ms}, the worst of {@value #TIMES} after the first, which is
 * printed by itself.
 */
public final class LongText {
  private static final int CHARACTERS = 1_000_000;
  private static final int TIMES = 5;
  private static final ThreadMXBean THREADS = ManagementFactory.getThreadMXBean();

  private final LoadedCase usual = Cases.text();
  private final LoadedCase longOne = Cases.longText(CHARACTERS);
  private final DeskModel desk = new DeskModel(List.of(usual, longOne));
  private final DeskScene scene;
  private final List<Took> took = new ArrayList<>();

  private record Took(String name, double total, double frame) {}

  private LongText() {
    scene =
        new DeskScene(
            desk,
            _ -> {
              throw new IllegalStateException("nobody looks at an original here");
            },
            _ -> {
              throw new IllegalStateException("nothing is rescanned here");
            },
            1440,
            900);
    Stage stage = new Stage();
    stage.setScene(scene.scene);
    stage.show();
  }

  public static void main(String[] args) {
    System.setProperty("glass.platform", "Headless");
    System.setProperty("prism.order", "sw");
    Fx.startToolkit();
    try {
      LongText bench = Fx.onFx(LongText::new).toCompletableFuture().join();
      bench.run();
      System.exit(0);
    } catch (RuntimeException e) {
      e.printStackTrace(); // JavaFX's thread would keep the process
      System.exit(1);
    }
  }

  private void run() {
    act("usual-first", () -> desk.open(usual.id()));
    act("open-first", () -> desk.open(longOne.id()));
    for (int time = 0; time < TIMES; time++) {
      act("usual", () -> desk.open(usual.id()));
      act("open", () -> desk.open(longOne.id()));
      act("reveal", () -> scene.press("reasoning.next"));
      act("scroll", () -> list().scrollTo(list().getItems().size() / 2));
    }
    took.stream()
        .map(Took::name)
        .distinct()
        .forEach(
            name -> {
              List<Took> all = took.stream().filter(each -> each.name().equals(name)).toList();
              figure(name, all.stream().mapToDouble(Took::total).max().orElseThrow());
              figure(
                  name + ".longest-frame",
                  all.stream().mapToDouble(Took::frame).max().orElseThrow());
            });
  }

  private ListView<?> list() {
    return (ListView<?>) scene.scene.getRoot().lookup(".long-text");
  }

  private void act(String name, Runnable act) {
    CompletableFuture<Took> end = new CompletableFuture<>();
    Fx.run(
        () -> {
          long begun = THREADS.getCurrentThreadCpuTime();
          try {
            act.run();
          } catch (RuntimeException | AssertionError e) {
            end.completeExceptionally(e);
            return;
          }
          new AnimationTimer() {
            private long frame = begun;
            private double longest;
            private int frames;

            @Override
            public void handle(long now) {
              long time = THREADS.getCurrentThreadCpuTime();
              longest = Math.max(longest, (time - frame) / 1e6);
              frame = time;
              // The second frame has drawn it, the third what it asked for.
              if (++frames == 3) {
                stop();
                end.complete(new Took(name, (time - begun) / 1e6, longest));
              }
            }
          }.start();
        });
    took.add(end.orTimeout(60, TimeUnit.SECONDS).join());
  }

  private static void figure(String name, double millis) {
    System.out.printf(Locale.ROOT, "figure long-text.%s %.1f ms%n", name, millis);
  }
}
