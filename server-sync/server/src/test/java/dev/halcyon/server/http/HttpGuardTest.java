package dev.halcyon.server.http;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.halcyon.protocol.Account;
import dev.halcyon.protocol.Health;
import dev.halcyon.protocol.Problem;
import dev.halcyon.protocol.Protocol;
import dev.halcyon.protocol.SignInRequest;
import dev.halcyon.protocol.UserProblem;
import dev.halcyon.server.HalcyonServer;
import dev.halcyon.server.ServerOptions;
import dev.halcyon.server.TestClient;
import dev.halcyon.server.TestClient.Answer;
import dev.halcyon.server.TestDatabases;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.net.Socket;
import java.net.http.HttpRequest.BodyPublishers;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What the server does with requests before any feature sees them. */
class HttpGuardTest {
  @TempDir static Path directory;
  private static HalcyonServer server;
  private static TestClient anonymous;
  private static TestClient ana;

  @BeforeAll
  static void startServer() {
    server = HalcyonServer.start(TestDatabases.options(directory).withSample(null));
    anonymous = new TestClient(server.url(), null);
    ana = TestClient.signedIn(server, "ana");
  }

  @AfterAll
  static void stopServer() {
    server.close();
  }

  @Test
  void healthAndReadinessNeedNoToken() {
    assertThat(anonymous.get("/v1/health").as(Health.class).ok()).isTrue();
    assertThat(anonymous.get("/v1/ready").as(Health.class).checks()).isEmpty();
  }

  @Test
  void everyAnswerNamesTheProtocolVersion() {
    assertThat(anonymous.get("/v1/health").header(Protocol.VERSION_HEADER))
        .isEqualTo(Protocol.VERSION);
    assertThat(anonymous.get("/nowhere").header(Protocol.VERSION_HEADER))
        .isEqualTo(Protocol.VERSION);
  }

  @Test
  void aNewerMajorVersionIsRefused() {
    Answer answer =
        anonymous.send(
            anonymous.request("/v1/health").setHeader(Protocol.VERSION_HEADER, "2.0").GET());
    assertThat(answer.status()).isEqualTo(400);
    expectProblem(answer, "protocol.version", "protocol 2.0", "same release");
  }

  @Test
  void aNewerMinorVersionIsWelcome() {
    Answer answer =
        anonymous.send(
            anonymous.request("/v1/health").setHeader(Protocol.VERSION_HEADER, "1.99").GET());
    assertThat(answer.status()).isEqualTo(200);
  }

  @Test
  void aMissingTokenIsSaidPlainly() {
    Answer answer = anonymous.get("/v1/me");
    assertThat(answer.status()).isEqualTo(401);
    assertThat(answer.header("WWW-Authenticate")).startsWith("Bearer");
    expectProblem(answer, "auth.required", "carries no token", "Sign in");
  }

  @Test
  void aWrongTokenIsSaidPlainly() {
    Answer answer = new TestClient(server.url(), "not-a-token").get("/v1/me");
    assertThat(answer.status()).isEqualTo(401);
    expectProblem(answer, "auth.required", "unknown or has expired", "Sign in");
  }

  @Test
  void anUnknownAddressIsAProblemNotAPage() {
    Answer answer = ana.get("/v1/nothing/here");
    assertThat(answer.status()).isEqualTo(404);
    expectProblem(answer, "route.unknown", "nothing at this address", "docs/protocol.md");
  }

  @Test
  void aWrongMethodIsAProblem() {
    Answer answer = ana.call("PUT", "/v1/me", BodyPublishers.ofString("{}"));
    assertThat(answer.status()).isEqualTo(405);
    expectProblem(answer, "route.method", "does not take PUT", "docs/protocol.md");
  }

  @Test
  void aForeignHostIsRefusedSoThatDnsRebindingFails() throws IOException {
    String answer = raw("GET /v1/health HTTP/1.1\r\nHost: evil.example\r\n\r\n");
    assertThat(answer).startsWith("HTTP/1.1 421").contains("host.refused");
  }

  @Test
  void aForeignOriginIsRefused() {
    Answer answer = ana.send(ana.request("/v1/me").header("Origin", "https://evil.example").GET());
    assertThat(answer.status()).isEqualTo(403);
    expectProblem(answer, "origin.refused", "another origin", "workbench");
  }

  @Test
  void theServersOwnOriginIsWelcome() {
    Answer answer = ana.send(ana.request("/v1/me").header("Origin", server.url().toString()).GET());
    assertThat(answer.status()).isEqualTo(200);
  }

  @Test
  void malformedJsonIsRefusedWithItsPlace() {
    Answer answer =
        anonymous.call("POST", "/v1/sessions", BodyPublishers.ofString("{\"account\": nope}"));
    assertThat(answer.status()).isEqualTo(400);
    expectProblem(answer, "json.malformed", "line 1", "docs/protocol.md");
  }

  @Test
  void invalidUtf8IsRefusedWithItsPlace() {
    byte[] body = "{\"account\":\"an?\",\"password\":\"x\"}".getBytes(StandardCharsets.UTF_8);
    body[14] = (byte) 0xE9;
    Answer answer = anonymous.call("POST", "/v1/sessions", BodyPublishers.ofByteArray(body));
    assertThat(answer.status()).isEqualTo(400);
    expectProblem(answer, "request.encoding", "position 14", "UTF-8");
  }

