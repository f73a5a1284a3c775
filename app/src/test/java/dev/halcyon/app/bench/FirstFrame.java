package dev.halcyon.app.bench;

import dev.halcyon.app.HalcyonApp;
import dev.halcyon.app.fx.Fx;
import java.io.BufferedReader;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import javafx.application.Application;
import javafx.stage.Stage;

/**
 * Measures from the start of the JVM to the first frame on screen (the sign-in form, fonts and
 * theme loaded), each run in a JVM of its own; prints {@code figure app.first-frame <ms> ms}, the
 * median. {@code --runs N} for other than 5.
 */
public final class FirstFrame {
  private static final String CHILD = "--child";

  private FirstFrame() {}

  public static void main(String[] args) throws IOException, InterruptedException {
    if (args.length > 0 && args[0].equals(CHILD)) {
      Application.launch(Timed.class, "--data", args[1]);
      return;
    }
    int runs = args.length == 2 && args[0].equals("--runs") ? Integer.parseInt(args[1]) : 5;
    List<Long> millis = new ArrayList<>();
    for (int i = 0; i < runs; i++) {
      long run = child();
      System.out.println("run " + (i + 1) + " of " + runs + ": " + run + " ms");
      millis.add(run);
    }
    millis.sort(Long::compare);
    System.out.printf(Locale.ROOT, "figure app.first-frame %d ms%n", millis.get(millis.size() / 2));
  }

  private static long child() throws IOException, InterruptedException {
    Path data = Files.createTempDirectory("halcyon-first-frame");
    List<String> command = new ArrayList<>();
    command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
    command.addAll(ManagementFactory.getRuntimeMXBean().getInputArguments());
    command.addAll(
        List.of(
            "-Dglass.platform=" + System.getProperty("glass.platform", "Headless"),
            "-Dprism.order=" + System.getProperty("prism.order", "sw"),
            "-cp",
            System.getProperty("java.class.path"),
            FirstFrame.class.getName(),
            CHILD,
            data.toString()));
    Process process =
        new ProcessBuilder(command).redirectError(ProcessBuilder.Redirect.DISCARD).start();
    try (BufferedReader out = process.inputReader()) {
      List<String> lines = out.lines().toList();
      if (process.waitFor() != 0) {
        throw new IOException("the workbench did not start: " + lines);
      }
      return lines.stream()
          .filter(line -> line.startsWith("first-frame "))
          .map(line -> Long.parseLong(line.substring("first-frame ".length())))
          .findFirst()
          .orElseThrow(() -> new IOException("no frame was shown: " + lines));
    }
  }

  /** The real workbench; two pulses after it is shown, the first frame is out. */
  public static final class Timed extends HalcyonApp {
    @Override
    public void start(Stage stage) {
      super.start(stage);
      Fx.nextPulse(() -> Fx.nextPulse(Timed::report));
    }

    private static void report() {
      Instant started = ProcessHandle.current().info().startInstant().orElseThrow();
      System.out.println("first-frame " + Duration.between(started, Instant.now()).toMillis());
      Fx.exit();
    }
  }
}
