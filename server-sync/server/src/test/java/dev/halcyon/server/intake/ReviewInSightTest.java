package dev.halcyon.server.intake;

import static org.assertj.core.api.Assertions.assertThat;

import dev.halcyon.protocol.Category;
import dev.halcyon.protocol.DecisionAction;
import dev.halcyon.protocol.DecisionBatch;
import dev.halcyon.protocol.Item;
import dev.halcyon.protocol.NoticeReceipt;
import dev.halcyon.protocol.NoticeSubmission;
import dev.halcyon.protocol.OpenedCase;
import dev.halcyon.protocol.ReportSource;
import dev.halcyon.protocol.ResolvedPolicy;
import dev.halcyon.protocol.Restriction;
import dev.halcyon.protocol.Role;
import dev.halcyon.protocol.Surface;
import dev.halcyon.protocol.UnderReview;
import dev.halcyon.protocol.UnderReview.Effect;
import dev.halcyon.protocol.Verdict;
import dev.halcyon.protocol.Visibility;
import dev.halcyon.protocol.VisibilityChanged;
import dev.halcyon.protocol.Wire;
import dev.halcyon.server.Fixtures;
import dev.halcyon.server.HalcyonServer;
import dev.halcyon.server.OnBothDatabases;
import dev.halcyon.server.ServerContext;
import dev.halcyon.server.TestClient;
import dev.halcyon.server.TestDatabases;
import dev.halcyon.server.effect.Receiver;
import dev.halcyon.server.item.ItemRepository;
import dev.halcyon.server.seal.Seals;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Base64;
import java.util.List;
import java.util.Set;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What becomes of an item in sight that is reported, until a person has decided on it. */
@OnBothDatabases
class ReviewInSightTest {
  @TempDir static Path directory;
  private static Receiver receiver;
  private static HalcyonServer server;
  private static ServerContext context;
  private static TestClient harbor;
  private static TestClient ana;
  private static int notices;

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
  }

  @AfterAll
  static void stop() {
    server.close();
    receiver.close();
  }

  private static TestClient signIn(String name, Role role) {
    String oneTime = context.accounts().ensure(name, name, Set.of(role), List.of(), null);
    return TestClient.signedIn(server.url(), oneTime);
  }

  /** Violence is hidden, hate in posts that a flagger reports is labelled, all else stays. */
  private static ResolvedPolicy policy() {
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
        List.of(),
        null,
        List.of(),
        List.of(),
        null,
        List.of(),
        List.of(
            rule("violence", Category.VIOLENCE, List.of(), List.of(), Effect.HIDE, List.of()),
            rule(
                "hate",
                Category.HATE,
                List.of(Surface.POST),
                List.of(ReportSource.TRUSTED_FLAGGER),
                Effect.RESTRICT,
                List.of(Restriction.LABEL))));
  }

  private static UnderReview rule(
      String id,
      Category category,
      List<Surface> surfaces,
      List<ReportSource> sources,
      Effect effect,
      List<Restriction> restrictions) {
    return new UnderReview(id, List.of(category), surfaces, sources, effect, restrictions);
  }

  @Test
  void aReportThatThePolicyTakesSeriouslyHidesTheItemUntilAPersonDecides() {
    Item item = shown();
    NoticeReceipt receipt = report(item, ReportSource.USER, Category.VIOLENCE);
    assertThat(visibility(item)).isEqualTo(Visibility.PENDING);
    assertThat(receipt.visibility()).isEqualTo(Visibility.PENDING);
    VisibilityChanged hidden = moves(item).getLast();
    assertThat(hidden.before()).isEqualTo(Visibility.VISIBLE);
    assertThat(hidden.visibility()).isEqualTo(Visibility.PENDING);
    assertThat(hidden.decisionId()).as("nobody has decided").isNull();
    assertThat(hidden.category()).isEqualTo(Category.VIOLENCE);
    assertThat(count("select count(*) from report where answered_at is null and item_id = ", item))
        .as("who reported it is told nothing yet")
        .isEqualTo(1);

    report(item, ReportSource.USER, Category.VIOLENCE);
    assertThat(moves(item)).as("hidden once").hasSize(1);

    decide(receipt.caseId(), DecisionAction.ALLOW);
    assertThat(visibility(item)).isEqualTo(Visibility.VISIBLE);
    assertThat(moves(item).getLast().visibility()).isEqualTo(Visibility.VISIBLE);
    assertThat(moves(item).getLast().before()).isEqualTo(Visibility.PENDING);
    assertThat(count("select count(*) from report where answered_at is null and item_id = ", item))
        .isZero();
  }

  @Test
  void oneThatItOnlyRestrictsForIsLabelledAndWhatItDoesNotNameStays() {
    Item item = shown();
    report(item, ReportSource.USER, Category.HATE);
    assertThat(visibility(item)).as("by a user").isEqualTo(Visibility.VISIBLE);
    NoticeReceipt flagged = report(item, ReportSource.TRUSTED_FLAGGER, Category.HATE);
    assertThat(visibility(item)).isEqualTo(Visibility.RESTRICTED);
    assertThat(moves(item).getLast().restrictions()).containsExactly(Restriction.LABEL);
    decide(flagged.caseId(), DecisionAction.REMOVE);
    assertThat(visibility(item)).isEqualTo(Visibility.REMOVED);
    report(item, ReportSource.TRUSTED_FLAGGER, Category.VIOLENCE);
    assertThat(visibility(item)).as("removed stays removed").isEqualTo(Visibility.REMOVED);

    Item spam = shown();
    report(spam, ReportSource.TRUSTED_FLAGGER, Category.SPAM);
    assertThat(visibility(spam)).isEqualTo(Visibility.VISIBLE);
    assertThat(moves(spam)).isEmpty();
  }

  /** A post that the machine allowed. */
  private static Item shown() {
    Item item = Fixtures.item("hello there");
    context
        .database()
        .useTransaction(
            handle -> {
              ItemRepository rows = new ItemRepository();
              rows.insert(handle, item, false);
              rows.conclude(handle, item.id(), true, Verdict.ALLOW, null, 0, "en", policy().ref());
              rows.setVisibility(handle, item.id(), Visibility.VISIBLE);
            });
    return item;
  }

  private static NoticeReceipt report(Item item, ReportSource source, Category ground) {
    return harbor
        .post(
            "/v1/reports",
            new NoticeSubmission(
                "n" + ++notices,
                item.source(),
                externalId(item),
                source,
                "reporter-" + notices,
                null,
                ground,
                null,
                "",
                Instant.now().truncatedTo(ChronoUnit.SECONDS).minusSeconds(1)))
        .as(NoticeReceipt.class);
  }

  private static String externalId(Item item) {
    return context
        .database()
        .read(
            handle ->
                handle
                    .createQuery("select external_id from item where id = :id")
                    .bind("id", item.id())
                    .mapTo(String.class)
                    .one());
  }

  private static void decide(@Nullable UUID caseId, DecisionAction action) {
    OpenedCase opened = ana.post("/v1/cases/" + caseId + "/open").as(OpenedCase.class);
    assertThat(
            ana.post("/v1/decisions", new DecisionBatch(List.of(Fixtures.decide(opened, action))))
                .text())
        .contains("ACCEPTED");
  }

  private static Visibility visibility(Item item) {
    return context
        .database()
        .inTransaction(handle -> new ItemRepository().lockVisibility(handle, item.id()))
        .orElseThrow();
  }

  private static long count(String sql, Item item) {
    return context
        .database()
        .read(handle -> handle.createQuery(sql + "'" + item.id() + "'").mapTo(Long.class).one());
  }

  /** What the platform is sent of the item's moves. */
  private static List<VisibilityChanged> moves(Item item) {
    return context
        .database()
        .read(
            handle ->
                handle
                    .createQuery(
                        "select content from effect where kind = 'item.visibility' and item_id ="
                            + " :id order by id")
                    .bind("id", item.id())
                    .mapTo(String.class)
                    .map(json -> Wire.read(Seals.of(handle).text(json), VisibilityChanged.class))
                    .list());
  }
}
