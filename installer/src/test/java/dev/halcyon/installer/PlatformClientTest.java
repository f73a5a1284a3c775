package dev.halcyon.installer;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.sun.net.httpserver.HttpServer;
import dev.halcyon.protocol.Account;
import dev.halcyon.protocol.MediaUploaded;
import dev.halcyon.protocol.Problem;
import dev.halcyon.protocol.Protocol;
import dev.halcyon.protocol.Role;
import dev.halcyon.protocol.Session;
import dev.halcyon.protocol.UserProblem;
import dev.halcyon.protocol.Wire;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.Set;
import java.util.UUID;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** How the feed bears what a server may answer; {@code SampleFeedTest} runs it on the real one. */
class PlatformClientTest {
  private record Answer(int status, String body) {}

  private final Deque<Answer> answers = new ArrayDeque<>();
  private final Deque<String> versions = new ArrayDeque<>();
  private HttpServer server;

  @BeforeEach
  void start() throws IOException {
    server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    server.createContext(
        "/",
        exchange -> {
          exchange.getRequestBody().readAllBytes();
          versions.add(exchange.getRequestHeaders().getFirst(Protocol.VERSION_HEADER));
          Answer answer = answers.pop();
          exchange.getResponseHeaders().set("Retry-After", "0");
          byte[] body = answer.body().getBytes(StandardCharsets.UTF_8);
          exchange.sendResponseHeaders(answer.status(), body.length);
          exchange.getResponseBody().write(body);
          exchange.close();
        });
    server.start();
    Account account =
        new Account(UUID.randomUUID(), "harbor", "H", Set.of(Role.SERVICE), List.of());
    answers.add(new Answer(200, Wire.write(new Session("t", Instant.now(), account))));
  }

  @AfterEach
  void stop() {
    server.stop(0);
  }

  @Test
  void aBusyServerIsAskedAgainAfterTheTimeItNames() {
    answers.add(new Answer(429, Wire.write(new Problem("rate.limited", "slow down", "wait"))));
    answers.add(new Answer(503, ""));
    answers.add(new Answer(200, Wire.write(new MediaUploaded("ab", 1, false))));
    try (PlatformClient client = PlatformClient.signIn(address(), "one-time")) {
      assertThat(client.upload(new byte[] {1}, "image/png")).isEqualTo("ab");
    }
    assertThat(versions).hasSize(4).containsOnly(Protocol.VERSION);
  }

  @Test
  void theServersOwnWordsReachTheUser() {
    answers.add(new Answer(403, Wire.write(new Problem("role.missing", "no such role", "ask"))));
    try (PlatformClient client = PlatformClient.signIn(address(), "one-time")) {
      assertThatThrownBy(() -> client.publishPolicy(2))
          .isInstanceOfSatisfying(
              UserProblem.class, problem -> assertThat(problem.code()).isEqualTo("role.missing"));
    }
  }

  @Test
  void anAnswerThatIsNoProblemDocumentPointsToTheAddress() {
    answers.clear();
    answers.add(new Answer(404, "<html>not here</html>"));
    assertThatThrownBy(() -> PlatformClient.signIn(address(), "one-time"))
        .isInstanceOfSatisfying(
            UserProblem.class, problem -> assertThat(problem.code()).isEqualTo("feed.refused"));
  }

  @Test
  void aServerThatIsNotThereIsNamed() throws IOException {
    int port;
    try (ServerSocket free = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      port = free.getLocalPort();
    }
    assertThatThrownBy(() -> PlatformClient.signIn(URI.create("http://127.0.0.1:" + port), "x"))
        .isInstanceOfSatisfying(
            UserProblem.class, problem -> assertThat(problem.code()).isEqualTo("feed.unreachable"));
  }

  private URI address() {
    return URI.create("http://127.0.0.1:" + server.getAddress().getPort());
  }
}
