package dev.halcyon.server.crash;

import static org.assertj.core.api.Assertions.assertThat;

import dev.halcyon.protocol.Category;
import dev.halcyon.protocol.ClockSpec;
import dev.halcyon.protocol.DecisionAction;
import dev.halcyon.protocol.EffectKind;
import dev.halcyon.protocol.Item;
import dev.halcyon.protocol.NoticeReceipt;
import dev.halcyon.protocol.NoticeSubmission;
import dev.halcyon.protocol.OrderPath;
import dev.halcyon.protocol.OrderSubmission;
import dev.halcyon.protocol.ReportSource;
import dev.halcyon.protocol.ResolvedPolicy;
import dev.halcyon.protocol.Role;
import dev.halcyon.protocol.Session;
import dev.halcyon.protocol.SignInRequest;
import dev.halcyon.server.Eventually;
import dev.halcyon.server.Fixtures;
import dev.halcyon.server.HalcyonServer;
import dev.halcyon.server.ServerOptions;
import dev.halcyon.server.TestClient;
import dev.halcyon.server.effect.Receiver;
import dev.halcyon.server.store.Database;
import java.io.UncheckedIOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Base64;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Queue;
import java.util.Random;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.locks.LockSupport;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/**
 * A server process killed with SIGKILL while four clients send reports and orders, each until it is
 * confirmed: every one is there once, was confirmed, and every order was carried out once.
 */
@Timeout(300)
class KilledNoticesTest {
  private static final int CLIENTS = 4;
  private static final int NOTICES = 240;
  private static final int ITEMS = 60;
  private static final int KILLS = Integer.getInteger("halcyon.test.kills", 4);
  private static final String PASSWORD = "correct horse battery staple";

  @TempDir Path directory;
  private final long seed = System.nanoTime();
  private final List<Item> items = new ArrayList<>();
  private final Map<String, UUID> confirmed = new ConcurrentHashMap<>();
  private final Queue<String> surprises = new ConcurrentLinkedQueue<>();
  private final AtomicInteger next = new AtomicInteger();
  private volatile boolean stopped;

  @Test
  void everyConfirmedNoticeIsThereOnceAndEveryOrderIsCarriedOutOnce() throws Exception {
    Path data = directory.resolve("data");
    try (HalcyonServer first = HalcyonServer.start(ServerOptions.local(data))) {
      seed(first);
    }
    try (Receiver receiver = new Receiver()) {
      Path connections = connections(receiver.url());
      sendUnderKills(data, connections);
      ServerOptions options = ServerOptions.local(data).withConnections(connections);
      try (HalcyonServer last = HalcyonServer.start(options)) {
        Database database = last.context().database();
        Eventually.until(
            "everything is delivered",
            () ->
                Workload.count(database, "select count(*) from effect where state = 'WAITING'")
                    == 0);
        verify(database, receiver);
      }
    }
  }

  private void seed(HalcyonServer server) {
    var context = server.context();
    ResolvedPolicy plain = Fixtures.policy(1001);
    context
        .policies()
        .add(
            new ResolvedPolicy(
                plain.ref(),
                plain.title(),
                plain.categories(),
                plain.rules(),
                plain.stages(),
                plain.queues(),
                plain.sla(),
                plain.reviewHides(),
                plain.unsupportedLanguage(),
                List.of(
                    new ClockSpec("law", "A law", List.of(), List.of(), 3600, OrderPath.CARRY_OUT)),
                null,
                List.of(),
                List.of()));
    context.policies().publish("system", 1001);
    context.accounts().ensure("harbor", "Harbor", Set.of(Role.SERVICE), List.of(), PASSWORD);
    for (int i = 0; i < ITEMS; i++) {
      Item item = Fixtures.item("item " + i);
      Fixtures.createCase(context, item, Category.SPAM, 0.6);
      items.add(item);
    }
    context.database().durable().await();
  }

  private Path connections(URI receiver) throws Exception {
    Files.writeString(
        directory.resolve("secret"), Base64.getEncoder().encodeToString(Receiver.SECRET));
    return Files.writeString(
        directory.resolve("connections.json"),
        """
        {"privateAddresses": true,
         "webhooks": [{"name": "harbor", "url": "%s", "secretFiles": ["secret"]}]}
        """
            .formatted(receiver));
  }

