package dev.halcyon.server.capacity;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import dev.halcyon.protocol.Account;
import dev.halcyon.protocol.Category;
import dev.halcyon.protocol.Forecast;
import dev.halcyon.protocol.Plan;
import dev.halcyon.protocol.PlanRequest;
import dev.halcyon.protocol.Priority;
import dev.halcyon.protocol.QueueForecast;
import dev.halcyon.protocol.ReachedAt;
import dev.halcyon.protocol.Role;
import dev.halcyon.protocol.SeverityBand;
import dev.halcyon.server.Fixtures;
import dev.halcyon.server.HalcyonServer;
import dev.halcyon.server.OnBothDatabases;
import dev.halcyon.server.TestClient;
import dev.halcyon.server.TestDatabases;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.Set;
import java.util.UUID;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The forecast and the plan over HTTP, from what the database says. */
@OnBothDatabases
class ForecastsTest {
  @TempDir Path directory;
  private HalcyonServer server;
  private TestClient lead;

  @BeforeEach
  void start() {
    server = HalcyonServer.start(TestDatabases.options(directory));
    server.context().policies().add(Fixtures.policy(1001));
    server.context().policies().publish("system", 1001);
    lead = client("lead", Role.LEAD);
  }

  @AfterEach
  void stop() {
    server.close();
  }

  private TestClient client(String name, Role role, String... languages) {
    String token =
        server.context().accounts().ensure(name, name, Set.of(role), List.of(languages), null);
    return TestClient.signedIn(server.url(), token);
  }

  private UUID waiting(String language, long dueInSeconds) {
    UUID id =
        Fixtures.createCase(
                server.context(),
                Fixtures.item("text " + UUID.randomUUID(), language, 10, Instant.now()),
                Category.HATE,
                0.7)
            .id();
    server
        .context()
        .database()
        .useTransaction(
            handle ->
                handle
                    .createUpdate("update review_case set due_at = :due where id = :id")
                    .bind("due", Instant.now().plusSeconds(dueInSeconds))
                    .bind("id", id)
                    .execute());
    return id;
  }

  private static QueueForecast queue(Forecast forecast, String id) {
    return forecast.queues().stream()
        .filter(each -> each.queue().equals(id))
        .findFirst()
        .orElseThrow();
  }

  @Test
  void withNobodyAtWorkWhatIsDueSoonIsLate() {
    UUID soon = waiting("en", 1_800);
    waiting("en", 7_200);
    waiting("en", 90_000);
    waiting("en", -60);
    Forecast forecast = lead.get("/v1/forecast").as(Forecast.class);
    assertThat(forecast.peopleAtWork()).isZero();
    QueueForecast general = queue(forecast, "general");
    assertThat(general.open()).isEqualTo(4);
    assertThat(general.overdue()).isEqualTo(1);
    assertThat(general.people()).isZero();
    assertThat(general.outlooks()).extracting(QueueForecast.Outlook::hours).containsExactly(1, 4);
    assertThat(general.outlooks().getFirst().any().value()).isCloseTo(1, within(1e-9));
    assertThat(general.outlooks().getFirst().late().value()).isGreaterThanOrEqualTo(1);
    assertThat(general.outlooks().getLast().late().value()).isGreaterThanOrEqualTo(2);
    assertThat(general.dueSoon()).hasSize(2);
    assertThat(general.dueSoon().getFirst().caseId()).isEqualTo(soon);
    assertThat(general.dueSoon().getFirst().late().value()).isCloseTo(1, within(1e-9));
  }

  @Test
  void whoIsAtWorkTakesWhatTheyMayAndNothingElse() {
    client("dora", Role.REVIEWER, "de"); // speaks German, is not at work
    TestClient ana = client("ana", Role.REVIEWER, "en");
    UUID first = waiting("en", 3_000);
    UUID german = waiting("de", 3_000);
    assertThat(ana.post("/v1/cases/" + first + "/open").status()).isEqualTo(200);
    String text = lead.get("/v1/forecast").text();
    Forecast forecast = dev.halcyon.protocol.Wire.read(text, Forecast.class);
    assertThat(forecast.peopleAtWork()).isEqualTo(1);
    QueueForecast general = queue(forecast, "general");
    assertThat(general.people()).isEqualTo(1);
    assertThat(general.dueSoon()).isEmpty();
    QueueForecast ofGermans = queue(forecast, "german");
    assertThat(ofGermans.people()).isZero();
    assertThat(ofGermans.outlooks().getFirst().any().value()).isCloseTo(1, within(1e-9));
    assertThat(ofGermans.dueSoon().getFirst().caseId()).isEqualTo(german);
    assertThat(text)
        .doesNotContain("ana")
        .doesNotContain(ana.get("/v1/me").as(Account.class).id().toString());
  }

  @Test
  void anEmptyServerHasAnEmptyForecast() {
    assertThat(lead.get("/v1/forecast").as(Forecast.class).queues()).isEmpty();
  }

  @Test
  void aPlanIsMadeAndWhatCannotBeMeantIsRefused() {
    PlanRequest request =
        new PlanRequest(
            1_000_000,
            List.of(
                new PlanRequest.Tier(ReachedAt.RULES, 0.95),
                new PlanRequest.Tier(ReachedAt.JUDGE, 0.045),
                new PlanRequest.Tier(ReachedAt.PEOPLE, 0.005)),
            List.of(),
            List.of(new PlanRequest.Language("en", 1)),
            List.of(new PlanRequest.Work("posts", 1, 60, SeverityBand.NEUTRAL, Priority.P2)),
            List.of(),
            List.of(),
            0,
            8);
    Plan plan = lead.post("/v1/plan", request).as(Plan.class);
    assertThat(plan.bareReviewers()).isCloseTo(10.4, within(0.05));
    PlanRequest without =
        new PlanRequest(1, List.of(), List.of(), List.of(), List.of(), List.of(), List.of(), 0, 8);
    TestClient.Answer refused = lead.post("/v1/plan", without);
    assertThat(refused.status()).isEqualTo(400);
    assertThat(refused.problem().code()).isEqualTo("plan.field");
    assertThat(refused.problem().message()).contains("\"tiers\" has 0 entries");
  }
}
