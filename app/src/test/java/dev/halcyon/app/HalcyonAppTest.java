package dev.halcyon.app;

import static org.assertj.core.api.Assertions.assertThat;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import dev.halcyon.app.fx.OnFxThread;
import dev.halcyon.app.kit.ProblemBanner;
import dev.halcyon.app.testing.Cases;
import dev.halcyon.protocol.Problem;
import dev.halcyon.protocol.Protocol;
import dev.halcyon.protocol.Session;
import dev.halcyon.protocol.Wire;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Instant;
import java.util.Optional;
import javafx.scene.Node;
import javafx.stage.Stage;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;

/** The window from start to close, with a server on the loopback that answers as it is told. */
@ExtendWith(OnFxThread.class)
class HalcyonAppTest {
  @TempDir Path folder;
  private HttpServer server;
  private Stage stage;
  private HalcyonApp app;
  private volatile boolean tokenIsGood = true;

  @BeforeEach
  void start() throws IOException {
    server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    server.createContext("/", this::answer);
    server.start();
    app = new HalcyonApp();
    stage = new Stage();
  }

  @AfterEach
  void stop() {
    stage.hide();
    app.stop();
    server.stop(0);
  }

  private void answer(HttpExchange exchange) throws IOException {
    boolean signIn = exchange.getRequestURI().getPath().equals("/v1/sessions/one-time");
    boolean good = signIn && tokenIsGood;
    String body =
        good
            ? Wire.write(new Session("bearer", Instant.now().plusSeconds(60), Cases.ANA))
            : Wire.write(
                signIn
                    ? new Problem("auth.failed", "This token was used before.", "Sign in.")
                    : new Problem("auth.expired", "The session has ended.", "Sign in again."));
    byte[] bytes = body.getBytes(StandardCharsets.UTF_8);
    exchange.getResponseHeaders().set(Protocol.VERSION_HEADER, Protocol.VERSION);
    exchange
        .getResponseHeaders()
        .set("Content-Type", good ? "application/json" : "application/problem+json");
    exchange.sendResponseHeaders(good ? 200 : 401, bytes.length);
    exchange.getResponseBody().write(bytes);
    exchange.close();
  }

  private void open(Optional<String> token) {
    app.open(
        stage,
        new AppOptions(
            Optional.of(URI.create("http://127.0.0.1:" + server.getAddress().getPort())),
            token,
            folder,
            Optional.empty()));
  }

  private Optional<ProblemBanner> signInProblem() {
    Node form = stage.getScene().getRoot().lookup(".sign-in");
    return Optional.ofNullable(form)
        .map(f -> (ProblemBanner) f.lookup(".problem"))
        .filter(Node::isVisible);
  }

  @Test
  void withoutATokenThePersonIsAskedToSignIn() {
    open(Optional.empty());
    assertThat(stage.getScene().getRoot().lookup(".sign-in")).isNotNull();
    assertThat(stage.isShowing()).isTrue();
  }

  @Test
  void aTokenThatDoesNotCountLeadsToTheFormWithTheReason() {
    tokenIsGood = false;
    open(Optional.of("used"));
    OnFxThread.await("the form with a problem", () -> signInProblem().isPresent());
    assertThat(signInProblem().orElseThrow().getAccessibleText())
        .contains("This token was used before.");
  }

  @Test
  void aSessionThatEndsLeadsBackToTheFormWithTheReason() {
    open(Optional.of("good"));
    OnFxThread.await("the frame", () -> stage.getScene().getRoot().lookup(".top-bar") != null);
    OnFxThread.await("the form with a problem", () -> signInProblem().isPresent());
    // Calls made after the session went say why it went, not only that it did.
    assertThat(signInProblem().orElseThrow().getAccessibleText())
        .contains("The session has ended.");
    assertThat(stage.getScene().getRoot().lookup(".top-bar")).isNull();
  }
}
