package dev.halcyon.server.bench;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.sun.management.OperatingSystemMXBean;
import dev.halcyon.engine.policy.PolicyDocuments;
import dev.halcyon.protocol.Author;
import dev.halcyon.protocol.ItemSubmission;
import dev.halcyon.protocol.ResolvedPolicy;
import dev.halcyon.protocol.Role;
import dev.halcyon.protocol.Surface;
import dev.halcyon.protocol.Wire;
import dev.halcyon.server.HalcyonServer;
import dev.halcyon.server.ServerOptions;
import dev.halcyon.server.TestClient;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.lang.management.ManagementFactory;
import java.net.http.HttpRequest.BodyPublishers;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.locks.LockSupport;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * How many texts a server accepts and decides durably over HTTP in a second, in batches, and how
 * fast it answers single ones at half that load. The sender runs in the same process and counts.
 * Texts are made up: plain posts of 5 to 40 words by 20,000 authors; one in twenty comes from a
 * region whose policy has the deep tier read it too. Options: seconds (15), clients (4), lines a
 * batch (500).
 */
public final class IntakeBench {
  private static final int VERSION = 9001;
  private static final String DEEP_REGION = "NL";
  private static final String[] WORDS =
      """
      the a my our this that some good new old long short happy quiet busy early late morning
      evening weekend garden kitchen train bus station river mountain beach library museum concert
      dinner breakfast coffee tea bread soup salad cake cat dog bird tree flower rain sun snow wind
      we they she he you found made saw bought read wrote painted cooked walked visited planned
      finished started shared thanks really very quite today tomorrow yesterday again finally with
      for from near after before about and but because friends family neighbour teacher colleague
      recipe photo book song film story game match team season holiday trip idea plan project
      """
          .strip()
          .split("\\s+");

  private IntakeBench() {}

  public static void main(String[] arguments) throws Exception {
    int seconds = argument(arguments, 0, 15);
    int clients = argument(arguments, 1, 4);
    int lines = argument(arguments, 2, 500);
    Path directory = Files.createTempDirectory("halcyon-intake-bench");
    try (HalcyonServer server = HalcyonServer.start(ServerOptions.local(directory))) {
      prepare(server);
      TestClient client = signIn(server);
      batches(client, seconds, clients, lines, "warm");
      Profile profile = new Profile();
      double rate = batches(client, seconds, clients, lines, "run");
      profile.print(rate * seconds);
      figure("intake.batch", rate, "/s");
      System.out.println(shares(server));
      singles(client, Math.max(1, (int) (rate / 2)), seconds);
      System.out.printf(
          Locale.ROOT,
          "database %.2f KiB an item%n",
          size(directory) / 1024.0 / count(server, "select count(*) from item"));
    } finally {
      delete(directory);
    }
    System.exit(0); // the deep model's threads would keep the process
  }

  private static int argument(String[] arguments, int at, int absent) {
    return arguments.length > at ? Integer.parseInt(arguments[at]) : absent;
  }

  /** The shipped policy without the deep tier, and with it for one region. */
  private static void prepare(HalcyonServer server) throws JsonProcessingException {
    ResolvedPolicy shipped = PolicyDocuments.shipped(PolicyDocuments.SHIPPED_VERSIONS.getLast());
    server.context().policies().add(policy(shipped, null));
    server.context().policies().add(policy(shipped, DEEP_REGION));
    server.context().policies().publish("system", VERSION);
  }

  private static ResolvedPolicy policy(ResolvedPolicy shipped, @Nullable String region)
      throws JsonProcessingException {
    ObjectNode tree = Wire.mapper().valueToTree(shipped);
    ObjectNode ref = (ObjectNode) tree.get("ref");
    ref.put("version", VERSION);
    if (region != null) {
      ref.put("overlay", region);
    } else {
      ArrayNode stages = (ArrayNode) tree.get("stages");
      for (int i = stages.size() - 1; i >= 0; i--) {
        if (stages.get(i).get("stage").asText().equals("text.deep")) {
          stages.remove(i);
        }
      }
    }
    return Wire.mapper().treeToValue(tree, ResolvedPolicy.class);
  }

  private static TestClient signIn(HalcyonServer server) {
    String token =
        server.context().accounts().ensure("bench", "Bench", Set.of(Role.SERVICE), List.of(), null);
    return TestClient.signedIn(server.url(), token);
  }

  private static ItemSubmission item(Random random, String id) {
    StringBuilder text = new StringBuilder();
    for (int words = 5 + random.nextInt(36); words > 0; words--) {
      text.append(WORDS[random.nextInt(WORDS.length)]).append(words == 1 ? "." : " ");
    }
    return new ItemSubmission(
        "harbor-social",
        id,
        Surface.POST,
        "en",
        random.nextInt(20) == 0 ? DEEP_REGION : "US",
        new Author("author-" + random.nextInt(20_000), "Somebody", 400, false),
        text.toString(),
        List.of(),
        List.of(),
        Instant.now().minusSeconds(60),
        random.nextInt(1000),
        false,
        List.of());
  }

