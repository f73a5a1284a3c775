package dev.halcyon.app.bench;

import dev.halcyon.app.HalcyonApp;
import dev.halcyon.app.fx.Fx;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import javafx.application.Application;
import javafx.scene.Node;
import javafx.scene.Scene;
import javafx.stage.Stage;

/**
 * Measures from the start of the JVM to the first window a person can type into (the sign-in form,
 * fonts and theme loaded, two frames out), each run in a JVM of its own, on the Headless platform,
 * from the jars that the launcher starts, with a warm disk. Prints {@code figure app.first-frame
 * <ms> ms}, the median, as the launcher starts it: with the start-up cache of an earlier start; and
 * the same without one. {@code --runs N} for other than 7.
 */
public final class FirstFrame {
  private static final String CHILD = "--child";

  private FirstFrame() {}

  public static void main(String[] args) throws IOException, InterruptedException {
    if (args.length > 0 && args[0].equals(CHILD)) {
      Application.launch(Timed.class, "--data", args[1]);
      return;
    }
    int runs = args.length == 2 && args[0].equals("--runs") ? Integer.parseInt(args[1]) : 7;
    Path folder = Files.createTempDirectory("halcyon-first-frame");
    Path cache = folder.resolve("workbench.aot");
    String classPath = Children.classPath(folder);
    start(folder, classPath, List.of()); // the disk is warm from here on
    start(folder, classPath, List.of("-XX:AOTCacheOutput=" + cache));
    List<Long> cached = new ArrayList<>();
    List<Long> plain = new ArrayList<>();
    for (int run = 1; run <= runs; run++) {
      cached.add(start(folder, classPath, List.of("-XX:AOTCache=" + cache)));
      plain.add(start(folder, classPath, List.of()));
      System.out.printf(
          "run %d of %d: %d ms, without the cache %d ms%n",
          run, runs, cached.getLast(), plain.getLast());
    }
    figure("app.first-frame", median(cached), "ms");
    figure("app.first-frame.slowest", cached.stream().max(Long::compare).orElseThrow(), "ms");
    figure("app.first-frame.without-cache", median(plain), "ms");
    figure("app.first-frame.cache", Files.size(cache) >> 20, "MiB");
  }

  private static long median(List<Long> millis) {
    return millis.stream().sorted().toList().get(millis.size() / 2);
  }

  private static void figure(String name, long value, String unit) {
    System.out.printf(Locale.ROOT, "figure %s %d %s%n", name, value, unit);
  }

  private static long start(Path folder, String classPath, List<String> options)
      throws IOException, InterruptedException {
    Path data = Files.createTempDirectory(folder, "data");
    return Children.run(folder, classPath, options, FirstFrame.class, CHILD, data.toString())
        .stream()
        .filter(line -> line.startsWith("first-frame "))
        .map(line -> Long.parseLong(line.substring("first-frame ".length())))
        .findFirst()
        .orElseThrow(() -> new IOException("no frame was shown"));
  }

  /** The real workbench; when a field has the keyboard, two pulses later the frame is out. */
  public static final class Timed extends HalcyonApp {
    @Override
    public void start(Stage stage) {
      super.start(stage);
      Fx.nextPulse(() -> Fx.nextPulse(() -> report(stage.getScene())));
    }

    private static void report(Scene scene) {
      Instant started = ProcessHandle.current().info().startInstant().orElseThrow();
      long millis = Duration.between(started, Instant.now()).toMillis();
      Node focused = scene.getFocusOwner();
      if (focused == null || focused.isDisabled()) {
        throw new IllegalStateException("the window came up with nothing to type into");
      }
      System.out.println("first-frame " + millis);
      Fx.exit();
    }
  }
}
