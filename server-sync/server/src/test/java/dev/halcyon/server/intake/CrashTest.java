package dev.halcyon.server.intake;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.halcyon.protocol.IntakeAnswer;
import dev.halcyon.protocol.Wire;
import dev.halcyon.server.Eventually;
import dev.halcyon.server.HalcyonServer;
import dev.halcyon.server.Main;
import dev.halcyon.server.ServerOptions;
import dev.halcyon.server.TestClient;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.ConcurrentLinkedQueue;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The server as a process of its own, killed with signal 9 in the middle of taking items. */
class CrashTest {
  @TempDir Path data;

  private Process startServer(Path handshake) throws IOException {
    Files.deleteIfExists(handshake);
    return new ProcessBuilder(
            Path.of(System.getProperty("java.home"), "bin", "java").toString(),
            "--enable-native-access=ALL-UNNAMED",
            "-Xmx1g",
            "-cp",
            System.getProperty("java.class.path"),
            Main.class.getName(),
            "--port",
            "0",
            "--data",
            data.resolve("server").toString(),
            "--sample",
            "--handshake",
            handshake.toString())
        .redirectErrorStream(true)
        .redirectOutput(data.resolve("server.log").toFile())
        .start();
  }

  private static JsonNode read(Path handshake) {
    try {
      return Wire.read(Files.readString(handshake), JsonNode.class);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  @Test
  void everyAcknowledgedItemEndsWithAVerdictAfterAKill() throws Exception {
    Path handshake = data.resolve("handshake.json");
    ConcurrentLinkedQueue<IntakeAnswer> acknowledged = new ConcurrentLinkedQueue<>();
    Process process = startServer(handshake);
    try {
      Eventually.until("the server listens", () -> Files.exists(handshake));
      JsonNode hands = read(handshake);
      TestClient harbor =
          TestClient.signedIn(
              URI.create(hands.path("url").asText()), hands.path("tokens").path("harbor").asText());
      List<Thread> senders = new ArrayList<>();
      for (int sender = 0; sender < 4; sender++) {
        int who = sender;
        senders.add(Thread.ofVirtual().start(() -> sendUntilItDies(harbor, who, acknowledged)));
      }
      Eventually.until("some items were taken", () -> acknowledged.size() >= 40);
      process.destroyForcibly().waitFor();
      for (Thread sender : senders) {
        sender.join();
      }
    } finally {
      process.destroyForcibly().waitFor();
    }
    assertThat(acknowledged).hasSizeGreaterThanOrEqualTo(40);
    assertThat(acknowledged).as("some were taken and not judged yet").anyMatch(a -> !a.complete());
    try (HalcyonServer again = HalcyonServer.start(ServerOptions.local(data.resolve("server")))) {
      Eventually.until("all taken items are judged", () -> unfinished(again) == 0);
      for (IntakeAnswer answer : acknowledged) {
        assertThat(verdict(again, answer.itemId())).as("item %s", answer.externalId()).isNotNull();
      }
    }
  }

  private static void sendUntilItDies(
      TestClient harbor, int sender, ConcurrentLinkedQueue<IntakeAnswer> acknowledged) {
    try {
      for (int i = 0; i < 100_000; i++) {
        String id = sender + "-" + i;
        TestClient.Answer answer =
            harbor.post(
                "/v1/items?deadlineMillis=1",
                Samples.post(id, "The library is open on day " + id + ", come and see us there."));
        if (answer.status() == 200) {
          acknowledged.add(answer.as(IntakeAnswer.class));
        }
      }
    } catch (UncheckedIOException killed) {
      // What was under way when the server died was never acknowledged.
    }
  }

  private static long unfinished(HalcyonServer server) {
    return server
        .context()
        .database()
        .read(
            handle ->
                handle
                    .createQuery("select count(*) from item where complete = false")
                    .mapTo(Long.class)
                    .one());
  }

  private static String verdict(HalcyonServer server, UUID item) {
    return server
        .context()
        .database()
        .read(
            handle ->
                handle
                    .createQuery("select verdict from item where id = :item")
                    .bind("item", item)
                    .mapTo(String.class)
                    .one());
  }
}