  private static double batches(TestClient client, int seconds, int clients, int lines, String run)
      throws Exception {
    long end = System.nanoTime() + TimeUnit.SECONDS.toNanos(seconds);
    long begin = System.nanoTime();
    AtomicLong done = new AtomicLong();
    CountDownLatch ended = new CountDownLatch(clients);
    Map<String, AtomicInteger> failures = new ConcurrentHashMap<>();
    for (int i = 0; i < clients; i++) {
      int number = i;
      Thread.ofPlatform()
          .start(
              () -> {
                try {
                  Random random = new Random(number);
                  for (int batch = 0; System.nanoTime() < end; batch++) {
                    done.addAndGet(
                        batch(client, random, lines, run + number + "-" + batch, failures));
                  }
                } finally {
                  ended.countDown();
                }
              });
    }
    ended.await();
    if (!failures.isEmpty()) {
      System.out.println("not decided: " + failures);
    }
    return done.get() * 1e9 / (System.nanoTime() - begin);
  }

  /** How many lines of a batch were decided in its answer. */
  private static int batch(
      TestClient client,
      Random random,
      int lines,
      String name,
      Map<String, AtomicInteger> failures) {
    StringBuilder body = new StringBuilder();
    for (int i = 0; i < lines; i++) {
      body.append(Wire.write(item(random, name + "-" + i))).append('\n');
    }
    String answers =
        client
            .send(
                client
                    .request("/v1/items?deadlineMillis=20000")
                    .header("Content-Type", "application/x-ndjson")
                    .POST(BodyPublishers.ofString(body.toString())))
            .text();
    int decided = 0;
    for (String answer : answers.split("\n")) {
      if (answer.contains("\"complete\":true")) {
        decided++;
      } else {
        String why = answer.replaceAll(".*\"code\":\"([^\"]*)\".*", "$1");
        failures
            .computeIfAbsent(why.length() > 60 ? "late" : why, key -> new AtomicInteger())
            .incrementAndGet();
      }
    }
    return decided;
  }

  /** Single posts at a steady rate, whatever became of those before. */
  private static void singles(TestClient client, int rate, int seconds) throws Exception {
    List<Double> millis = java.util.Collections.synchronizedList(new ArrayList<>());
    AtomicInteger late = new AtomicInteger();
    AtomicInteger refused = new AtomicInteger();
    Random random = new Random(7);
    long begin = System.nanoTime();
    try (ExecutorService senders = Executors.newVirtualThreadPerTaskExecutor()) {
      for (int i = 0; i < rate * seconds; i++) {
        long due = begin + (long) (i * 1e9 / rate);
        while (System.nanoTime() < due) {
          LockSupport.parkNanos(due - System.nanoTime());
        }
        ItemSubmission item = item(random, "single-" + i);
        senders.execute(
            () -> {
              TestClient.Answer answer = client.post("/v1/items?deadlineMillis=200", item);
              millis.add((System.nanoTime() - due) / 1e6);
              if (answer.status() == 429) {
                refused.incrementAndGet();
              } else if (!answer.text().contains("\"complete\":true")) {
                late.incrementAndGet();
              }
            });
      }
    }
    List<Double> sorted = millis.stream().sorted().toList();
    figure("intake.sync.p50", sorted.get(sorted.size() / 2), "ms");
    figure("intake.sync.p95", sorted.get((int) (sorted.size() * 0.95)), "ms");
    System.out.printf(
        "%d single posts at %d a second: %d answered before their verdict, %d refused (429)%n",
        sorted.size(), rate, late.get(), refused.get());
  }

  private static String shares(HalcyonServer server) {
    return server
        .context()
        .database()
        .read(
            handle ->
                handle
                    .createQuery(
                        "select coalesce(verdict, 'none') || ' ' || count(*) from item group by"
                            + " verdict")
                    .mapTo(String.class)
                    .list())
        .toString();
  }

  private static long count(HalcyonServer server, String sql) {
    return server
        .context()
        .database()
        .read(handle -> handle.createQuery(sql).mapTo(Long.class).one());
  }

  private static void figure(String name, double value, String unit) {
    System.out.printf(Locale.ROOT, "figure %s %.1f %s%n", name, value, unit);
  }

  private static long size(Path directory) throws IOException {
    try (Stream<Path> files = Files.walk(directory)) {
      return files
          .filter(Files::isRegularFile)
          .mapToLong(
              file -> {
                try {
                  return Files.size(file);
                } catch (IOException e) {
                  throw new UncheckedIOException(e);
                }
              })
          .sum();
    }
  }

