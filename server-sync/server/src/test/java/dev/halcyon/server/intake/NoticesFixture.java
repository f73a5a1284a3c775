package dev.halcyon.server.intake;

import static org.assertj.core.api.Assertions.assertThat;

import dev.halcyon.protocol.CaseDetail;
import dev.halcyon.protocol.CaseSummary;
import dev.halcyon.protocol.Category;
import dev.halcyon.protocol.ClockSpec;
import dev.halcyon.protocol.DecisionAction;
import dev.halcyon.protocol.DecisionBatch;
import dev.halcyon.protocol.DecisionOutcome;
import dev.halcyon.protocol.DecisionResults;
import dev.halcyon.protocol.EffectKind;
import dev.halcyon.protocol.EffectMessage;
import dev.halcyon.protocol.Item;
import dev.halcyon.protocol.NoticeOutcome;
import dev.halcyon.protocol.NoticeReceipt;
import dev.halcyon.protocol.NoticeSubmission;
import dev.halcyon.protocol.OpenedCase;
import dev.halcyon.protocol.OrderPath;
import dev.halcyon.protocol.OrderSubmission;
import dev.halcyon.protocol.ReportSource;
import dev.halcyon.protocol.ResolvedPolicy;
import dev.halcyon.protocol.Restriction;
import dev.halcyon.protocol.Role;
import dev.halcyon.protocol.Verdict;
import dev.halcyon.protocol.Visibility;
import dev.halcyon.protocol.Wire;
import dev.halcyon.server.Eventually;
import dev.halcyon.server.Fixtures;
import dev.halcyon.server.HalcyonServer;
import dev.halcyon.server.ServerContext;
import dev.halcyon.server.TestClient;
import dev.halcyon.server.TestDatabases;
import dev.halcyon.server.effect.Receiver;
import dev.halcyon.server.item.ItemRepository;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Set;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.io.TempDir;

/** A server with a platform, its receiver of webhooks, a reviewer and a lead. */
abstract class NoticesFixture {
  @TempDir static Path directory;
  static Receiver receiver;
  static HalcyonServer server;
  static ServerContext context;
  static TestClient harbor;
  static TestClient ana;
  static TestClient lin;
  static int notices;

  @BeforeAll
  static void start() throws Exception {
    receiver = new Receiver();
    Files.writeString(
        directory.resolve("secret"), Base64.getEncoder().encodeToString(Receiver.SECRET));
    Path connections =
        Files.writeString(
            directory.resolve("connections.json"),
            """
            {"privateAddresses": true,
             "webhooks": [{"name": "harbor", "url": "%s", "secretFiles": ["secret"]}]}
            """
                .formatted(receiver.url()));
    server =
        HalcyonServer.start(
            TestDatabases.options(directory.resolve("data")).withConnections(connections));
    context = server.context();
    context.policies().add(policy());
    context.policies().publish("system", 1001);
    harbor = signIn("harbor", Role.SERVICE);
    ana = signIn("ana", Role.REVIEWER);
    lin = signIn("lin", Role.LEAD);
  }

  @AfterAll
  static void stop() {
    server.close();
    receiver.close();
  }

  static TestClient signIn(String name, Role role) {
    String oneTime = context.accounts().ensure(name, name, Set.of(role), List.of(), null);
    return TestClient.signedIn(server.url(), oneTime);
  }

  /** Orders about violence are carried out, those about hate go before a person within 30 min. */
  static ResolvedPolicy policy() {
    ResolvedPolicy plain = Fixtures.policy(1001);
    return new ResolvedPolicy(
        plain.ref(),
        plain.title(),
        plain.categories(),
        plain.rules(),
        plain.stages(),
        plain.queues(),
        plain.sla(),
        plain.reviewHides(),
        plain.unsupportedLanguage(),
        List.of(
            new ClockSpec(
                "at-once",
                "A law that waits for nobody",
                List.of(ReportSource.AUTHORITY),
                List.of(Category.VIOLENCE),
                3600,
                OrderPath.CARRY_OUT),
            new ClockSpec(
                "soon",
                "A law of thirty minutes",
                List.of(ReportSource.AUTHORITY),
                List.of(Category.HATE),
                1800)),
        null,
        List.of(),
        List.of());
  }

