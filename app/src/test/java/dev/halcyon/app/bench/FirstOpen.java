package dev.halcyon.app.bench;

import dev.halcyon.app.HalcyonApp;
import dev.halcyon.app.fx.Background;
import dev.halcyon.app.fx.Fx;
import dev.halcyon.app.kit.Kit;
import dev.halcyon.app.kit.Look;
import dev.halcyon.app.kit.Now;
import dev.halcyon.app.kit.Problems;
import dev.halcyon.app.kit.Words;
import dev.halcyon.app.queue.QueueScreen;
import dev.halcyon.app.queue.QueueViewModel;
import dev.halcyon.app.shell.DeskWatch;
import dev.halcyon.app.testing.Cases;
import dev.halcyon.app.testing.ModelServer;
import dev.halcyon.protocol.Category;
import dev.halcyon.protocol.Priority;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.lang.management.ThreadMXBean;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import java.util.UUID;
import javafx.animation.AnimationTimer;
import javafx.application.Application;
import javafx.beans.property.SimpleObjectProperty;
import javafx.scene.layout.Pane;
import javafx.stage.Stage;

/**
 * The first queue screen of a workbench: started as the launcher does, in a Java machine of its
 * own, with the sign-in form in sight; then the queue takes the form's place. Processor time of the
 * JavaFX thread from making the screen to the end of the frame that shows its first page, and of
 * the longest frame: for who signs in within some seconds, and at once, each with the start-up
 * cache of an earlier start and without. Prints {@code figure queue.first-open.<how> <ms> ms}, the
 * median. {@code --runs N} for other than 5.
 */
public final class FirstOpen {
  private static final String CHILD = "--child";
  private static final Duration AT_THE_FORM = Duration.ofSeconds(3);
  private static final Duration AT_ONCE = Duration.ofMillis(1);

  private FirstOpen() {}

  public static void main(String[] args) throws IOException, InterruptedException {
    if (args.length > 0 && args[0].equals(CHILD)) {
      Timed.pause = Duration.ofMillis(Long.parseLong(args[2]));
      Application.launch(Timed.class, "--data", args[1]);
      return;
    }
    int runs = args.length == 2 && args[0].equals("--runs") ? Integer.parseInt(args[1]) : 5;
    Path folder = Files.createTempDirectory("halcyon-first-open");
    String classPath = Children.classPath(folder);
    Path cache = folder.resolve("workbench.aot");
    start(folder, classPath, List.of("-XX:AOTCacheOutput=" + cache), AT_THE_FORM);
    List<String> cached = List.of("-XX:AOTCache=" + cache);
    Map<String, List<Double>> took = new TreeMap<>();
    for (int run = 0; run < runs; run++) {
      note(took, "", start(folder, classPath, cached, AT_THE_FORM));
      note(took, ".at-once", start(folder, classPath, cached, AT_ONCE));
      note(took, ".without-cache", start(folder, classPath, List.of(), AT_THE_FORM));
      note(took, ".at-once.without-cache", start(folder, classPath, List.of(), AT_ONCE));
      System.out.println("run " + (run + 1) + " of " + runs);
    }
    took.forEach(
        (name, all) ->
            System.out.printf(
                Locale.ROOT,
                "figure queue.first-open%s %.1f ms%n",
                name,
                all.stream().sorted().toList().get(all.size() / 2)));
  }

  private static void note(Map<String, List<Double>> took, String how, double[] times) {
    took.computeIfAbsent(how, _ -> new ArrayList<>()).add(times[0]);
    took.computeIfAbsent(how + ".longest-frame", _ -> new ArrayList<>()).add(times[1]);
  }

  /** Total and longest frame, ms. */
  private static double[] start(Path folder, String classPath, List<String> options, Duration pause)
      throws IOException, InterruptedException {
    String[] said =
        Children.run(
                folder,
                classPath,
                options,
                FirstOpen.class,
                CHILD,
                Files.createTempDirectory(folder, "data").toString(),
                Long.toString(pause.toMillis()))
            .stream()
            .filter(line -> line.startsWith("first-open "))
            .findFirst()
            .orElseThrow(() -> new IOException("no queue was shown"))
            .split(" ");
    return new double[] {Double.parseDouble(said[1]), Double.parseDouble(said[2])};
  }

  /** The real workbench up to its form, and then the queue. */
  public static final class Timed extends HalcyonApp {
    private static Duration pause = AT_ONCE;
    private static final ThreadMXBean THREADS = ManagementFactory.getThreadMXBean();

    @Override
    public void start(Stage stage) {
      super.start(stage);
      Words words = Words.in(Locale.ENGLISH);
      Background background =
          Background.lanes((title, thrown) -> new Problems(words).explain(title, thrown));
      ModelServer server = new ModelServer();
      for (int i = 0; i < 1000; i++) {
        Category category = Category.values()[i % 13];
        server.cases.add(
            Cases.waiting(i, Priority.values()[i % 3], 60 + i, category, "Words of case " + i));
      }
      background
          .run("warm", words::warm) // as signing in does
          .then(
              _ ->
                  Fx.nextPulse(
                      () ->
                          Fx.nextPulse(
                              () -> Fx.after(pause, () -> open(stage, words, background, server)))))
          .fail(
              problem -> {
                throw problem;
              });
    }

    private static void open(Stage stage, Words words, Background background, ModelServer server) {
      long begun = THREADS.getCurrentThreadCpuTime();
      QueueViewModel model =
          new QueueViewModel(
              server::cases,
              new DeskWatch(),
              new QueueViewModel.Opening() {
                @Override
                public void open(UUID caseId) {}

                @Override
                public boolean openNext() {
                  return false;
                }
              },
              () -> {},
              background,
              words,
              Fx::after);
      QueueScreen screen =
          new QueueScreen(
              new Kit(words, new Now(Clock.systemDefaultZone())),
              model,
              new SimpleObjectProperty<>(Look.DEFAULT),
              List.of("en"));
      ((Pane) stage.getScene().getRoot()).getChildren().setAll(screen.node());
      screen.shown();
      new AnimationTimer() {
        private long frame = begun;
        private double longest;
        private int afterwards;

        @Override
        public void handle(long now) {
          long time = THREADS.getCurrentThreadCpuTime();
          longest = Math.max(longest, (time - frame) / 1e6);
          frame = time;
          // The frame after the one in which it is there has drawn it.
          afterwards += model.cases().isEmpty() ? 0 : 1;
          if (afterwards == 2) {
            stop();
            System.out.printf(Locale.ROOT, "first-open %.1f %.1f%n", (time - begun) / 1e6, longest);
            Fx.exit();
          }
        }
      }.start();
    }
  }
}
