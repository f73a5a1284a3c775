package dev.halcyon.server.crash;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.halcyon.protocol.Author;
import dev.halcyon.protocol.IntakeAnswer;
import dev.halcyon.protocol.ItemSubmission;
import dev.halcyon.protocol.ResolvedPolicy;
import dev.halcyon.protocol.Role;
import dev.halcyon.protocol.Session;
import dev.halcyon.protocol.SignInRequest;
import dev.halcyon.protocol.Surface;
import dev.halcyon.protocol.Verdict;
import dev.halcyon.protocol.Wire;
import dev.halcyon.server.Eventually;
import dev.halcyon.server.Fixtures;
import dev.halcyon.server.HalcyonServer;
import dev.halcyon.server.OnBothDatabases;
import dev.halcyon.server.ServerOptions;
import dev.halcyon.server.TestClient;
import dev.halcyon.server.TestDatabases;
import dev.halcyon.server.audit.AuditVerify;
import dev.halcyon.server.audit.CheckpointKey;
import dev.halcyon.server.effect.Receiver;
import dev.halcyon.server.store.Database;
import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.net.URI;
import java.net.http.HttpRequest.BodyPublishers;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/**
 * Two server processes on one PostgreSQL database, as behind a balancer. On H2, whose file one
 * process holds, there is nothing to test.
 */
@OnBothDatabases
@Timeout(300)
class TwoServersTest {
  private static final String PASSWORD = "correct horse battery staple";
  private static final int BATCHES = 6;
  private static final int LINES = 60;

  @TempDir static Path directory;
  private static final Process[] PROCESSES = new Process[2];
  private static final URI[] URLS = new URI[2];
  private static String database = "";
  private static Receiver receiver;

  @BeforeAll
  static void prepare() throws Exception {
    assumeTrue(TestDatabases.isPostgresql(), "an H2 file is held by one process");
    database = TestDatabases.schema(directory);
    receiver = new Receiver();
    Path first = directory.resolve("data0");
    try (HalcyonServer server =
        HalcyonServer.start(ServerOptions.local(first).withDatabase(database))) {
      for (Role role : List.of(Role.SERVICE, Role.POLICY)) {
        String name = name(role);
        server.context().accounts().ensure(name, name, Set.of(role), List.of(), PASSWORD);
      }
    }
    Path second = Files.createDirectories(directory.resolve("data1"));
    for (String file : List.of(CheckpointKey.PRIVATE_FILE, CheckpointKey.PUBLIC_FILE)) {
      Files.copy(first.resolve(file), second.resolve(file));
    }
    TestDatabases.shareKeys(first, second);
    connections();
  }

  /** Starts what does not run: a test may have killed it. */
  @BeforeEach
  void start() throws Exception {
    for (int i = 0; i < 2; i++) {
      if (PROCESSES[i] != null && PROCESSES[i].isAlive()) {
        continue;
      }
      int port = ServerProcess.freePort();
      PROCESSES[i] =
          ServerProcess.start(
              Files.createDirectories(directory.resolve("logs" + i)),
              directory.resolve("data" + i),
              port,
              "--database",
              database,
              "--connections",
              directory.resolve("connections.json").toString());
      URLS[i] = URI.create("http://127.0.0.1:" + port);
    }
  }

  @AfterAll
  static void stop() throws Exception {
    for (Process process : PROCESSES) {
      if (process != null) {
        process.destroyForcibly().waitFor();
      }
    }
    if (receiver != null) {
      receiver.close();
    }
  }

  private static String name(Role role) {
    return role.name().toLowerCase(java.util.Locale.ROOT);
  }

  private static void connections() throws Exception {
    Files.writeString(
        directory.resolve("secret"), "whsec_YSBzZWNyZXQgb2YgdGhpcnR5LXR3byBieXRlcy4uLi4=");
    Files.writeString(
        directory.resolve("connections.json"),
        """
        {"privateAddresses": true,
         "webhooks": [{"name": "harbor", "url": "%s", "secretFiles": ["secret"]}]}
        """
            .formatted(receiver.url()));
  }

