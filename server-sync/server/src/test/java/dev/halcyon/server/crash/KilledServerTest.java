package dev.halcyon.server.crash;

import static org.assertj.core.api.Assertions.assertThat;

import dev.halcyon.server.Eventually;
import dev.halcyon.server.HalcyonServer;
import dev.halcyon.server.OnBothDatabases;
import dev.halcyon.server.TestClient;
import dev.halcyon.server.TestDatabases;
import java.net.URI;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/**
 * A server process killed with SIGKILL at random points while four clients decide 500 cases. With
 * 25 kills it is sure to fail when the database is stored while transactions are under way; twelve
 * are what the build has time for.
 */
@OnBothDatabases
@Timeout(300)
class KilledServerTest {
  private static final int DECISIONS = 500;
  private static final int KILLS = Integer.getInteger("halcyon.test.kills", 8);

  @TempDir Path directory;
  private final long seed = System.nanoTime();

  @Test
  void everyAcknowledgedDecisionIsThereOnceAfterKillingTheServerAtRandomPoints() throws Exception {
    Path data = directory.resolve("data");
    try (HalcyonServer first = HalcyonServer.start(TestDatabases.options(data))) {
      Workload.seed(first, DECISIONS + 50);
    }
    int port = ServerProcess.freePort();
    URI url = URI.create("http://127.0.0.1:" + port);
    Workload workload = new Workload(DECISIONS);
    Process process = ServerProcess.start(directory, data, port, TestDatabases.arguments(data));
    int kills = 0;
    try {
      List<Thread> clients = clients(workload, url);
      Random random = new Random(seed);
      for (int kill = 0; kill < KILLS; kill++) {
        int at = kill * DECISIONS / KILLS + random.nextInt(DECISIONS / KILLS);
        awaitAcknowledged(workload, at);
        process.destroyForcibly().waitFor();
        kills++;
        process = ServerProcess.start(directory, data, port, TestDatabases.arguments(data));
      }
      for (Thread client : clients) {
        client.join(TimeUnit.MINUTES.toMillis(2));
      }
    } finally {
      workload.stop();
      process.destroyForcibly().waitFor();
    }
    assertThat(kills).as("seed %d", seed).isEqualTo(KILLS);
    assertThat(workload.acknowledged()).isGreaterThanOrEqualTo(DECISIONS);
    try (HalcyonServer last = HalcyonServer.start(TestDatabases.options(data))) {
      workload.verify(last.context().database());
    }
  }

  private List<Thread> clients(Workload workload, URI url) {
    List<Thread> clients = new ArrayList<>();
    for (int i = 0; i < Workload.CLIENTS; i++) {
      int client = i;
      TestClient http = Workload.signIn(url, client);
      clients.add(Thread.ofVirtual().start(() -> workload.run(client, http, seed + client)));
    }
    return clients;
  }

  private static void awaitAcknowledged(Workload workload, int count) {
    Eventually.until(count + " acknowledged decisions", () -> workload.acknowledged() >= count);
  }
}
