package dev.halcyon.app.bench;

import dev.halcyon.app.HalcyonApp;
import dev.halcyon.app.fx.Fx;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.lang.management.ManagementFactory;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.jar.JarEntry;
import java.util.jar.JarOutputStream;
import java.util.stream.Collectors;
import java.util.stream.Stream;
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
    String classPath = classPath(folder);
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

  /** The workbench's jars and, because a cache takes no folders of classes, ours in another. */
  private static String classPath(Path folder) throws IOException {
    Path own = folder.resolve("bench.jar");
    try (OutputStream file = Files.newOutputStream(own);
        JarOutputStream jar = new JarOutputStream(file)) {
      for (Class<?> each : List.of(FirstFrame.class, Timed.class)) {
        String name = each.getName().replace('.', '/') + ".class";
        jar.putNextEntry(new JarEntry(name));
        try (InputStream bytes = FirstFrame.class.getClassLoader().getResourceAsStream(name)) {
          bytes.transferTo(jar);
        }
        jar.closeEntry();
      }
    }
    String lib = System.getProperty("halcyon.lib");
    if (lib == null) {
      throw new IllegalStateException(
          "-Dhalcyon.lib is missing, the folder of the workbench's jars; start this by"
              + " ./halcyon bench first-frame");
    }
    try (Stream<Path> jars = Files.list(Path.of(lib))) {
      return Stream.concat(jars.sorted(), Stream.of(own))
          .map(Path::toString)
          .collect(Collectors.joining(System.getProperty("path.separator")));
    }
  }

  private static long start(Path folder, String classPath, List<String> options)
      throws IOException, InterruptedException {
    Path data = Files.createTempDirectory(folder, "data");
    List<String> command = new ArrayList<>();
    command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
    command.addAll(ManagementFactory.getRuntimeMXBean().getInputArguments());
    command.addAll(options);
    command.addAll(
        List.of(
            "-XX:+UseSerialGC",
            "-Dglass.platform=" + System.getProperty("glass.platform", "Headless"),
            "-Dprism.order=" + System.getProperty("prism.order", "sw"),
            "-cp",
            classPath,
            FirstFrame.class.getName(),
            CHILD,
            data.toString()));
    Process process =
        new ProcessBuilder(command).redirectError(folder.resolve("errors.log").toFile()).start();
    try (BufferedReader out = process.inputReader()) {
      List<String> lines = out.lines().toList();
      if (process.waitFor() != 0) {
        throw new IOException(
            "the workbench did not start: "
                + lines
                + Files.readString(folder.resolve("errors.log")));
      }
      return lines.stream()
          .filter(line -> line.startsWith("first-frame "))
          .map(line -> Long.parseLong(line.substring("first-frame ".length())))
          .findFirst()
          .orElseThrow(() -> new IOException("no frame was shown: " + lines));
    }
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
