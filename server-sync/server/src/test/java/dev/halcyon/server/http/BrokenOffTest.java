package dev.halcyon.server.http;

import static org.assertj.core.api.Assertions.assertThat;

import dev.halcyon.server.Eventually;
import dev.halcyon.server.HalcyonServer;
import dev.halcyon.server.ServerOptions;
import dev.halcyon.server.TestClient;
import java.io.IOException;
import java.io.OutputStream;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.logging.Handler;
import java.util.logging.Level;
import java.util.logging.LogRecord;
import java.util.logging.Logger;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Callers that go away in the middle of what they send: no alarm, nothing left behind. */
class BrokenOffTest {
  private static final Logger ROUTER = Logger.getLogger(Router.class.getName());

  @TempDir static Path directory;
  private static HalcyonServer server;
  private static TestClient harbor;

  private final Queue<LogRecord> logged = new ConcurrentLinkedQueue<>();
  private final Handler listener =
      new Handler() {
        @Override
        public void publish(LogRecord entry) {
          logged.add(entry);
        }

        @Override
        public void flush() {}

        @Override
        public void close() {}
      };

  @BeforeAll
  static void startServer() {
    server = HalcyonServer.start(ServerOptions.local(directory).withSample(null));
    harbor = TestClient.signedIn(server, "harbor");
  }

  @AfterAll
  static void stopServer() {
    server.close();
  }

  @BeforeEach
  void listen() {
    listener.setLevel(Level.ALL);
    ROUTER.setLevel(Level.FINE);
    Logger.getLogger("").addHandler(listener);
  }

  @AfterEach
  void stopListening() {
    Logger.getLogger("").removeHandler(listener);
    ROUTER.setLevel(null);
  }

  @ParameterizedTest
  @CsvSource({
    "/v1/media, image/png, Content-Length: 1000000",
    "/v1/media, image/png, Transfer-Encoding: chunked",
    "/v1/items, application/json, Content-Length: 1000000",
    "/v1/items, application/x-ndjson, Content-Length: 1000000",
    "/v1/items, application/x-ndjson, Transfer-Encoding: chunked",
  })
  void aRequestThatIsBrokenOffIsNoFailureOfTheServer(String path, String type, String length)
      throws IOException {
    try (Socket socket = new Socket("127.0.0.1", server.url().getPort())) {
      OutputStream out = socket.getOutputStream();
      String head =
          "POST %s HTTP/1.1\r\nHost: 127.0.0.1:%d\r\nAuthorization: Bearer %s\r\n"
              + "Content-Type: %s\r\n%s\r\n\r\n";
      out.write(ascii(head.formatted(path, server.url().getPort(), harbor.token(), type, length)));
      boolean chunked = length.endsWith("chunked");
      out.write(ascii(chunked ? "64\r\nfirst part" : "first part"));
      out.flush();
    }
    Eventually.until(
        "the server notices that the caller went away",
        () -> logged.stream().anyMatch(entry -> entry.getMessage().contains("went away")));
    Eventually.until("nothing of the upload is left", BrokenOffTest::nothingIncoming);
    assertThat(harbor.get("/v1/me").status()).isEqualTo(200);
    assertThat(logged)
        .filteredOn(entry -> entry.getLevel().intValue() >= Level.INFO.intValue())
        .extracting(entry -> entry.getLevel() + " " + entry.getMessage())
        .isEmpty();
  }

  private static boolean nothingIncoming() {
    try (Stream<Path> files = Files.walk(directory.resolve("media"))) {
      return files.noneMatch(file -> file.toString().endsWith(".part"));
    } catch (IOException e) {
      return false;
    }
  }

  private static byte[] ascii(String text) {
    return text.getBytes(StandardCharsets.US_ASCII);
  }
}
