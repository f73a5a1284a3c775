package dev.halcyon.server.http;

import static org.assertj.core.api.Assertions.assertThat;

import dev.halcyon.server.HalcyonServer;
import dev.halcyon.server.ServerOptions;
import dev.halcyon.server.TestClient;
import java.io.IOException;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.logging.Handler;
import java.util.logging.Level;
import java.util.logging.LogRecord;
import java.util.logging.Logger;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Requests that are no HTTP: said plainly, once, as the sender's fault, and without an alarm. */
class BrokenRequestTest {
  private static final String CHUNKED = "Transfer-Encoding: chunked\r\n\r\n";

  @TempDir static Path directory;
  private static HalcyonServer server;

  @BeforeAll
  static void startServer() {
    server = HalcyonServer.start(ServerOptions.local(directory).withSample(null));
  }

  @AfterAll
  static void stopServer() {
    server.close();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "zz\r\n{}\r\n0\r\n\r\n",
        "FFFFFFFFFFFFFFFF\r\n{}\r\n0\r\n\r\n",
        "2\r\n{}xx\r\n0\r\n\r\n"
      })
  void aBodyInBrokenChunksIsTheSendersFault(String body) throws IOException {
    List<LogRecord> logged = new ArrayList<>();
    Handler listener = listener(logged);
    Logger.getLogger("").addHandler(listener);
    try {
      String answer = send("POST /v1/sessions HTTP/1.1\r\nHost: 127.0.0.1\r\n" + CHUNKED + body);
      assertThat(answer).startsWith("HTTP/1.1 400").contains("request.malformed", "chunks");
      assertThat(answer).containsOnlyOnce("HTTP/1.1 ").contains("Connection: close");
    } finally {
      Logger.getLogger("").removeHandler(listener);
    }
    assertThat(logged)
        .filteredOn(entry -> entry.getLevel().intValue() >= Level.WARNING.intValue())
        .isEmpty();
  }

  @Test
  void headersThatAreTooLargeAreRefusedWithTheirLimit() throws IOException {
    String answer =
        send(
            "GET /v1/health HTTP/1.1\r\nHost: 127.0.0.1\r\nX-Large: "
                + "x".repeat(20_000)
                + "\r\n\r\n");
    assertThat(answer).startsWith("HTTP/1.1 400").contains("request.malformed", "16 KiB");
  }

  @Test
  void anAddressThatIsTooLongIsSaidPlainly() throws IOException {
    String answer = send("GET /" + "a".repeat(9_000) + " HTTP/1.1\r\nHost: 127.0.0.1\r\n\r\n");
    assertThat(answer).startsWith("HTTP/1.1 414").contains("request.address", "Shorten it");
  }

  @Test
  void anOlderVersionOfHttpIsToldWhichIsSpoken() throws IOException {
    String answer = send("GET /v1/health HTTP/1.0\r\nHost: 127.0.0.1\r\n\r\n");
    assertThat(answer).startsWith("HTTP/1.1 505").contains("Send it as HTTP/1.1");
  }

  @Test
  void theServerGoesOnAfterAllOfThem() {
    assertThat(new TestClient(server.url(), null).get("/v1/health").status()).isEqualTo(200);
  }

  private static Handler listener(List<LogRecord> logged) {
    return new Handler() {
      @Override
      public synchronized void publish(LogRecord entry) {
        logged.add(entry);
      }

      @Override
      public void flush() {}

      @Override
      public void close() {}
    };
  }

  /** Everything the server answers until it closes the connection. */
  private static String send(String request) throws IOException {
    try (Socket socket = new Socket("127.0.0.1", server.url().getPort())) {
      socket.setSoTimeout(20_000);
      socket.getOutputStream().write(request.getBytes(StandardCharsets.US_ASCII));
      socket.getOutputStream().flush();
      return new String(socket.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    }
  }
}
