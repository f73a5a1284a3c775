package dev.halcyon.server.kafka;

import static org.assertj.core.api.Assertions.assertThat;

import dev.halcyon.protocol.Author;
import dev.halcyon.protocol.ItemSubmission;
import dev.halcyon.protocol.Surface;
import dev.halcyon.protocol.Wire;
import dev.halcyon.server.Eventually;
import dev.halcyon.server.HalcyonServer;
import dev.halcyon.server.ServerOptions;
import dev.halcyon.server.crash.ServerProcess;
import dev.halcyon.server.store.Database;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.Random;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/**
 * A server process killed with SIGKILL again and again while it takes items from a real broker:
 * each item is there once, with a verdict, and each message that is no item is parked once.
 */
@Timeout(600)
class KilledKafkaTest {
  private static final int ITEMS = 1500;
  private static final int POISON = 25;
  private static final int KILLS = Integer.getInteger("halcyon.test.kills", 2);
  private static final String TOPIC = "harbor-items";
  private static final String GROUP = "halcyon";

  @TempDir Path directory;
  private final long seed = System.nanoTime();

  @Test
  void nothingIsLostOrDoubledWhenTheServerIsKilled() throws Exception {
    Path data = directory.resolve("data");
    try (KafkaBroker broker = KafkaBroker.start(directory.resolve("broker"))) {
      broker.createTopic(TOPIC, 3);
      Path connections =
          Files.writeString(
              directory.resolve("connections.json"),
              "{\"kafka\": {\"servers\": \""
                  + broker.servers()
                  + "\", \"items\": \""
                  + TOPIC
                  + "\"}}");
      takeUnderKills(broker, data, connections);
      ServerOptions options = ServerOptions.local(data).withConnections(connections);
      try (HalcyonServer last = HalcyonServer.start(options)) {
        Eventually.until(
            "everything is committed", () -> broker.committed(GROUP, TOPIC) == ITEMS + POISON);
        Database database = last.context().database();
        Eventually.until(
            "everything is judged",
            () -> count(database, "select count(*) from item where complete = false") == 0);
        verify(database);
      }
    }
  }

  /** Half is in the topic from the beginning, the other half comes between the kills. */
  private void takeUnderKills(KafkaBroker broker, Path data, Path connections) throws Exception {
    int port = ServerProcess.freePort();
    String[] options = {"--connections", connections.toString()};
    Random random = new Random(seed);
    try (KafkaProducer<byte[], byte[]> producer = broker.producer()) {
      int sent = produce(producer, 0, (ITEMS + POISON) / 2);
      Process process = ServerProcess.start(directory, data, port, options);
      try {
        for (int kill = 0; kill < KILLS; kill++) {
          int share = (ITEMS + POISON) / 2 / KILLS;
          sent = produce(producer, sent, share);
          long at = broker.committed(GROUP, TOPIC) + 1 + random.nextInt(share);
          long enough = Math.min(at, sent);
          Eventually.until(enough + " committed", () -> broker.committed(GROUP, TOPIC) >= enough);
          process.destroyForcibly().waitFor();
          process = ServerProcess.start(directory, data, port, options);
        }
        produce(producer, sent, ITEMS + POISON - sent);
      } finally {
        process.destroyForcibly().waitFor();
      }
    }
  }

  private static int produce(KafkaProducer<byte[], byte[]> producer, int from, int count) {
    for (int i = from; i < from + count; i++) {
      boolean poison =
          i % ((ITEMS + POISON) / POISON) == 0 && i / ((ITEMS + POISON) / POISON) < POISON;
      producer.send(
          KafkaBroker.message(
              TOPIC,
              "k" + i,
              poison ? ("no item " + i).getBytes(StandardCharsets.UTF_8) : item(i)));
    }
    producer.flush();
    return from + count;
  }

  private static byte[] item(int number) {
    return Wire.write(
            new ItemSubmission(
                "harbor",
                "item-" + number,
                Surface.POST,
                "en",
                "DE",
                new Author("author-" + number % 50, "Somebody", 10, false),
                "The library is open on day " + number + ", come and see us there.",
                List.of(),
                List.of(),
                Instant.now().minusSeconds(60),
                1,
                false,
                List.of()))
        .getBytes(StandardCharsets.UTF_8);
  }

  private static long count(Database database, String sql) {
    return database.read(handle -> handle.createQuery(sql).mapTo(Long.class).one());
  }

  private void verify(Database database) {
    assertThat(count(database, "select count(*) from item")).as("seed %d", seed).isEqualTo(ITEMS);
    assertThat(count(database, "select count(distinct external_id) from item")).isEqualTo(ITEMS);
    assertThat(count(database, "select count(*) from item where verdict is null")).isZero();
    assertThat(count(database, "select count(*) from parked_message")).isEqualTo(POISON);
    assertThat(count(database, "select count(distinct item_id) from every_decision"))
        .as("each judged")
        .isEqualTo(ITEMS);
    assertThat(count(database, "select count(*) from every_decision"))
        .as("and judged once")
        .isEqualTo(ITEMS);
  }
}
