package dev.halcyon.server.crash;

import static org.assertj.core.api.Assertions.assertThat;

import com.sun.net.httpserver.HttpServer;
import dev.halcyon.protocol.Audience;
import dev.halcyon.protocol.Author;
import dev.halcyon.protocol.IntakeAnswer;
import dev.halcyon.protocol.ItemSubmission;
import dev.halcyon.protocol.Role;
import dev.halcyon.protocol.Session;
import dev.halcyon.protocol.SignInRequest;
import dev.halcyon.protocol.Surface;
import dev.halcyon.server.Eventually;
import dev.halcyon.server.HalcyonServer;
import dev.halcyon.server.ServerOptions;
import dev.halcyon.server.TestClient;
import dev.halcyon.server.store.Database;
import java.awt.image.BufferedImage;
import java.io.ByteArrayOutputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicInteger;
import javax.imageio.ImageIO;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/**
 * A server process killed with SIGKILL in the middle of fetching: what it had accepted is fetched
 * and judged after the next start, by the real engine.
 */
@Timeout(300)
class KilledFetchesTest {
  private static final String PASSWORD = "correct horse battery staple";
  private static final int ITEMS = 6;

  @TempDir Path directory;

  @Test
  void whatWasBeingFetchedIsFetchedAfterTheNextStart() throws Exception {
    Path data = directory.resolve("data");
    try (HalcyonServer first = HalcyonServer.start(ServerOptions.local(data))) {
      first
          .context()
          .accounts()
          .ensure("harbor", "Harbor", Set.of(Role.SERVICE), List.of(), PASSWORD);
      first.context().database().durable().await();
    }
    AtomicInteger asked = new AtomicInteger();
    CountDownLatch killed = new CountDownLatch(1);
    HttpServer host = host(asked, killed);
    try {
      Path connections =
          Files.writeString(
              directory.resolve("connections.json"),
              "{\"privateAddresses\": true, \"mediaOrigins\": [\"" + origin(host) + "\"]}");
      sendAndKill(data, connections, host, asked);
      killed.countDown();
      ServerOptions options = ServerOptions.local(data).withConnections(connections);
      try (HalcyonServer last = HalcyonServer.start(options)) {
        Database database = last.context().database();
        // A fetch that was under way is taken up when its time is over.
        database.useTransaction(
            handle -> handle.execute("update media_fetch set next_at = made_at"));
        Eventually.until(
            "everything is judged",
            () ->
                Workload.count(database, "select count(*) from item where complete = false") == 0);
        assertThat(Workload.count(database, "select count(*) from item")).isEqualTo(ITEMS);
        assertThat(Workload.count(database, "select count(*) from item_media")).isEqualTo(ITEMS);
        assertThat(
                Workload.count(
                    database, "select count(*) from media_fetch where state <> 'FETCHED'"))
            .isZero();
        assertThat(Workload.count(database, "select count(*) from media where state = 'READY'"))
            .as("judged with the picture")
            .isEqualTo(1);
      }
    } finally {
      host.stop(0);
    }
  }

  /** Answers nothing until the kill. */
  private static HttpServer host(AtomicInteger asked, CountDownLatch killed) throws Exception {
    ByteArrayOutputStream png = new ByteArrayOutputStream();
    ImageIO.write(new BufferedImage(64, 64, BufferedImage.TYPE_INT_RGB), "png", png);
    HttpServer host =
        HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 16);
    host.setExecutor(Executors.newVirtualThreadPerTaskExecutor());
    host.createContext(
        "/",
        exchange -> {
          asked.incrementAndGet();
          try (exchange) {
            killed.await();
            exchange.sendResponseHeaders(200, png.size());
            exchange.getResponseBody().write(png.toByteArray());
          } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
          }
        });
    host.start();
    return host;
  }

  private static String origin(HttpServer host) {
    return "http://127.0.0.1:" + host.getAddress().getPort();
  }

  private void sendAndKill(Path data, Path connections, HttpServer host, AtomicInteger asked)
      throws Exception {
    int port = ServerProcess.freePort();
    URI url = URI.create("http://127.0.0.1:" + port);
    Process process =
        ServerProcess.start(directory, data, port, "--connections", connections.toString());
    try {
      Session session =
          new TestClient(url, null)
              .post("/v1/sessions", new SignInRequest("harbor", PASSWORD))
              .as(Session.class);
      TestClient harbor = new TestClient(url, session.token());
      for (int i = 0; i < ITEMS; i++) {
        IntakeAnswer answer =
            harbor
                .post("/v1/items?deadlineMillis=1", item(i, origin(host) + "/" + i))
                .as(IntakeAnswer.class);
        assertThat(answer.complete()).isFalse();
      }
      Eventually.until("some are being fetched", () -> asked.get() >= 2);
    } finally {
      process.destroyForcibly().waitFor();
    }
  }

  private static ItemSubmission item(int number, String url) {
    return new ItemSubmission(
        "harbor",
        "item " + number,
        Surface.POST,
        Audience.GENERAL,
        "en",
        "DE",
        new Author("a", "Somebody", 10, false),
        "A picture of our garden, number " + number,
        List.of(),
        List.of(),
        Instant.now().minusSeconds(60),
        1,
        false,
        List.of(),
        List.of(url));
  }
}
