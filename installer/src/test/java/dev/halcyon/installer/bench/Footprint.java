package dev.halcyon.installer.bench;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.lang.management.ManagementFactory;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;
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
 * @param objects reachable objects by class, to say what grew
 */
record Footprint(
    long heap,
    long nodes,
    long listeners,
    int files,
    int threads,
    int processes,
    Map<String, Long> objects) {
  private static final int COLLECTIONS = 4;
  private static final int FEW = 100;
  private static final Map<String, Boolean> IS_NODE = new HashMap<>();

  /**
   * Collects and counts.
   *
   * @param others processes that belong to the bench, not to the workbench
   */
  static Footprint take(ProcessHandle... others) {
    for (int each = 0; each < COLLECTIONS; each++) {
      System.gc();
    }
    Map<String, Long> objects = new HashMap<>();
    long bytes = histogram(objects);
    long nodes = 0;
    long listeners = 0;
    for (Map.Entry<String, Long> each : objects.entrySet()) {
      nodes += IS_NODE.computeIfAbsent(each.getKey(), Footprint::isNode) ? each.getValue() : 0;
      listeners += listens(each.getKey()) ? each.getValue() : 0;
    }
    return new Footprint(
        bytes,
        nodes,
        listeners,
        openFiles(),
        ManagementFactory.getThreadMXBean().getThreadCount(),
        processes(others),
        many(objects));
  }

  private static Map<String, Long> many(Map<String, Long> objects) {
    Map<String, Long> many = new HashMap<>(objects);
    many.values().removeIf(count -> count < FEW);
    return Map.copyOf(many);
  }

  /** Fills in the reachable objects by class and gives their bytes together. */
  private static long histogram(Map<String, Long> objects) {
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
    long bytes = 0;
    for (String line : lines) {
      String[] parts = line.strip().split("\\s+");
      if (parts.length >= 4 && parts[0].endsWith(":")) {
        objects.merge(name(parts[3]), Long.parseLong(parts[1]), Long::sum);
        bytes += Long.parseLong(parts[2]);
      }
    }
    return bytes;
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
    StringBuilder said = new StringBuilder();
    objects.entrySet().stream()
        .map(
            now ->
                Map.entry(
                    now.getKey(), now.getValue() - before.objects.getOrDefault(now.getKey(), 0L)))
        .sorted(Map.Entry.<String, Long>comparingByValue().reversed())
        .limit(25)
        .forEach(
            each ->
                said.append("  +")
                    .append(each.getValue())
                    .append(' ')
                    .append(each.getKey())
                    .append('\n'));
    return said.toString();
  }
}
