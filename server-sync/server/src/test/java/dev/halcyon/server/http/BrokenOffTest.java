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
import java.util.List;
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

  private List<Object> before = List.of();
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
  void listen() throws IOException {
    before = stored();
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

  @ParameterizedTest
  @CsvSource({
    "Content-Length: 1000, first part",
    "Content-Length: 11, first part",
    "Transfer-Encoding: chunked, '64\\r\\nfirst part'",
    "Transfer-Encoding: chunked, 'a\\r\\nfirst part\\r\\n'",
  })
  void anUploadThatEndsBeforeItsAnnouncedEndIsToldSoAndNothingIsKept(String length, String body)
      throws IOException {
    String answer;
    try (Socket socket = new Socket("127.0.0.1", server.url().getPort())) {
      socket.setSoTimeout(20_000);
      OutputStream out = socket.getOutputStream();
      String head =
          "POST /v1/media HTTP/1.1\r\nHost: 127.0.0.1:%d\r\nAuthorization: Bearer %s\r\n"
              + "Content-Type: image/png\r\n%s\r\n\r\n";
      out.write(ascii(head.formatted(server.url().getPort(), harbor.token(), length)));
      out.write(ascii(body.replace("\\r\\n", "\r\n")));
      out.flush();
      socket.shutdownOutput(); // says that no more comes, and still listens
      answer = new String(socket.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    }
    assertThat(answer)
        .startsWith("HTTP/1.1 400")
        .contains("request.interrupted", "before its body was complete", "Connection: close")
        .containsOnlyOnce("HTTP/1.1 ");
    assertThat(nothingIncoming()).isTrue();
    assertThat(stored()).as("rows and files of media").isEqualTo(before);
  }

  private static List<Object> stored() throws IOException {
    long rows =
        server
            .context()
            .database()
            .read(
                handle -> handle.createQuery("select count(*) from media").mapTo(Long.class).one());
    try (Stream<Path> files = Files.walk(directory.resolve("media"))) {
      return List.of(rows, files.filter(Files::isRegularFile).count());
    }
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