  private static TestClient signIn(int server, Role role) {
    Session session =
        new TestClient(URLS[server], null)
            .post("/v1/sessions", new SignInRequest(name(role), PASSWORD))
            .as(Session.class);
    return new TestClient(URLS[server], session.token());
  }

  private static void publish(int version, String word) {
    TestClient author = signIn(0, Role.POLICY);
    assertThat(
            author
                .call(
                    "POST",
                    "/v1/policies",
                    BodyPublishers.ofString(Fixtures.policyText(version, word, 0.6)))
                .status())
        .isEqualTo(201);
    assertThat(author.post("/v1/policies/" + version + "/publish").status()).isEqualTo(204);
  }

  @Test
  void whatOneServerPublishesIsInForceInTheOtherAtItsNextItem() {
    TestClient there = signIn(1, Role.SERVICE);
    ItemSubmission before = item("before", "all that glitters is silver");
    assertThat(sent(there, before).verdict()).isNotEqualTo(Verdict.BLOCK);
    publish(700, "silver");
    // The same words again: neither the policy nor a verdict under it may be remembered.
    IntakeAnswer after = sent(there, item("after", "all that glitters is silver"));
    assertThat(after.verdict()).isEqualTo(Verdict.BLOCK);
    assertThat(there.get("/v1/policies/current").as(ResolvedPolicy.class).ref().version())
        .isEqualTo(700);
    try (Database rows = Database.open(database)) {
      assertThat(
              rows.<Integer>read(
                  handle ->
                      handle
                          .createQuery("select policy_version from item where id = :id")
                          .bind("id", after.itemId())
                          .mapTo(Integer.class)
                          .one()))
          .isEqualTo(700);
    }
  }

  @Test
  void whatIsSentToBothAtOnceIsTakenOnceToldOfAndLoggedWhole() throws Exception {
    int run = 701;
    publish(run, "gold");
    Map<String, Set<UUID>> ids = new HashMap<>();
    for (IntakeAnswer answer : sendToBoth(run)) {
      assertThat(answer.problem()).isNull();
      assertThat(answer.complete()).isTrue();
      ids.computeIfAbsent(answer.externalId(), id -> new HashSet<>()).add(answer.itemId());
    }
    assertThat(ids).hasSize(BATCHES * LINES);
    assertThat(ids.values()).as("both servers mean the same item").allMatch(id -> id.size() == 1);
    try (Database rows = Database.open(database)) {
      String ofRun = " from item where external_id like '" + run + "-%'";
      assertThat(Workload.count(rows, "select count(*)" + ofRun)).isEqualTo(BATCHES * LINES);
      assertThat(
              Workload.count(
                  rows,
                  "select count(*) from every_decision where item_id in (select id" + ofRun + ")"))
          .isEqualTo(BATCHES * LINES);
      assertThat(Workload.count(rows, "select count(*)" + ofRun + " and verdict = 'BLOCK'"))
          .isEqualTo(blocked());
      Eventually.until(
          "every event is delivered",
          () -> Workload.count(rows, "select count(*) from effect where state = 'WAITING'") == 0);
      assertDelivered(run);
      Eventually.until(
          "every entry has its number",
          () -> Workload.count(rows, "select count(*) from audit_entry where seq is null") == 0);
    }
    assertLogIsWhole();
  }

  @Test
  void aServerThatStallsWhileItNumbersKeepsNobodyWaiting() throws Exception {
    int run = 702;
    publish(run, "gold");
    try (Database stalled = Database.open(database)) {
      long entries =
          stalled.inTransaction(
              handle -> {
                // What a server holds that was stopped in the middle of numbering.
                handle.execute("select * from sequencer where id = 1 for update");
                handle.execute("select * from audit_state where id = 1 for update");
                for (IntakeAnswer answer : sendToBoth(run)) {
                  assertThat(answer.complete()).isTrue();
                }
                return Workload.count(
                    stalled, "select count(*) from audit_entry where seq is null");
              });
      assertThat(entries).as("each removal has entries of its own").isGreaterThan(blocked());
      Eventually.until(
          "every entry has its number",
          () -> Workload.count(stalled, "select count(*) from audit_entry where seq is null") == 0);
    }
    assertLogIsWhole();
  }

