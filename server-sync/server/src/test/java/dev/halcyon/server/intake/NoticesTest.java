package dev.halcyon.server.intake;

import static org.assertj.core.api.Assertions.assertThat;

import dev.halcyon.protocol.Author;
import dev.halcyon.protocol.Category;
import dev.halcyon.protocol.DecisionAction;
import dev.halcyon.protocol.IntakeAnswer;
import dev.halcyon.protocol.ItemSubmission;
import dev.halcyon.protocol.NoticeReceipt;
import dev.halcyon.protocol.OrderSubmission;
import dev.halcyon.protocol.ReportSource;
import dev.halcyon.protocol.ReportSubmission;
import dev.halcyon.protocol.Role;
import dev.halcyon.protocol.Surface;
import dev.halcyon.protocol.Visibility;
import dev.halcyon.server.Eventually;
import dev.halcyon.server.OnBothDatabases;
import dev.halcyon.server.TestClient;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

/**
 * Reports that come after an item was decided: what is new is looked at, what is said again is not.
 */
@OnBothDatabases
class NoticesTest {
  @TempDir Path data;

  private ScriptedServer server;
  private TestClient harbor;
  private int seconds;

  @BeforeEach
  void start() {
    server = new ScriptedServer(data);
    harbor = server.client("harbor", Role.SERVICE);
  }

  @AfterEach
  void stop() {
    server.close();
  }

  /** Each report has a receipt time of its own, as any two real ones have. */
  private ReportSubmission report(ReportSource source, String reporter, @Nullable Category ground) {
    return new ReportSubmission(
        source, reporter, ground, "", Instant.now().minusSeconds(100 - ++seconds));
  }

  /** Sends the item again with a report. */
  private IntakeAnswer reported(ReportSource source, String reporter, @Nullable Category ground) {
    return harbor.submit(item(report(source, reporter, ground)));
  }

  private static ItemSubmission item(ReportSubmission... reports) {
    return Samples.item("1", "a", "review this", List.of(reports));
  }

  private void decided(Visibility visibility) {
    server.execute("update review_case set state = 'DECIDED', is_open = false");
    server.execute("update item set visibility = '" + visibility + "'");
  }

  private long cases() {
    return server.one("select count(*) from review_case", Long.class);
  }

  private String openCategory() {
    return server.one("select category from review_case where is_open", String.class);
  }

  @Test
  void aGroundThatNobodyLookedAtMakesACaseAboutItAndTheSameAgainMakesNone() {
    UUID first = harbor.submit(item()).caseId();
    decided(Visibility.VISIBLE);

    IntakeAnswer anew = reported(ReportSource.USER, "r1", Category.PRIVACY);
    assertThat(cases()).isEqualTo(2);
    assertThat(openCategory()).isEqualTo("privacy");
    assertThat(anew.caseId()).as("the sender is told of the case that runs").isNotEqualTo(first);
    assertThat(server.one("select id from review_case where is_open", UUID.class))
        .isEqualTo(anew.caseId());

    decided(Visibility.VISIBLE);
    reported(ReportSource.USER, "r2", Category.PRIVACY);
    assertThat(cases()).as("privacy was decided").isEqualTo(2);
    assertThat(server.one("select count(*) from report", Long.class)).isEqualTo(2);
  }

  @Test
  void theGroundOnWhichAPersonDecidedAndAReportWithoutOneSayNothingNew() {
    harbor.submit(item());
    decided(Visibility.RESTRICTED);
    reported(ReportSource.USER, "r1", Category.HATE);
    reported(ReportSource.USER, "r2", null);
    assertThat(cases()).isEqualTo(1);
  }

  @Test
  void theFirstWordOfATrustedFlaggerIsHeardOnce() {
    harbor.submit(item());
    decided(Visibility.VISIBLE);
    reported(ReportSource.TRUSTED_FLAGGER, "f1", Category.HATE);
    assertThat(cases()).isEqualTo(2);
    decided(Visibility.VISIBLE);
    reported(ReportSource.TRUSTED_FLAGGER, "f2", Category.HATE);
    assertThat(cases()).isEqualTo(2);
  }

  @Test
  void eachAuthorityIsHeardOnceForAGround() {
    harbor.submit(item());
    decided(Visibility.VISIBLE);
    reported(ReportSource.AUTHORITY, "one", Category.HATE);
    decided(Visibility.VISIBLE);
    reported(ReportSource.AUTHORITY, "two", Category.HATE);
    decided(Visibility.VISIBLE);
    reported(ReportSource.AUTHORITY, "one", null);
    decided(Visibility.VISIBLE);
    assertThat(cases()).isEqualTo(4);
    reported(ReportSource.AUTHORITY, "one", Category.HATE);
    reported(ReportSource.AUTHORITY, "one", null);
    assertThat(cases()).isEqualTo(4);
  }

