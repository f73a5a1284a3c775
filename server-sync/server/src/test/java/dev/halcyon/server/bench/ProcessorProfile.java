package dev.halcyon.server.bench;

import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Stream;
import jdk.jfr.Recording;
import jdk.jfr.consumer.RecordedEvent;
import jdk.jfr.consumer.RecordedStackTrace;
import jdk.jfr.consumer.RecordingFile;
import org.jspecify.annotations.Nullable;

/**
 * Where this process' processor time goes: its whole, that of the compiler and the collector (which
 * a short run pays and a long one does not), and the rest by samples of processor time. Linux only.
 */
final class ProcessorProfile {
  private static final Map<String, List<String>> PARTS = parts();

  /** What a thread's clock in /proc ticks in: 100 a second on every Linux that we know. */
  private static final double TICKS = 100;

  private final String name;
  private final Recording recording = new Recording();
  private final double machinery = machinerySeconds();
  private final double used = processSeconds();
  private final long begin = System.nanoTime();

  ProcessorProfile(String name) {
    this.name = name;
    recording.enable("jdk.CPUTimeSample").with("throttle", "10ms").withStackTrace();
    recording.start();
  }

  /** A sample belongs to the first part that any of its frames names. */
  private static Map<String, List<String>> parts() {
    Map<String, List<String>> parts = new LinkedHashMap<>();
    parts.put("deep tier (ONNX)", List.of("ai.onnxruntime", "dev.halcyon.engine.text.deep"));
    parts.put("what was said, packed", List.of("dev.halcyon.server.intake.TextEntry$Packed"));
    parts.put(
        "sender (this bench)",
        List.of(
            "dev.halcyon.server.bench", "jdk.internal.net.http", "dev.halcyon.server.TestClient"));
    parts.put(
        "who asks",
        List.of(
            "dev.halcyon.server.http.Router.authorise", "dev.halcyon.server.http.Router.greet"));
    parts.put("rules", List.of("dev.halcyon.engine.text.TextRulesStage", "com.google.re2j"));
    parts.put(
        "linear", List.of("dev.halcyon.engine.text.Linear", "dev.halcyon.engine.text.TextLinear"));
    parts.put("personal data", List.of("dev.halcyon.engine.personal"));
    parts.put("engine, rest", List.of("dev.halcyon.engine"));
    parts.put(
        "flush: pages and journal",
        List.of(
            "dev.halcyon.server.store.H2Flush",
            "dev.halcyon.server.store.Journal",
            "dev.halcyon.server.store.Page",
            "org.h2.mvstore.FileStore.serialize",
            "org.h2.mvstore.FileStore.store"));
    parts.put(
        "sequencer and audit tree",
        List.of("dev.halcyon.server.changes.Sequencer", "dev.halcyon.server.audit.AuditSequencer"));
    parts.put("looking up (H2, Jdbi)", List.of("dev.halcyon.server.intake.TextLookup"));
    parts.put("H2, rest", List.of("org.h2"));
    parts.put("Jdbi, rest", List.of("org.jdbi"));
    parts.put("JSON in the server", List.of("com.fasterxml.jackson"));
    parts.put("HTTP, answering", List.of("io.helidon.webserver.http1.Http1ServerResponse"));
    parts.put("metrics", List.of("dev.halcyon.server.metrics", "io.prometheus"));
    parts.put("intake, rest", List.of("dev.halcyon.server"));
    parts.put("HTTP, rest", List.of("io.helidon"));
    parts.put("threads that wait and wake", List.of("java.lang.VirtualThread", "sun.nio.ch"));
    return parts;
  }

  void print(double items) throws IOException {
    double seconds = (System.nanoTime() - begin) / 1e9;
    double all = processSeconds() - used;
    double beside = machinerySeconds() - machinery;
    Map<String, Integer> counts = samples();
    int samples = Math.max(1, counts.values().stream().mapToInt(Integer::intValue).sum());
    double micros = (all - beside) * 1e6 / items;
    System.out.printf(
        Locale.ROOT,
        "%.1f s, %.2f processors busy, of them %.2f compiling and collecting; %d samples%n",
        seconds,
        all / seconds,
        beside / seconds,
        samples);
    IntakeBench.figure(name + ".processor", micros, "us");
    IntakeBench.figure(name + ".processor.with-compiler", all * 1e6 / items, "us");
    counts.entrySet().stream()
        .sorted(Map.Entry.<String, Integer>comparingByValue().reversed())
        .forEach(
            part ->
                System.out.printf(
                    Locale.ROOT,
                    "%-28s %5.1f %% %6.0f us%n",
                    part.getKey(),
                    100.0 * part.getValue() / samples,
                    micros * part.getValue() / samples));
  }

  private Map<String, Integer> samples() throws IOException {
    Path file = Files.createTempFile("halcyon-profile", ".jfr");
    recording.dump(file);
    recording.close();
    Map<String, Integer> counts = new HashMap<>();
    try (RecordingFile events = new RecordingFile(file)) {
      while (events.hasMoreEvents()) {
        RecordedEvent event = events.readEvent();
        @Nullable RecordedStackTrace stack = event.getStackTrace();
        if (event.getEventType().getName().equals("jdk.CPUTimeSample") && stack != null) {
          List<String> frames =
              stack.getFrames().stream()
                  .map(
                      frame ->
                          frame.getMethod().getType().getName() + "." + frame.getMethod().getName())
                  .toList();
          counts.merge(part(frames), 1, Integer::sum);
        }
      }
    } finally {
      Files.delete(file);
    }
    return counts;
  }

  private static String part(List<String> frames) {
    for (Map.Entry<String, List<String>> part : PARTS.entrySet()) {
      for (String prefix : part.getValue()) {
        if (frames.stream().anyMatch(frame -> frame.startsWith(prefix))) {
          return part.getKey();
        }
      }
    }
    return "the rest of Java";
  }

  private static double processSeconds() {
    return ((com.sun.management.OperatingSystemMXBean) ManagementFactory.getOperatingSystemMXBean())
            .getProcessCpuTime()
        / 1e9;
  }

  /** Processor time of the compiler's and the collector's threads so far. */
  private static double machinerySeconds() {
    double seconds = 0;
    try (Stream<Path> threads = Files.list(Path.of("/proc/self/task"))) {
      for (Path thread : threads.toList()) {
        seconds += machinerySeconds(thread);
      }
    } catch (IOException e) {
      throw new java.io.UncheckedIOException(e);
    }
    return seconds;
  }

  private static double machinerySeconds(Path thread) {
    try {
      String name = Files.readString(thread.resolve("comm")).strip();
      if (!name.matches("(C[12] Compiler|G1 |GC Thread|VM Thread).*")) {
        return 0;
      }
      String stat = Files.readString(thread.resolve("stat"));
      String[] fields = stat.substring(stat.lastIndexOf(')') + 2).split(" ");
      return (Long.parseLong(fields[11]) + Long.parseLong(fields[12])) / TICKS;
    } catch (IOException ended) {
      return 0;
    }
  }
}
