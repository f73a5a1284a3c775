package dev.halcyon.installer.bench;

import dev.halcyon.app.fx.Fx;
import dev.halcyon.installer.SampleFeed;
import dev.halcyon.installer.journey.ServerProcess;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

/**
 * How fast the next case follows a decision: a reviewer's workbench at 1440×900 on the Headless
 * platform, software rendering, against a server process that holds the sample corpus; as often
 * over the same corpus as it takes. Prints {@code figure next-case.p99 <ms> ms}, processor time of
 * the JavaFX thread from the decision's key to the end of the frame that shows the next case whole.
 *
 * <p>{@code --decisions N} (500), {@code --delay MS --loss PERCENT} (a bad network, 0 and 0),
 * {@code --pace MS} (least time between two decisions, 0).
 */
public final class NextCase {
  private NextCase() {}

  public static void main(String[] args) throws IOException {
    Map<String, String> options =
        new HashMap<>(
            Map.of(
                "--decisions",
                "500",
                "--warm-up",
                "200",
                "--delay",
                "0",
                "--loss",
                "0",
                "--pace",
                "0",
                "--corpus",
                ""));
    for (int at = 0; at + 1 < args.length; at += 2) {
      if (options.replace(args[at], args[at + 1]) == null) {
        throw new IllegalArgumentException("next-case does not know " + args[at]);
      }
    }
    System.setProperty("glass.platform", "Headless");
    System.setProperty("prism.order", "sw");
    Path folder = Files.createTempDirectory("halcyon-next-case");
    int exit = 1;
    try {
      exit = run(folder, options);
    } catch (RuntimeException e) {
      e.printStackTrace(); // JavaFX's thread would keep the process
    } finally {
      remove(folder);
    }
    System.exit(exit);
  }

  private static int run(Path folder, Map<String, String> options) throws IOException {
    String kept = options.get("--corpus");
    Path fed = kept.isEmpty() ? folder.resolve("fed") : Path.of(kept);
    if (!Files.exists(fed.resolve("server"))) {
      feed(fed);
    }
    Fx.startToolkit();
    int warmUp = number(options, "--warm-up");
    Decisions decisions = new Decisions(number(options, "--pace"), warmUp);
    int wanted = number(options, "--decisions") + warmUp;
    int delay = number(options, "--delay");
    int loss = number(options, "--loss");
    for (int round = 1; decisions.count() < wanted; round++) {
      Path here = folder.resolve("round-" + round);
      copy(fed.resolve("server"), here.resolve("server"));
      int before = decisions.count();
      try (ServerProcess server = ServerProcess.start(here);
          LossyLine line = new LossyLine(server.url(), delay, loss / 100.0)) {
        boolean bad = delay > 0 || loss > 0;
        URI address = bad ? line.address() : server.url();
        try (DeskWindow window =
            DeskWindow.open(here.resolve("workbench"), address, server.oneTimeToken("ana"))) {
          decisions.make(window, wanted);
        }
      }
      remove(here);
      System.out.println("round " + round + ": " + decisions.count() + " of " + wanted);
      if (decisions.count() == before) {
        throw new IllegalStateException("the corpus made no case that ana can decide");
      }
    }
    return decisions.report();
  }

  private static int number(Map<String, String> options, String name) {
    return Integer.parseInt(options.get(name));
  }

  private static void feed(Path folder) {
    try (ServerProcess server = ServerProcess.start(folder);
        SampleFeed feed =
            SampleFeed.connect(
                server.url(),
                server.oneTimeToken("harbor"),
                server.oneTimeToken("pol"),
                System.out)) {
      feed.backlog();
      server.stop();
    }
  }

  private static void copy(Path from, Path to) throws IOException {
    try (Stream<Path> all = Files.walk(from)) {
      for (Path each : (Iterable<Path>) all::iterator) {
        Path target = to.resolve(from.relativize(each).toString());
        if (Files.isDirectory(each)) {
          Files.createDirectories(target);
        } else {
          Files.copy(each, target);
        }
      }
    }
  }

  private static void remove(Path folder) throws IOException {
    try (Stream<Path> all = Files.walk(folder)) {
      List<Path> deepestFirst = all.sorted(Comparator.reverseOrder()).toList();
      for (Path each : deepestFirst) {
        Files.deleteIfExists(each);
      }
    }
  }
}
