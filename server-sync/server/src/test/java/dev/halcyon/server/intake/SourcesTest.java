package dev.halcyon.server.intake;

import static org.assertj.core.api.Assertions.assertThat;

import dev.halcyon.protocol.Category;
import dev.halcyon.protocol.DecisionAction;
import dev.halcyon.protocol.IntakeAnswer;
import dev.halcyon.protocol.ItemSubmission;
import dev.halcyon.protocol.NewAccount;
import dev.halcyon.protocol.NoticeSubmission;
import dev.halcyon.protocol.OneTimeToken;
import dev.halcyon.protocol.OrderSubmission;
import dev.halcyon.protocol.ReportSource;
import dev.halcyon.protocol.Role;
import dev.halcyon.protocol.Wire;
import dev.halcyon.server.OnBothDatabases;
import dev.halcyon.server.TestClient;
import dev.halcyon.server.TestClient.Answer;
import java.net.http.HttpRequest.BodyPublishers;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A platform's account speaks for its own source alone. */
@OnBothDatabases
class SourcesTest {
  @TempDir Path data;
  private ScriptedServer server;
  private TestClient own;
  private TestClient other;
  private ItemSubmission item;

  @BeforeEach
  void start() {
    server = new ScriptedServer(data);
    item = Submissions.reported("1", "hello", List.of());
    own = bound("own", item.source());
    other = bound("other", "tide");
  }

  @AfterEach
  void stop() {
    server.close();
  }

  private TestClient bound(String name, String source) {
    TestClient admin = server.client("adm", Role.ADMIN);
    OneTimeToken token =
        admin
            .post(
                "/v1/accounts",
                new NewAccount(name, null, Set.of(Role.SERVICE), List.of(), List.of(source), null))
            .as(OneTimeToken.class);
    return TestClient.signedIn(admin.url(), token.token());
  }

  private static void refused(Answer answer) {
    assertThat(answer.status()).isEqualTo(403);
    assertThat(answer.problem().code()).isEqualTo("source.forbidden");
    assertThat(answer.problem().remedy()).contains("/sources");
  }

  private long items() {
    return server.one("select count(*) from item", Long.class);
  }

  @Test
  void anItemOfAnotherSourceIsRefusedAndNothingIsKept() {
    refused(other.post("/v1/items", item));
    assertThat(items()).isZero();
    assertThat(own.submit(item).replayed()).isFalse();
    refused(other.post("/v1/items", item));
  }

  @Test
  void inABatchTheLinesOfOtherSourcesAreRefusedEachAndTheOwnAreTaken() {
    ItemSubmission second = Submissions.reported("2", "hello again", List.of());
    String mine = Wire.write(second).replace("\"" + second.source() + "\"", "\"tide\"");
    String[] answers =
        other
            .send(
                other
                    .request("/v1/items")
                    .header("Content-Type", "application/x-ndjson")
                    .POST(BodyPublishers.ofString(Wire.write(item) + "\n" + mine + "\n")))
            .text()
            .split("\n");
    assertThat(Wire.read(answers[0], IntakeAnswer.class).problem().code())
        .isEqualTo("source.forbidden");
    assertThat(Wire.read(answers[1], IntakeAnswer.class).problem()).isNull();
    assertThat(items()).isEqualTo(1);
  }

  @Test
  void reportsAndOrdersAreForTheSourcesOwnAccount() {
    own.submit(item);
    NoticeSubmission report =
        new NoticeSubmission(
            "n1",
            item.source(),
            item.externalId(),
            ReportSource.USER,
            "reader",
            null,
            Category.HATE,
            null,
            "",
            Instant.now());
    OrderSubmission order =
        new OrderSubmission(
            "o1",
            item.source(),
            item.externalId(),
            "court",
            null,
            Category.HATE,
            "law",
            DecisionAction.REMOVE,
            List.of(),
            "",
            Instant.now(),
            null);
    refused(other.post("/v1/reports", report));
    refused(other.post("/v1/orders", order));
    assertThat(server.one("select count(*) from report", Long.class)).isZero();
    assertThat(own.post("/v1/reports", report).status()).isEqualTo(200);
    assertThat(own.post("/v1/orders", order).status()).isEqualTo(200);
  }

  @Test
  void onlyTheSourcesOwnAccountOrAnAdministratorErases() {
    IntakeAnswer first = own.submit(item);
    refused(other.call("DELETE", "/v1/items/" + first.itemId(), BodyPublishers.noBody()));
    assertThat(server.one("select count(*) from item where erased_at is null", Long.class))
        .isEqualTo(1);
    assertThat(own.call("DELETE", "/v1/items/" + first.itemId(), BodyPublishers.noBody()).status())
        .isEqualTo(204);
    IntakeAnswer second = own.submit(Submissions.reported("2", "hello again", List.of()));
    assertThat(
            server
                .client("adm", Role.ADMIN)
                .call("DELETE", "/v1/items/" + second.itemId(), BodyPublishers.noBody())
                .status())
        .isEqualTo(204);
  }

  @Test
  void anAccountOfBeforeTheBindingWithoutSourcesSpeaksForNone() {
    server.execute("update account set sources = '' where name = 'own'");
    refused(own.post("/v1/items", item));
  }
}
