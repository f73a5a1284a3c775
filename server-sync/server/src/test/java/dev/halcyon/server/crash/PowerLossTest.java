package dev.halcyon.server.crash;

import static org.assertj.core.api.Assertions.assertThat;

import dev.halcyon.protocol.ChangeKind;
import dev.halcyon.server.Eventually;
import dev.halcyon.server.HalcyonServer;
import dev.halcyon.server.ServerOptions;
import dev.halcyon.server.TestClient;
import dev.halcyon.server.changes.Changes;
import dev.halcyon.server.store.Database;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * Power failures on a disk that drops what was not flushed. Killing a process proves nothing about
 * that, because the operating system keeps what the process wrote.
 */
@Timeout(300)
class PowerLossTest {
  private static final int DECISIONS = 120;

  @TempDir Path directory;

  @BeforeEach
  void plugInTheDisk() {
    LossyDisk.plugIn();
  }

  @Test
  void everyAcknowledgedDecisionSurvivesAPowerFailureThatDropsAllUnflushedWrites()
      throws Exception {
    Workload workload = workUntilThePowerFails(null);
    try (HalcyonServer again = HalcyonServer.start(plain())) {
      workload.verify(again.context().database());
    }
  }

  @ParameterizedTest
  @ValueSource(longs = {1, 2, 3})
  void everyAcknowledgedDecisionSurvivesADiskThatWritesInAnyOrder(long seed) throws Exception {
    Workload workload = workUntilThePowerFails(new Random(seed));
    try (HalcyonServer again = HalcyonServer.start(plain())) {
      workload.verify(again.context().database());
    }
  }

  @Test
  void withoutFlushesAcknowledgedDecisionsAreLostSoThisTestBites() throws Exception {
    try (HalcyonServer server = HalcyonServer.start(lossy())) {
      Workload.seed(server, DECISIONS + 60);
      LossyDisk.ignoreFlushes();
      Workload workload = new Workload(DECISIONS / 2);
      work(server, workload, DECISIONS / 2, null);
      try (Database after = Database.open(Database.fileUrl(directory.resolve("data")))) {
        assertThat(workload.acknowledged()).isGreaterThanOrEqualTo(DECISIONS / 2);
        assertThat(workload.broken(after)).isNotEmpty();
      }
    }
  }

  @Test
  void aCommitThatNobodyWaitedForIsLostAndOneThatWasWaitedForIsNot() throws Exception {
    Path data = java.nio.file.Files.createDirectories(directory.resolve("data"));
    Changes changes = new Changes(Clock.systemUTC());
    try (Database database = Database.open(lossyUrl(data))) {
      database.useTransaction(
          handle -> changes.record(handle, ChangeKind.ITEM_CHANGED, "waited for", null));
      database.durable().await();
      database.useTransaction(
          handle -> changes.record(handle, ChangeKind.ITEM_CHANGED, "not waited for", null));
      LossyDisk.cutPower(null);
    }
    try (Database after = Database.open(Database.fileUrl(data))) {
      List<String> subjects =
          after.read(
              handle ->
                  handle.createQuery("select subject from change").mapTo(String.class).list());
      assertThat(subjects).containsExactly("waited for");
    }
  }

  /** Four clients decide until, somewhere in the middle, the lights go out. */
  private Workload workUntilThePowerFails(@Nullable Random survivors) throws Exception {
    try (HalcyonServer server = HalcyonServer.start(lossy())) {
      Workload.seed(server, DECISIONS + 60);
      Workload workload = new Workload(DECISIONS);
      work(server, workload, DECISIONS / 2, survivors);
      assertThat(workload.acknowledged()).isGreaterThanOrEqualTo(DECISIONS / 2);
      return workload;
    }
  }

  private static void work(
      HalcyonServer server, Workload workload, int failAfter, @Nullable Random survivors)
      throws Exception {
    List<Thread> clients = new ArrayList<>();
    for (int i = 0; i < Workload.CLIENTS; i++) {
      int client = i;
      TestClient http = Workload.signIn(server.url(), client);
      clients.add(Thread.ofVirtual().start(() -> workload.run(client, http, client)));
    }
    Eventually.until(
        failAfter + " acknowledged decisions", () -> workload.acknowledged() >= failAfter);
    assertThat(LossyDisk.cutPowerWhileUnflushed(survivors, Duration.ofSeconds(20))).isPositive();
    workload.stop();
    for (Thread client : clients) {
      client.join(TimeUnit.MINUTES.toMillis(1));
    }
  }

  private ServerOptions lossy() {
    Path data = directory.resolve("data");
    return ServerOptions.local(data).withDatabase(lossyUrl(data));
  }

  private ServerOptions plain() {
    return ServerOptions.local(directory.resolve("data"));
  }

  private static String lossyUrl(Path data) {
    return "jdbc:h2:journal:lossy:" + data.toAbsolutePath().resolve("halcyon");
  }
}
