package dev.halcyon.server.crash;

import static org.assertj.core.api.Assertions.assertThat;

import dev.halcyon.protocol.EffectMessage;
import dev.halcyon.server.Eventually;
import dev.halcyon.server.HalcyonServer;
import dev.halcyon.server.OnBothDatabases;
import dev.halcyon.server.ServerOptions;
import dev.halcyon.server.TestClient;
import dev.halcyon.server.TestDatabases;
import dev.halcyon.server.effect.Receiver;
import dev.halcyon.server.store.Database;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/**
 * A server process killed with SIGKILL while four clients decide and a receiver takes their
 * effects, failing now and then: every effect arrives, with one id, and none without its cause.
 */
@OnBothDatabases
@Timeout(300)
class KilledDeliveriesTest {
  private static final int DECISIONS = 200;
  private static final int KILLS = Integer.getInteger("halcyon.test.kills", 4);

  @TempDir Path directory;
  private final long seed = System.nanoTime();

  @Test
  void everyEffectArrivesAtLeastOnceWithTheSameIdAfterKills() throws Exception {
    Path data = directory.resolve("data");
    try (HalcyonServer first = HalcyonServer.start(TestDatabases.options(data))) {
      Workload.seed(first, DECISIONS + 50);
    }
    Workload workload = new Workload(DECISIONS);
    Set<UUID> failedOnce = new HashSet<>();
    try (Receiver receiver = new Receiver()) {
      receiver.answers(message -> failsFirst(message, failedOnce) ? 500 : 200);
      Path connections = connections(receiver.url());
      decideUnderKills(data, connections, workload);
      ServerOptions options = TestDatabases.options(data).withConnections(connections);
      try (HalcyonServer last = HalcyonServer.start(options)) {
        Database database = last.context().database();
        Eventually.until("everything is delivered", () -> waiting(database) == 0);
        workload.verify(database);
        verify(database, receiver);
      }
    }
    assertThat(failedOnce).as("some deliveries failed at first").isNotEmpty();
  }

  /** Every fifth event is not taken the first time. */
  private static synchronized boolean failsFirst(EffectMessage message, Set<UUID> failedOnce) {
    return message.id().hashCode() % 5 == 0 && failedOnce.add(message.id());
  }

  private Path connections(URI receiver) throws Exception {
    Files.writeString(
        directory.resolve("secret"), "whsec_YSBzZWNyZXQgb2YgdGhpcnR5LXR3byBieXRlcy4uLi4=");
    return Files.writeString(
        directory.resolve("connections.json"),
        """
        {"privateAddresses": true,
         "webhooks": [{"name": "harbor", "url": "%s", "secretFiles": ["secret"]}]}
        """
            .formatted(receiver));
  }

  private void decideUnderKills(Path data, Path connections, Workload workload) throws Exception {
    int port = ServerProcess.freePort();
    URI url = URI.create("http://127.0.0.1:" + port);
    String[] options =
        Stream.concat(
                Stream.of("--connections", connections.toString()),
                Stream.of(TestDatabases.arguments(data)))
            .toArray(String[]::new);
    Process process = ServerProcess.start(directory, data, port, options);
    try {
      List<Thread> clients = new ArrayList<>();
      for (int i = 0; i < Workload.CLIENTS; i++) {
        int client = i;
        TestClient http = Workload.signIn(url, client);
        clients.add(Thread.ofVirtual().start(() -> workload.run(client, http, seed + client)));
      }
      Random random = new Random(seed);
      for (int kill = 0; kill < KILLS; kill++) {
        int at = kill * DECISIONS / KILLS + random.nextInt(DECISIONS / KILLS);
        Eventually.until(at + " acknowledged", () -> workload.acknowledged() >= at);
        process.destroyForcibly().waitFor();
        process = ServerProcess.start(directory, data, port, options);
      }
      for (Thread client : clients) {
        client.join(TimeUnit.MINUTES.toMillis(2));
      }
    } finally {
      workload.stop();
      process.destroyForcibly().waitFor();
    }
  }

  private static long waiting(Database database) {
    return Workload.count(database, "select count(*) from effect where state = 'WAITING'");
  }

  private void verify(Database database, Receiver receiver) {
    assertThat(receiver.forged).isEmpty();
    Map<UUID, Set<String>> bodies = new HashMap<>();
    Set<UUID> decisions = new HashSet<>();
    for (Receiver.Came came : receiver.came) {
      assertThat(came.id()).isEqualTo(came.message().id().toString());
      bodies.computeIfAbsent(came.message().id(), id -> new HashSet<>()).add(came.body());
      if (came.status() == 200) {
        decisions.add(UUID.fromString(came.message().data().get("decisionId").asText()));
      }
    }
    assertThat(bodies.values()).as("one id, one message").allMatch(same -> same.size() == 1);
    List<UUID> made =
        database.read(
            handle -> handle.createQuery("select id from decision").mapTo(UUID.class).list());
    assertThat(decisions)
        .as("seed %d: each decision told once or more, and nothing that was not decided", seed)
        .isEqualTo(made.stream().collect(Collectors.toSet()))
        .hasSize(bodies.size());
  }
}
