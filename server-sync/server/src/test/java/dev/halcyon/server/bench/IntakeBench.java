package dev.halcyon.server.bench;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
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
import java.net.http.HttpRequest.BodyPublishers;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * How many texts a server accepts and decides durably over HTTP in a second, in batches, and how
 * fast it answers single ones, and ten in one post, at half that load. The sender runs in the same
 * process and counts; what that of small posts takes is printed apart. Texts are made up: plain
 * posts of 5 to 40 words by 20,000 authors; one in twenty comes from a region whose policy has the
 * deep tier read it too. Options: seconds (15), clients (4), lines a batch (500), how many server
 * processes on PostgreSQL take them instead of one on H2 in this process (0), and how many texts a
 * second are then sent in small posts instead of half of what the batches gave.
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
    int servers = argument(arguments, 3, 0);
    if (servers > 0) {
      IntakeOnPostgresql.run(seconds, clients, lines, servers);
      System.exit(0);
    }
    Path directory = Files.createTempDirectory("halcyon-intake-bench");
    try (HalcyonServer server = HalcyonServer.start(ServerOptions.local(directory))) {
      prepare(server);
      TestClient client = signIn(server);
      batches(List.of(client), seconds, clients, lines, "warm");
      ProcessorProfile profile = new ProcessorProfile("intake.batch");
      double rate = batches(List.of(client), seconds, clients, lines, "run");
      profile.print(rate * seconds);
      figure("intake.batch", rate, "/s");
      System.out.println(shares(server));
      int singles = argument(arguments, 4, Math.max(1, (int) (rate / 2)));
      new SteadyPosts(client, singles, 1).send(seconds);
      new SteadyPosts(client, singles, 10).send(seconds);
      growth(server, directory);
    } finally {
      delete(directory);
    }
    System.exit(0); // the deep model's threads would keep the process
  }

  private static int argument(String[] arguments, int at, int absent) {
    return arguments.length > at ? Integer.parseInt(arguments[at]) : absent;
  }

  /** The shipped policy without the deep tier, and with it for one region. */
  static void prepare(HalcyonServer server) throws JsonProcessingException {
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

  static ItemSubmission item(Random random, String id) {
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

  /** Sends from that many threads, each to one server in turn; items decided a second. */
  static double batches(List<TestClient> servers, int seconds, int clients, int lines, String run)
      throws Exception {
    long end = System.nanoTime() + TimeUnit.SECONDS.toNanos(seconds);
    long begin = System.nanoTime();
    AtomicLong done = new AtomicLong();
    CountDownLatch ended = new CountDownLatch(clients);
    Map<String, AtomicInteger> failures = new ConcurrentHashMap<>();
    for (int i = 0; i < clients; i++) {
      int number = i;
      TestClient client = servers.get(i % servers.size());
      Thread.ofPlatform()
          .start(
              () -> {
                try {
                  // Texts of no other run: the cache would answer for the models.
                  Random random = new Random((run + number).hashCode());
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

  /** What an item takes on disk: the file as it stands, and what of it the tables hold. */
  private static void growth(HalcyonServer server, Path directory) throws IOException {
    double items = count(server, "select count(*) from item");
    figure("intake.database", size(directory) / 1024.0 / items, "KiB an item");
    server
        .context()
        .database()
        .read(
            handle ->
                handle
                    .createQuery(
                        """
                        select table_name, disk_space_used(table_name) as bytes
                        from information_schema.tables
                        where table_schema = 'PUBLIC' and table_type = 'BASE TABLE'
                          and table_name = upper(table_name)
                        order by 2 desc limit 6
                        """)
                    .map(
                        (row, context) ->
                            "%-20s %6.0f bytes an item"
                                .formatted(row.getString(1), row.getLong(2) / items))
                    .list())
        .forEach(System.out::println);
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

  static void figure(String name, double value, String unit) {
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
}