  private void sendUnderKills(Path data, Path connections) throws Exception {
    int port = ServerProcess.freePort();
    URI url = URI.create("http://127.0.0.1:" + port);
    String[] options = {"--connections", connections.toString()};
    Process process = ServerProcess.start(directory, data, port, options);
    try {
      Session session =
          new TestClient(url, null)
              .post("/v1/sessions", new SignInRequest("harbor", PASSWORD))
              .as(Session.class);
      TestClient harbor = new TestClient(url, session.token());
      List<Thread> clients = new ArrayList<>();
      for (int i = 0; i < CLIENTS; i++) {
        clients.add(Thread.ofVirtual().start(() -> sendAll(harbor)));
      }
      Random random = new Random(seed);
      for (int kill = 0; kill < KILLS; kill++) {
        int at = kill * NOTICES / KILLS + random.nextInt(NOTICES / KILLS);
        Eventually.until(at + " confirmed", () -> confirmed.size() >= at);
        process.destroyForcibly().waitFor();
        process = ServerProcess.start(directory, data, port, options);
      }
      for (Thread client : clients) {
        client.join(TimeUnit.MINUTES.toMillis(2));
      }
    } finally {
      stopped = true;
      process.destroyForcibly().waitFor();
    }
  }

  private void sendAll(TestClient harbor) {
    for (int i = next.getAndIncrement(); i < NOTICES; i = next.getAndIncrement()) {
      boolean order = i % 6 == 0;
      Object notice = order ? order(i) : report(i);
      while (!stopped && !confirm(harbor, order ? "/v1/orders" : "/v1/reports", notice)) {
        LockSupport.parkNanos(TimeUnit.MILLISECONDS.toNanos(20));
      }
    }
  }

  private boolean confirm(TestClient harbor, String path, Object notice) {
    try {
      TestClient.Answer answer = harbor.post(path, notice);
      if (answer.status() == 503) {
        return false;
      }
      NoticeReceipt receipt = answer.as(NoticeReceipt.class);
      UUID before = confirmed.put(receipt.noticeId(), receipt.reportId());
      if (before != null) {
        surprises.add("confirmed twice: " + receipt.noticeId());
      }
      return true;
    } catch (UncheckedIOException down) {
      return false;
    } catch (AssertionError refused) {
      surprises.add(String.valueOf(refused.getMessage()));
      return true;
    }
  }

  private NoticeSubmission report(int i) {
    Item item = items.get(i % ITEMS);
    return new NoticeSubmission(
        "n" + i,
        item.source(),
        item.externalId(),
        ReportSource.USER,
        "reader " + i,
        null,
        Category.SPAM,
        null,
        "",
        Instant.now());
  }

  /** Two about the same item, so that the second finds it done. */
  private OrderSubmission order(int i) {
    Item item = items.get(i / 2 % ITEMS);
    return new OrderSubmission(
        "n" + i,
        item.source(),
        item.externalId(),
        "agency",
        null,
        Category.SPAM,
        "an act",
        DecisionAction.REMOVE,
        List.of(),
        "",
        Instant.now(),
        null);
  }

  private void verify(Database database, Receiver receiver) {
    assertThat(surprises).as("seed %d", seed).isEmpty();
    assertThat(confirmed).hasSize(NOTICES);
    Map<String, UUID> stored =
        database.read(
            handle ->
                handle
                    .createQuery("select notice_id, id from report")
                    .reduceRows(
                        new java.util.HashMap<String, UUID>(),
                        (map, row) -> {
                          map.put(
                              row.getColumn("notice_id", String.class),
                              row.getColumn("id", UUID.class));
                          return map;
                        }));
    assertThat(stored).as("each there once, as it was confirmed").isEqualTo(confirmed);
    assertThat(Workload.count(database, "select count(*) from report")).isEqualTo(NOTICES);
    assertThat(told(receiver, EffectKind.NOTICE_RECEIVED))
        .as("each confirmed by webhook")
        .isEqualTo(new HashSet<>(confirmed.values()));
    Set<UUID> answered =
        database.read(
            handle ->
                handle
                    .createQuery("select id from report where answered_at is not null")
                    .mapTo(UUID.class)
                    .set());
    assertThat(told(receiver, EffectKind.NOTICE_OUTCOME)).isEqualTo(answered);
    assertThat(
            Workload.count(
                database,
                "select count(*) from report where requires is not null and answered_at is null"))
        .as("no order without an answer")
        .isZero();
    assertThat(
            Workload.count(
                database,
                """
                select count(*) from (select item_id from decision group by item_id
                  having count(*) > 1) twice
                """))
        .as("no order carried out twice")
        .isZero();
    assertThat(
            Workload.count(
                database,
                """
                select count(*) from (select item_id from review_case group by item_id
                  having count(*) > 1) doubled
                """))
        .isZero();
  }

  private static Set<UUID> told(Receiver receiver, EffectKind kind) {
    Set<UUID> told = new HashSet<>();
    receiver.taken().stream()
        .filter(message -> message.type() == kind)
        .forEach(message -> told.add(UUID.fromString(message.data().get("reportId").asText())));
    return told;
  }
}
