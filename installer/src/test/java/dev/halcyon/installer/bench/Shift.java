package dev.halcyon.installer.bench;

import dev.halcyon.app.fx.Fx;
import dev.halcyon.app.kit.Now;
import dev.halcyon.engine.EngineOptions;
import dev.halcyon.engine.RescanEngine;
import dev.halcyon.installer.journey.ServerProcess;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;

/**
 * A whole shift at the desk: one reviewer's workbench on the Headless platform against a server
 * process, thousands of cases with media one after the other as fast as they come, all in one
 * session; and whether anything grows meanwhile. Prints what is reachable after a collection at
 * each stretch, and fails when heap, nodes, listeners, open files, threads or processes grew since
 * the end of the warm-up.
 *
 * <p>{@code --cases N} (5000), {@code --warm-up N} (1000), {@code --stretch N} (500).
 */
public final class Shift {
  private static final double MOST_DRIFT = 0.05;

  /** Files and threads come and go with connections and lanes. */
  private static final int SLACK = 8;

  private Shift() {}

  public static void main(String[] args) throws IOException {
    Map<String, String> options =
        new HashMap<>(Map.of("--cases", "5000", "--warm-up", "1000", "--stretch", "500"));
    for (int at = 0; at + 1 < args.length; at += 2) {
      if (options.replace(args[at], args[at + 1]) == null) {
        throw new IllegalArgumentException("shift does not know " + args[at]);
      }
    }
    System.setProperty("glass.platform", "Headless");
    System.setProperty("prism.order", "sw");
    Path folder = Files.createTempDirectory("halcyon-shift");
    int exit = 1;
    try {
      List<String> grown =
          run(
              folder,
              Integer.parseInt(options.get("--cases")),
              Integer.parseInt(options.get("--warm-up")),
              Integer.parseInt(options.get("--stretch")));
      grown.forEach(what -> System.out.println("GREW: " + what));
      exit = grown.isEmpty() ? 0 : 1;
    } catch (RuntimeException e) {
      e.printStackTrace(); // JavaFX's thread would keep the process
    } finally {
      remove(folder);
    }
    System.exit(exit);
  }

  /** Works the shift; says what grew. */
  static List<String> run(Path folder, int cases, int warmUp, int stretch) {
    Fx.startToolkit();
    try (ServerProcess server = ServerProcess.start(folder)) {
      // Some are skipped and come again; some must be left to fill the list at the end.
      ShiftFeed.send(server, cases + 20);
      try (RescanEngine engine = RescanEngine.start(EngineOptions.forWorkbench())) {
        Now now = new Now(Clock.systemDefaultZone());
        try (DeskWindow window =
            DeskWindow.open(
                folder.resolve("workbench"),
                server.url(),
                server.oneTimeToken("ana"),
                now,
                () -> engine)) {
          return work(new ShiftDay(window, now), server, cases, warmUp, stretch);
        }
      }
    }
  }

  private static List<String> work(
      ShiftDay day, ServerProcess server, int cases, int warmUp, int stretch) {
    long begun = System.nanoTime();
    List<Footprint> prints = new ArrayList<>();
    for (int at = stretch; at <= cases; at += stretch) {
      day.until(at);
      Footprint print = Footprint.take(day::draw, server.handle());
      System.out.printf(
          Locale.ROOT,
          "%5d cases: heap %.1f MiB, %d nodes, %d listeners, %d files, %d threads, %d processes%n",
          at,
          mib(print.heap()),
          print.nodes(),
          print.listeners(),
          print.files(),
          print.threads(),
          print.processes());
      if (at >= warmUp) {
        if (!prints.isEmpty() && Math.abs(drift(prints.getFirst(), print)) > MOST_DRIFT) {
          System.out.print(
              "more bytes than at the first:\n" + print.heavierThan(prints.getFirst()));
          System.out.print("fewer:\n" + prints.getFirst().heavierThan(print));
        }
        if (prints.size() > 1) {
          prints.add(prints.removeLast().bare());
        }
        prints.add(print);
      }
    }
    long minutes = TimeUnit.NANOSECONDS.toMinutes(System.nanoTime() - begun);
    System.out.println(day.acts() + " in " + minutes + " minutes");
    return judge(prints, cases);
  }

  private static List<String> judge(List<Footprint> prints, int cases) {
    Footprint first = prints.getFirst();
    List<String> grown = new ArrayList<>();
    double drift = 0;
    for (Footprint print : prints) {
      double now = drift(first, print);
      drift = Math.abs(now) > Math.abs(drift) ? now : drift;
    }
    Footprint last = prints.getLast();
    if (Math.abs(drift) > MOST_DRIFT) {
      grown.add(String.format(Locale.ROOT, "heap by %.1f %%", 100 * drift));
    }
    check("nodes", first.nodes(), last.nodes(), first.nodes() / 20, grown);
    check("listeners", first.listeners(), last.listeners(), first.listeners() / 20, grown);
    check("open files", first.files(), last.files(), SLACK, grown);
    check("threads", first.threads(), last.threads(), SLACK, grown);
    check("processes", first.processes(), last.processes(), 1, grown);
    System.out.print("most grown since the warm-up:\n" + last.grownSince(first));
    figure("shift.cases", cases, "");
    figure("shift.heap", mib(last.heap()), "MiB");
    figure("shift.heap-drift", 100 * drift, "%");
    figure("shift.nodes-grown", last.nodes() - first.nodes(), "");
    figure("shift.listeners-grown", last.listeners() - first.listeners(), "");
    figure("shift.files-grown", last.files() - first.files(), "");
    figure("shift.threads-grown", last.threads() - first.threads(), "");
    figure("shift.processes-grown", last.processes() - first.processes(), "");
    return List.copyOf(grown);
  }

  private static double drift(Footprint first, Footprint now) {
    return now.heap() / (double) first.heap() - 1;
  }

  private static void check(String what, long before, long now, long slack, List<String> grown) {
    if (now - before > slack) {
      grown.add(what + " from " + before + " to " + now);
    }
  }

  private static double mib(long bytes) {
    return bytes / (1024.0 * 1024);
  }

  private static void figure(String name, double value, String unit) {
    System.out.printf(Locale.ROOT, "figure %s %.1f %s%n", name, value, unit);
  }

  private static void remove(Path folder) {
    try (Stream<Path> all = Files.walk(folder)) {
      List<Path> deepestFirst = all.sorted(Comparator.reverseOrder()).toList();
      for (Path each : deepestFirst) {
        Files.deleteIfExists(each);
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