  /** An item that the machine allowed some days ago. */
  static Item allowed() {
    Item item = Fixtures.item("words", "en", 10, Instant.now().minus(Duration.ofDays(3)));
    context
        .database()
        .useTransaction(
            handle -> {
              new ItemRepository().insert(handle, item, false);
              new ItemRepository()
                  .conclude(handle, item.id(), true, Verdict.ALLOW, null, 0, "en", policy().ref());
              context
                  .ledger()
                  .recordVerdict(
                      handle,
                      item.id(),
                      DecisionAction.ALLOW,
                      null,
                      null,
                      null,
                      policy().ref(),
                      Visibility.PENDING,
                      Visibility.VISIBLE);
            });
    return item;
  }

  static Instant now() {
    return Instant.now().truncatedTo(ChronoUnit.MILLIS);
  }

  static NoticeSubmission report(
      Item item, ReportSource by, String reporter, @Nullable Category ground) {
    return new NoticeSubmission(
        "n-" + ++notices,
        item.source(),
        item.externalId(),
        by,
        reporter,
        reporter + "@example.org",
        ground,
        null,
        "look at this",
        now());
  }

  static OrderSubmission order(
      Item item, Category ground, DecisionAction requires, Restriction... restrictions) {
    return new OrderSubmission(
        "o-" + ++notices,
        item.source(),
        item.externalId(),
        "agency",
        "desk@agency.example",
        ground,
        "Section 1 of the act",
        requires,
        List.of(restrictions),
        "",
        now(),
        null);
  }

  static NoticeReceipt send(NoticeSubmission report) {
    return harbor.post("/v1/reports", report).as(NoticeReceipt.class);
  }

  static NoticeReceipt send(OrderSubmission order) {
    return harbor.post("/v1/orders", order).as(NoticeReceipt.class);
  }

  static CaseSummary summary(@Nullable UUID caseId) {
    return ana.get("/v1/cases/" + caseId).as(CaseDetail.class).summary();
  }

  static void decide(UUID caseId, DecisionAction action) {
    OpenedCase opened = ana.post("/v1/cases/" + caseId + "/open").as(OpenedCase.class);
    DecisionResults results =
        ana.post("/v1/decisions", new DecisionBatch(List.of(Fixtures.decide(opened, action))))
            .as(DecisionResults.class);
    assertThat(results.results().getFirst().outcome()).isEqualTo(DecisionOutcome.ACCEPTED);
  }

  static long count(String sql) {
    return context.database().read(handle -> handle.createQuery(sql).mapTo(Long.class).one());
  }

  static void untilDelivered() {
    Eventually.until(
        "every effect arrived",
        () -> count("select count(*) from effect where state = 'WAITING'") == 0);
  }

  static List<EffectMessage> told(Item item, EffectKind kind) {
    untilDelivered();
    List<EffectMessage> told = new ArrayList<>();
    receiver.taken().stream()
        .filter(message -> message.type() == kind)
        .filter(message -> message.data().get("itemId").asText().equals(item.id().toString()))
        .filter(message -> told.stream().noneMatch(each -> each.id().equals(message.id())))
        .forEach(told::add);
    return told;
  }

  static List<NoticeOutcome> outcomes(Item item) {
    return told(item, EffectKind.NOTICE_OUTCOME).stream()
        .map(message -> Wire.read(message.data().toString(), NoticeOutcome.class))
        .toList();
  }

  static org.assertj.core.data.TemporalUnitOffset within(long many, ChronoUnit unit) {
    return new org.assertj.core.data.TemporalUnitWithinOffset(many, unit);
  }
}
