package dev.halcyon.server.intake;

import static org.assertj.core.api.Assertions.assertThat;

import dev.halcyon.protocol.Author;
import dev.halcyon.protocol.Category;
import dev.halcyon.protocol.DecisionAction;
import dev.halcyon.protocol.DecisionBatch;
import dev.halcyon.protocol.DecisionRequest;
import dev.halcyon.protocol.IntakeAnswer;
import dev.halcyon.protocol.ItemSubmission;
import dev.halcyon.protocol.OpenedCase;
import dev.halcyon.protocol.ReportSource;
import dev.halcyon.protocol.ReportSubmission;
import dev.halcyon.protocol.Role;
import dev.halcyon.protocol.SignInRequest;
import dev.halcyon.protocol.Surface;
import dev.halcyon.server.Eventually;
import dev.halcyon.server.TestClient;
import dev.halcyon.server.TestClient.Answer;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.net.http.HttpRequest.BodyPublishers;
import java.nio.file.Path;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Arrays;
import java.util.List;
import java.util.Queue;
import java.util.UUID;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.logging.Handler;
import java.util.logging.Level;
import java.util.logging.LogRecord;
import java.util.logging.Logger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * What the server logs of work and of failures, at the finest level of its own loggers, carries no
 * personal data of items, authors, notifiers and decisions.
 */
class LogPrivacyTest {
  private static final List<String> PLANTED =
      List.of(
          "anna.secret@example.org",
          "+49 170 5550123",
          "author-secret",
          "Anna Secret",
          "notifier-secret",
          "remark-secret",
          "note-secret",
          "password-secret",
          "token-secret",
          "id-secret");

  private static final String WORDS = " write to anna.secret@example.org or +49 170 5550123";

  /** Keeps every record with its parameters and the whole of its throwable. */
  private static final class Kept extends Handler {
    final Queue<String> lines = new ConcurrentLinkedQueue<>();

    @Override
    public void publish(LogRecord entry) {
      StringWriter line = new StringWriter();
      line.write(entry.getLoggerName() + " " + entry.getMessage());
      line.write(" " + Arrays.toString(entry.getParameters()));
      if (entry.getThrown() != null) {
        entry.getThrown().printStackTrace(new PrintWriter(line, true));
      }
      lines.add(line.toString());
    }

    @Override
    public void flush() {}

    @Override
    public void close() {}
  }

  @TempDir Path data;

  private final Kept kept = new Kept();
  private final Logger root = Logger.getLogger("");
  private final Logger own = Logger.getLogger("dev.halcyon");
  private ScriptedServer server;
  private TestClient harbor;

  @BeforeEach
  void start() {
    kept.setLevel(Level.ALL);
    own.setLevel(Level.ALL);
    root.addHandler(kept);
    server = new ScriptedServer(data);
    harbor = server.client("harbor", Role.SERVICE);
  }

  @AfterEach
  void stop() {
    server.close();
    root.removeHandler(kept);
    own.setLevel(null);
  }

  @Test
  void workAndFailuresAreLoggedWithoutPersonalData() {
    send("allow");
    send("block");
    send("crash");
    decide(send("review"));
    refusedAndBroken();
    server.execute("alter table assessment rename to assessment_away");
    Answer failed = post("review again, the table is away");
    assertThat(failed.status()).isEqualTo(500);
    assertThat(failed.text()).doesNotContain("secret");
    server.execute("alter table assessment_away rename to assessment");
    Eventually.until("the failure is in the log", () -> logged("items could not be taken"));
    assertThat(logged("the engine failed on item")).as("the scripted failure was logged").isTrue();
    for (String secret : PLANTED) {
      assertThat(kept.lines).as(secret).noneMatch(line -> line.contains(secret));
    }
  }

  /** The test can fail: the same search finds what is logged carelessly. */
  @Test
  void aCarelessLineWouldBeFound() {
    org.slf4j.LoggerFactory.getLogger("dev.halcyon.careless")
        .warn("could not read", new IllegalStateException(WORDS));
    assertThat(kept.lines).anyMatch(line -> line.contains("anna.secret@example.org"));
  }

  private void refusedAndBroken() {
    harbor.call("POST", "/v1/items", BodyPublishers.ofString("{\"text\": \"" + WORDS));
    harbor.call("POST", "/v1/items", BodyPublishers.ofString("{\"text\": [\"" + WORDS + "\"]}"));
    new TestClient(harbor.url(), null)
        .post("/v1/sessions", new SignInRequest("Anna Secret", "password-secret"));
    new TestClient(harbor.url(), "token-secret").get("/v1/me");
    harbor.get("/v1/cases/" + UUID.randomUUID());
  }

  private boolean logged(String words) {
    return kept.lines.stream().anyMatch(line -> line.contains(words));
  }

  private IntakeAnswer send(String what) {
    return post(what).as(IntakeAnswer.class);
  }

  private Answer post(String what) {
    return harbor.post(
        "/v1/items?deadlineMillis=20000",
        new ItemSubmission(
            "harbor",
            "id-secret-" + what.hashCode(),
            Surface.POST,
            "en",
            "DE",
            new Author("author-secret", "Anna Secret", 10, false),
            what + WORDS,
            List.of(),
            List.of(),
            Instant.now().truncatedTo(ChronoUnit.SECONDS).minusSeconds(60),
            100,
            false,
            what.equals("review")
                ? List.of(
                    new ReportSubmission(
                        ReportSource.USER,
                        "notifier-secret",
                        Category.HATE,
                        "remark-secret",
                        Instant.now().truncatedTo(ChronoUnit.SECONDS)))
                : List.of()));
  }

  private void decide(IntakeAnswer item) {
    TestClient ana = server.client("ana", Role.REVIEWER);
    OpenedCase opened = ana.post("/v1/cases/" + item.caseId() + "/open").as(OpenedCase.class);
    DecisionRequest request =
        new DecisionRequest(
            UUID.randomUUID(),
            item.caseId(),
            opened.detail().summary().version(),
            opened.lease().token(),
            DecisionAction.REMOVE,
            List.of(),
            Category.HATE,
            "H1",
            "note-secret",
            null,
            Instant.now().truncatedTo(ChronoUnit.MILLIS),
            1000);
    assertThat(ana.post("/v1/decisions", new DecisionBatch(List.of(request))).status())
        .isEqualTo(200);
  }
}