  @ParameterizedTest
  @EnumSource(names = {"REMOVED", "PERMANENTLY_REMOVED"})
  void whatIsGoneNeedsNoLook(Visibility gone) {
    harbor.submit(item());
    decided(gone);
    reported(ReportSource.AUTHORITY, "agency", Category.TERRORISM);
    assertThat(cases()).isEqualTo(1);
    assertThat(server.one("select count(*) from report", Long.class)).isEqualTo(1);
  }

  @ParameterizedTest
  @CsvSource({"slow but good, ALLOW, 0", "slow review, REVIEW, 1"})
  void whatAnOrderRemovedBeforeTheVerdictStaysRemoved(String text, String verdict, int cases) {
    ItemSubmission item =
        new ItemSubmission(
            "harbor",
            "1",
            Surface.POST,
            "en",
            "FR",
            new Author("a", "Somebody", 10, false),
            text,
            List.of(),
            List.of(),
            Instant.now().minusSeconds(60),
            1,
            false,
            List.of());
    assertThat(harbor.post("/v1/items?deadlineMillis=1", item).as(IntakeAnswer.class).complete())
        .isFalse();
    NoticeReceipt receipt =
        harbor
            .post(
                "/v1/orders",
                new OrderSubmission(
                    "o1",
                    "harbor",
                    "1",
                    "agency",
                    null,
                    null,
                    "an act",
                    DecisionAction.REMOVE,
                    List.of(),
                    "",
                    Instant.now(),
                    null))
            .as(NoticeReceipt.class);
    assertThat(receipt.visibility()).isEqualTo(Visibility.REMOVED);
    server.release(1);
    Eventually.until("it is judged", () -> harbor.submit(item).complete());
    IntakeAnswer judged = harbor.submit(item);
    assertThat(judged.verdict().name()).isEqualTo(verdict);
    assertThat(judged.visibility()).isEqualTo(Visibility.REMOVED);
    assertThat(cases())
        .as("the order is answered; the machine may ask all the same")
        .isEqualTo(cases);
  }

  @Test
  void reportsAtTheSameMomentMakeOneCase() throws Exception {
    harbor.submit(item());
    decided(Visibility.VISIBLE);
    List<Callable<IntakeAnswer>> sends =
        IntStream.range(0, 8)
            .mapToObj(n -> item(report(ReportSource.USER, "r" + n, Category.PRIVACY)))
            .map(item -> (Callable<IntakeAnswer>) () -> harbor.submit(item))
            .toList();
    try (ExecutorService abreast = Executors.newFixedThreadPool(8)) {
      for (var sent : abreast.invokeAll(sends)) {
        assertThat(sent.get().replayed()).isTrue();
      }
    }
    assertThat(cases()).isEqualTo(2);
    assertThat(server.one("select reports from review_case where is_open", Integer.class))
        .isEqualTo(8);
  }

  @Test
  void aReportedItemNoLongerHangsOnAnotherItemsCase() {
    IntakeAnswer first = harbor.submit(Samples.by("troll", "1", "undecodable", harbor.upload("a")));
    String media = harbor.upload("b");
    UUID hung = harbor.submit(Samples.by("troll", "2", "undecodable", media)).caseId();
    assertThat(hung).isEqualTo(first.caseId());
    ReportSubmission report = report(ReportSource.USER, "r1", Category.SEXUAL);
    IntakeAnswer own =
        harbor.submit(Samples.item("2", "troll", "undecodable", List.of(report), media));
    assertThat(own.caseId()).isNotEqualTo(hung);
    assertThat(cases()).isEqualTo(2);

    ItemSubmission third = Samples.by("troll", "3", "undecodable", harbor.upload("c"));
    assertThat(harbor.submit(third).caseId()).isEqualTo(hung);
    server.decideByAPerson(first, DecisionAction.REMOVE);
    Eventually.until(
        "the case's other item follows",
        () -> harbor.submit(third).visibility() == Visibility.REMOVED);
    assertThat(
            server.one(
                "select count(*) from decision where item_id = '" + own.itemId() + "'", Long.class))
        .as("what has a case of its own waits for a person")
        .isZero();
  }
}