  @Test
  void whatAKilledServerLeftUntoldTheOtherTells() throws Exception {
    int run = 703;
    publish(run, "gold");
    receiver.answers(message -> 503);
    for (IntakeAnswer answer : sendToBoth(run)) {
      assertThat(answer.problem()).isNull();
    }
    PROCESSES[0].destroyForcibly().waitFor();
    receiver.answers(message -> 200);
    try (Database rows = Database.open(database)) {
      Eventually.until(
          "every event is delivered",
          () ->
              Workload.count(rows, "select count(*) from effect where state <> 'DELIVERED'") == 0);
    }
    assertDelivered(run);
  }

  /** Every batch to both servers at the same time; the answers of both. */
  private static List<IntakeAnswer> sendToBoth(int run) {
    List<CompletableFuture<List<IntakeAnswer>>> answers = new ArrayList<>();
    for (int server = 0; server < 2; server++) {
      TestClient client = signIn(server, Role.SERVICE);
      for (int batch = 0; batch < BATCHES; batch++) {
        int number = batch;
        answers.add(CompletableFuture.supplyAsync(() -> send(client, run, number)));
      }
    }
    return answers.stream().flatMap(each -> each.join().stream()).toList();
  }

  private static List<IntakeAnswer> send(TestClient client, int run, int batch) {
    StringBuilder body = new StringBuilder();
    for (int line = 0; line < LINES; line++) {
      body.append(Wire.write(item(run + "-" + batch + "-" + line, text(run, line)))).append('\n');
    }
    String answers =
        client
            .send(
                client
                    .request("/v1/items?deadlineMillis=30000")
                    .header("Content-Type", "application/x-ndjson")
                    .POST(BodyPublishers.ofString(body.toString())))
            .text();
    return Stream.of(answers.split("\n")).map(line -> Wire.read(line, IntakeAnswer.class)).toList();
  }

  private static String text(int run, int line) {
    return line % 10 == 0 ? "gold for you, number " + run : "a walk in the park, day " + line;
  }

  private static long blocked() {
    return BATCHES * LINES / 10;
  }

  private static IntakeAnswer sent(TestClient client, ItemSubmission item) {
    return client.post("/v1/items?deadlineMillis=30000", item).as(IntakeAnswer.class);
  }

  private static ItemSubmission item(String externalId, String text) {
    return new ItemSubmission(
        "harbor",
        externalId,
        Surface.POST,
        "en",
        "US",
        new Author("author-" + Math.abs(externalId.hashCode() % 3), "Somebody", 10, false),
        text,
        List.of(),
        List.of(),
        Instant.parse("2026-01-02T03:04:05Z"),
        1,
        false,
        List.of());
  }

  /** Each removal told at least once, always under the same id, by whichever server. */
  private static void assertDelivered(int run) {
    assertThat(receiver.forged).isEmpty();
    Map<UUID, Set<String>> bodies = new HashMap<>();
    Set<String> told = new HashSet<>();
    for (Receiver.Came came : receiver.came) {
      String item = came.message().data().get("externalId").asText();
      if (!item.startsWith(run + "-")) {
        continue;
      }
      bodies.computeIfAbsent(came.message().id(), id -> new HashSet<>()).add(came.body());
      if (came.status() / 100 == 2) {
        told.add(came.message().type() + item);
      }
    }
    assertThat(bodies.values()).as("one id, one message").allMatch(same -> same.size() == 1);
    assertThat(told).as("each told, and none under two ids").hasSameSizeAs(bodies.keySet());
    assertThat(told).hasSize((int) blocked());
  }

  private static void assertLogIsWhole() {
    ByteArrayOutputStream said = new ByteArrayOutputStream();
    Eventually.until(
        "the log verifies and its last entry is signed",
        () -> {
          said.reset();
          int code =
              new AuditVerify(new PrintStream(said, true, StandardCharsets.UTF_8))
                  .run("--data", directory.resolve("data0").toString(), "--database", database);
          assertThat(code).as(said.toString(StandardCharsets.UTF_8)).isZero();
          return !said.toString(StandardCharsets.UTF_8).contains("not covered");
        });
  }
}