  @Test
  void aBodyOverTheLimitIsRefusedWhetherItsLengthIsDeclaredOrNot() {
    byte[] large = new byte[100_000];
    Answer declared = anonymous.call("POST", "/v1/sessions", BodyPublishers.ofByteArray(large));
    assertThat(declared.status()).isEqualTo(413);
    expectProblem(declared, "request.too_large", "65536 bytes", "Send less");
    Answer chunked =
        anonymous.call(
            "POST",
            "/v1/sessions",
            BodyPublishers.ofInputStream(() -> new java.io.ByteArrayInputStream(large)));
    assertThat(chunked.status()).isEqualTo(413);
  }

  @Test
  void whatNoDatabaseComparesIsRefusedAndNoFailureOfTheServer() {
    for (String address :
        List.of(
            "/v1/cases?queue=a%00b",
            "/v1/cases?language=%00",
            "/v1/cases/00000000-0000-7000-8000-000000000001/media/a%00/renditions/0")) {
      Answer answer = ana.get(address);
      assertThat(answer.status()).as(address).isEqualTo(400);
      expectProblem(answer, "request.address", "U+0000", "as the server gave it");
    }
    Answer signIn = anonymous.post("/v1/sessions", new SignInRequest("an\0a", "x"));
    assertThat(signIn.status()).isEqualTo(400);
    expectProblem(signIn, "request.field", "U+0000", "1 to 1000");
  }

  @Test
  void aRequestThatIsNotHttpGetsAProblemAndNoStackTrace() throws IOException {
    String answer = raw("GET /v1/%zz HTTP/1.1\r\nHost: localhost\r\n\r\n");
    assertThat(answer).startsWith("HTTP/1.1 400").contains("application/problem+json");
    assertThat(answer).doesNotContain("Exception").doesNotContain("at io.helidon");
  }

  @Test
  void anAddressOfTheNetworkIsRefusedWithoutTls(@TempDir Path other) {
    ServerOptions open =
        ServerOptions.parse(List.of("--data", other.toString(), "--bind", "0.0.0.0"));
    assertThatThrownBy(() -> HalcyonServer.start(open))
        .isInstanceOfSatisfying(
            UserProblem.class,
            problem -> {
              assertThat(problem.code()).isEqualTo("http.tls_required");
              assertThat(problem.remedy()).contains("--tls-keystore");
            });
  }

  @Test
  void aPortInUseIsSaidPlainly(@TempDir Path other) {
    ServerOptions same = ServerOptions.local(other).withPort(server.url().getPort());
    assertThatThrownBy(() -> HalcyonServer.start(same))
        .isInstanceOfSatisfying(
            UserProblem.class,
            problem -> {
              assertThat(problem.code()).isEqualTo("http.port_in_use");
              assertThat(problem.getMessage()).contains("" + server.url().getPort());
              assertThat(problem.remedy()).contains("--port");
            });
  }

  @Test
  void theTokenEndsWithTheSession() {
    TestClient lin = TestClient.signedIn(server, "lin");
    assertThat(lin.get("/v1/me").as(Account.class).name()).isEqualTo("lin");
    assertThat(lin.call("DELETE", "/v1/sessions/current", BodyPublishers.noBody()).status())
        .isEqualTo(204);
    assertThat(lin.get("/v1/me").status()).isEqualTo(401);
  }

  @Test
  void aOneTimeTokenWorksOnce() {
    String token = server.oneTimeToken("aud").orElseThrow();
    TestClient.signedIn(server.url(), token);
    Answer again =
        anonymous.post("/v1/sessions/one-time", new dev.halcyon.protocol.OneTimeSignIn(token));
    assertThat(again.status()).isEqualTo(401);
    expectProblem(again, "auth.failed", "used already", "launcher");
  }

  @Test
  void guessingPasswordsIsSlowedDown() {
    for (int i = 0; i < 5; i++) {
      Answer wrong = anonymous.post("/v1/sessions", new SignInRequest("pol", "guess" + i));
      assertThat(wrong.status()).isEqualTo(401);
      expectProblem(wrong, "auth.failed", "do not fit together", "Check both");
    }
    Answer slowed = anonymous.post("/v1/sessions", new SignInRequest("pol", "guess"));
    assertThat(slowed.status()).isEqualTo(429);
    assertThat(slowed.header("Retry-After")).isEqualTo("60");
    expectProblem(slowed, "auth.too_many", "Too many", "Wait a minute");
  }

  private static void expectProblem(Answer answer, String code, String message, String remedy) {
    assertThat(answer.header("Content-Type")).startsWith("application/problem+json");
    Problem problem = answer.problem();
    assertThat(problem.code()).isEqualTo(code);
    assertThat(problem.message()).contains(message);
    assertThat(problem.remedy()).contains(remedy);
  }

  private static String raw(String request) throws IOException {
    try (Socket socket = new Socket("127.0.0.1", server.url().getPort())) {
      socket.setSoTimeout(5000);
      socket.getOutputStream().write(request.getBytes(StandardCharsets.US_ASCII));
      socket.getOutputStream().flush();
      ByteArrayOutputStream read = new ByteArrayOutputStream();
      byte[] buffer = new byte[4096];
      int count = socket.getInputStream().read(buffer);
      read.write(buffer, 0, Math.max(0, count));
      return read.toString(StandardCharsets.UTF_8);
    }
  }
}
