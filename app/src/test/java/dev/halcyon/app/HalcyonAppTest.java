package dev.halcyon.app;

import static org.assertj.core.api.Assertions.assertThat;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import dev.halcyon.app.fx.OnFxThread;
import dev.halcyon.app.kit.Language;
import dev.halcyon.app.kit.ProblemBanner;
import dev.halcyon.app.shell.PreferenceStore;
import dev.halcyon.app.shell.Preferences;
import dev.halcyon.app.testing.Cases;
import dev.halcyon.protocol.CasePage;
import dev.halcyon.protocol.Problem;
import dev.halcyon.protocol.Protocol;
import dev.halcyon.protocol.Session;
import dev.halcyon.protocol.Wire;
import java.io.IOException;
import java.lang.ref.WeakReference;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CopyOnWriteArrayList;
import javafx.scene.Node;
import javafx.scene.control.ButtonBase;
import javafx.scene.control.RadioButton;
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
  private volatile boolean sessionHolds;
  private final List<String> ended = new CopyOnWriteArrayList<>();

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
    String path = exchange.getRequestURI().getPath();
    if (sessionHolds && !path.startsWith("/v1/sessions/one-time")) {
      inSession(exchange, path);
      return;
    }
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

  /** A server with nothing in its queues, and no feed to follow. */
  private void inSession(HttpExchange exchange, String path) throws IOException {
    boolean leaving = exchange.getRequestMethod().equals("DELETE");
    if (leaving) {
      ended.add(path + " " + exchange.getRequestHeaders().getFirst("Authorization"));
    }
    Object body =
        switch (path) {
          case "/v1/queues" -> List.of();
          case "/v1/cases" -> new CasePage(List.of(), null);
          default -> new Problem("server.busy", "Not now.", "Try later.");
        };
    boolean known = !(body instanceof Problem);
    byte[] bytes = Wire.write(body).getBytes(StandardCharsets.UTF_8);
    exchange.getResponseHeaders().set(Protocol.VERSION_HEADER, Protocol.VERSION);
    exchange
        .getResponseHeaders()
        .set("Content-Type", known ? "application/json" : "application/problem+json");
    exchange.sendResponseHeaders(leaving ? 204 : known ? 200 : 503, leaving ? -1 : bytes.length);
    if (!leaving) {
      exchange.getResponseBody().write(bytes);
    }
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

  private void press(String words) {
    stage.getScene().getRoot().lookupAll(".button").stream()
        .map(ButtonBase.class::cast)
        .filter(button -> words.equals(button.getText()) || words.equals(spoken(button)))
        .findFirst()
        .orElseThrow(() -> new AssertionError("no button " + words))
        .fire();
  }

  private static String spoken(ButtonBase button) {
    return String.valueOf(button.getAccessibleText());
  }

  private void toSettings(String settings) {
    sessionHolds = true;
    open(Optional.of("good"));
    OnFxThread.await("the frame", () -> stage.getScene().getRoot().lookup(".top-bar") != null);
    press(settings);
    stage.getScene().getRoot().applyCss();
    stage.getScene().getRoot().layout();
  }

  @Test
  void signingOutEndsTheSessionOnTheServerAndLeadsBackToTheForm() {
    toSettings("Settings");
    WeakReference<Node> frame = new WeakReference<>(stage.getScene().getRoot().lookup(".frame"));
    assertThat(frame.get()).isNotNull();
    press("Sign out");
    OnFxThread.await("the form", () -> stage.getScene().getRoot().lookup(".sign-in") != null);
    assertThat(ended).containsExactly("/v1/sessions/current Bearer bearer");
    assertThat(signInProblem()).as("nothing went wrong").isEmpty();
    assertThat(stage.getScene().getRoot().lookup(".top-bar")).isNull();
    OnFxThread.await(
        "nothing of the session is in memory",
        () -> {
          System.gc();
          return frame.get() == null;
        });
  }

  @Test
  void signingOutWithoutTheServerSaysSoAndIsDoneAllTheSame() {
    toSettings("Settings");
    server.stop(0);
    press("Sign out");
    OnFxThread.await("the form with a problem", () -> signInProblem().isPresent());
    assertThat(signInProblem().orElseThrow().getAccessibleText())
        .contains("You are signed out here, but the server could not be told.");
  }

  @Test
  void theLanguageChosenHoldsFromTheNextSignInOn() throws IOException {
    Files.writeString(
        folder.resolve("preferences.json"),
        Wire.write(Preferences.DEFAULT.withLanguage(Language.ENGLISH)));
    toSettings("Settings");
    RadioButton german =
        stage.getScene().getRoot().lookupAll(".radio-button").stream()
            .map(RadioButton.class::cast)
            .filter(button -> button.getText().equals("Deutsch"))
            .findFirst()
            .orElseThrow();
    german.fire();
    press("Sign out");
    OnFxThread.await("the form", () -> stage.getScene().getRoot().lookup(".sign-in") != null);
    stage.getScene().getRoot().applyCss();
    press("Anmelden");
    assertThat(signInProblem().orElseThrow().getAccessibleText())
        .contains("Konto oder Passwort fehlt.");
    assertThat(new PreferenceStore(folder).load().language()).isEqualTo(Language.GERMAN);
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
