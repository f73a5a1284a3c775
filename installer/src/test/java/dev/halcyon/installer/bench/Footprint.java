package dev.halcyon.installer.bench;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.lang.management.ManagementFactory;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;
import java.util.function.ToLongFunction;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import javafx.scene.Node;
import javax.management.JMException;
import javax.management.ObjectName;

/**
 * What this process holds at one moment, after a full collection: bytes of heap, nodes and
 * listeners that are reachable, open files, threads and processes it started. Immutable.
 *
 * @param heap bytes that are reachable
 * @param nodes objects whose class is a JavaFX node
 * @param listeners objects that listen or bind: JavaFX's own helpers, and the workbench's lambdas
 * @param files entries of {@code /proc/self/fd}
 * @param threads platform threads
 * @param processes descendants, without those given
 * @param classes reachable objects by class, to say what grew
 */
record Footprint(
    long heap,
    long nodes,
    long listeners,
    int files,
    int threads,
    int processes,
    Map<String, Held> classes) {
  private static final int COLLECTIONS = 3;
  private static final int FEW = 100;
  private static final long SMALL = 64 * 1024;
  private static final String FILLER = "jdk.internal.vm.Filler";
  private static final Map<String, Boolean> IS_NODE = new HashMap<>();

  /** The objects of one class. */
  record Held(long count, long bytes) {
    static final Held NONE = new Held(0, 0);

    Held plus(Held more) {
      return new Held(count + more.count, bytes + more.bytes);
    }
  }

  /**
   * Collects and counts. What the renderer keeps for pictures that are gone it lets go of when it
   * next draws, so collecting and drawing take turns.
   *
   * @param draw draws everything anew and waits for it
   * @param others processes that belong to the bench, not to the workbench
   */
  static Footprint take(Runnable draw, ProcessHandle... others) {
    for (int each = 0; each < COLLECTIONS; each++) {
      System.gc();
      draw.run();
    }
    System.gc();
    Map<String, Held> classes = histogram();
    long nodes = 0;
    long listeners = 0;
    for (Map.Entry<String, Held> each : classes.entrySet()) {
      long count = each.getValue().count();
      nodes += IS_NODE.computeIfAbsent(each.getKey(), Footprint::isNode) ? count : 0;
      listeners += listens(each.getKey()) ? count : 0;
    }
    return new Footprint(
        classes.values().stream().mapToLong(Held::bytes).sum(),
        nodes,
        listeners,
        openFiles(),
        ManagementFactory.getThreadMXBean().getThreadCount(),
        processes(others),
        many(classes));
  }

  private static Map<String, Held> many(Map<String, Held> classes) {
    Map<String, Held> many = new HashMap<>(classes);
    many.values().removeIf(held -> held.count() < FEW && held.bytes() < SMALL);
    return Map.copyOf(many);
  }

  /** The reachable objects by class. */
  private static Map<String, Held> histogram() {
    String[] lines;
    try {
      Object said =
          ManagementFactory.getPlatformMBeanServer()
              .invoke(
                  new ObjectName("com.sun.management:type=DiagnosticCommand"),
                  "gcClassHistogram",
                  new Object[] {new String[0]},
                  new String[] {String[].class.getName()});
      lines = said.toString().split("\n");
    } catch (JMException e) {
      throw new IllegalStateException("this Java machine gives no histogram", e);
    }
    Map<String, Held> classes = new HashMap<>();
    for (String line : lines) {
      String[] parts = line.strip().split("\\s+");
      // Where the collector left a gap it puts a filler, which nobody holds.
      if (parts.length >= 4 && parts[0].endsWith(":") && !parts[3].contains(FILLER)) {
        Held held = new Held(Long.parseLong(parts[1]), Long.parseLong(parts[2]));
        classes.merge(name(parts[3]), held, Held::plus);
      }
    }
    return classes;
  }

  /** Lambdas are classes of their own, made anew in each run: what counts is who made them. */
  private static String name(String written) {
    int lambda = written.indexOf("$$Lambda");
    return lambda < 0 ? written : written.substring(0, lambda) + "$$Lambda";
  }

  private static boolean isNode(String name) {
    if (!name.contains("javafx") && !name.contains("dev.halcyon.app")) {
      return false;
    }
    try {
      return Node.class.isAssignableFrom(
          Class.forName(name, false, Footprint.class.getClassLoader()));
    } catch (ClassNotFoundException | LinkageError e) {
      return false;
    }
  }

  private static boolean listens(String name) {
    return name.startsWith("dev.halcyon.app.") && name.endsWith("$$Lambda")
        || name.contains("javafx")
            && (name.contains("Listener")
                || name.contains("ExpressionHelper")
                || name.contains("Binding")
                || name.contains("Subscription"));
  }

  private static int openFiles() {
    try (Stream<Path> open = Files.list(Path.of("/proc/self/fd"))) {
      return (int) open.count();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static int processes(ProcessHandle... others) {
    return (int)
        ProcessHandle.current()
            .descendants()
            .filter(each -> Stream.of(others).noneMatch(other -> isUnder(each, other)))
            .count();
  }

  private static boolean isUnder(ProcessHandle each, ProcessHandle other) {
    return each.equals(other) || each.parent().filter(parent -> isUnder(parent, other)).isPresent();
  }

  /** The same without the objects by class, which are heap too. */
  Footprint bare() {
    return new Footprint(heap, nodes, listeners, files, threads, processes, Map.of());
  }

  /** The classes of which there are most more than before, to say where a leak may be. */
  String grownSince(Footprint before) {
    return more(before, Held::count, "");
  }

  /** The classes that hold most bytes more than before, to say what is heavy. */
  String heavierThan(Footprint before) {
    return more(before, Held::bytes, " bytes of");
  }

  private String more(Footprint before, ToLongFunction<Held> what, String unit) {
    return classes.entrySet().stream()
        .map(
            now ->
                Map.entry(
                    now.getKey(),
                    what.applyAsLong(now.getValue())
                        - what.applyAsLong(before.classes.getOrDefault(now.getKey(), Held.NONE))))
        .sorted(Map.Entry.<String, Long>comparingByValue().reversed())
        .limit(25)
        .map(each -> "  +" + each.getValue() + unit + " " + each.getKey() + "\n")
        .collect(Collectors.joining());
  }
}