  private static void delete(Path directory) throws IOException {
    try (Stream<Path> files = Files.walk(directory)) {
      for (Path file : files.sorted(Comparator.reverseOrder()).toList()) {
        Files.delete(file);
      }
    }
  }

  /** Where processor time goes, by sampling every thread, virtual ones too. */
  private static final class Profile {
    private static final Map<String, List<String>> PARTS = parts();
    private final jdk.jfr.Recording recording = new jdk.jfr.Recording();
    private final OperatingSystemMXBean machine =
        (OperatingSystemMXBean) ManagementFactory.getOperatingSystemMXBean();
    private final long cpu = machine.getProcessCpuTime();
    private final long begin = System.nanoTime();
    private final long compiling =
        ManagementFactory.getCompilationMXBean().getTotalCompilationTime();

    Profile() {
      recording.enable("jdk.ExecutionSample").withPeriod(java.time.Duration.ofMillis(10));
      recording.enable("jdk.NativeMethodSample").withPeriod(java.time.Duration.ofMillis(10));
      recording.start();
    }

    /** The first part that a frame from the top belongs to. */
    private static Map<String, List<String>> parts() {
      Map<String, List<String>> parts = new java.util.LinkedHashMap<>();
      parts.put("deep tier (ONNX)", List.of("ai.onnxruntime", "dev.halcyon.engine.text.deep"));
      parts.put("rules", List.of("dev.halcyon.engine.text.TextRulesStage", "com.google.re2j"));
      parts.put(
          "linear",
          List.of("dev.halcyon.engine.text.Linear", "dev.halcyon.engine.text.TextLinear"));
      parts.put("personal data", List.of("dev.halcyon.engine.personal"));
      parts.put("engine, rest", List.of("dev.halcyon.engine"));
      parts.put(
          "flush and journal",
          List.of(
              "dev.halcyon.server.store.H2Flush",
              "dev.halcyon.server.store.Journal",
              "dev.halcyon.server.store.Page"));
      parts.put(
          "sequencer and audit tree",
          List.of(
              "dev.halcyon.server.changes.Sequencer", "dev.halcyon.server.audit.AuditSequencer"));
      parts.put("H2", List.of("org.h2"));
      parts.put("Jdbi", List.of("org.jdbi"));
      parts.put(
          "sender (this bench)",
          List.of(
              "dev.halcyon.server.bench",
              "jdk.internal.net.http",
              "dev.halcyon.server.TestClient"));
      parts.put("JSON in the server", List.of("com.fasterxml.jackson"));
      parts.put("intake, rest", List.of("dev.halcyon.server"));
      parts.put("HTTP", List.of("io.helidon"));
      return parts;
    }

    void print(double items) throws IOException {
      double seconds = (System.nanoTime() - begin) / 1e9;
      double used = (machine.getProcessCpuTime() - cpu) / 1e9;
      Path file = Files.createTempFile("intake", ".jfr");
      recording.dump(file);
      recording.close();
      Map<String, Integer> counts = new HashMap<>();
      int all = 0;
      try (jdk.jfr.consumer.RecordingFile events = new jdk.jfr.consumer.RecordingFile(file)) {
        while (events.hasMoreEvents()) {
          jdk.jfr.consumer.RecordedEvent event = events.readEvent();
          jdk.jfr.consumer.@Nullable RecordedStackTrace stack = event.getStackTrace();
          String kind = event.getEventType().getName();
          if (stack == null || !kind.endsWith("Sample")) {
            continue;
          }
          List<String> frames =
              stack.getFrames().stream()
                  .map(
                      frame ->
                          frame.getMethod().getType().getName() + "." + frame.getMethod().getName())
                  .toList();
          if (kind.equals("jdk.NativeMethodSample")
              && (frames.isEmpty() || !frames.getFirst().startsWith("ai.onnxruntime"))) {
            continue; // waits in the system and works nothing
          }
          all++;
          counts.merge(part(frames), 1, Integer::sum);
        }
      } finally {
        Files.delete(file);
      }
      int samples = Math.max(1, all);
      double micros = used * 1e6 / items;
      System.out.printf(
          Locale.ROOT,
          "%.1f s, %.2f processors busy, %.0f us of processor an item (%.1f s compiling), %d"
              + " samples%n",
          seconds,
          used / seconds,
          micros,
          (ManagementFactory.getCompilationMXBean().getTotalCompilationTime() - compiling) / 1e3,
          all);
      figure("intake.batch.processor", micros, "us");
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

    /** Of the frames from the top, the first that a part names; engine stages before the engine. */
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
  }
}
