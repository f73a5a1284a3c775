package dev.halcyon.server.intake;

import static org.assertj.core.api.Assertions.assertThat;

import dev.halcyon.protocol.Category;
import dev.halcyon.protocol.DecisionAction;
import dev.halcyon.protocol.IntakeAnswer;
import dev.halcyon.protocol.Priority;
import dev.halcyon.protocol.ReportSource;
import dev.halcyon.protocol.ReportSubmission;
import dev.halcyon.protocol.Verdict;
import dev.halcyon.protocol.Visibility;
import dev.halcyon.server.Eventually;
import dev.halcyon.server.OnBothDatabases;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.UUID;
import org.junit.jupiter.api.Test;

/** Items that come with reports, or with media that nothing can decode. */
@OnBothDatabases
class ReportedIntakeTest extends IntakeFixture {
  @Test
  void reportsAreKeptAndRaiseTheCaseFromTheirReceipt() {
    Instant received = Instant.now().truncatedTo(ChronoUnit.SECONDS).minusSeconds(30);
    ReportSubmission report =
        new ReportSubmission(ReportSource.TRUSTED_FLAGGER, "flagger-7", null, "see this", received);
    harbor.submit(Samples.item("1", "a", "review this", List.of(report)));
    assertThat(count("report")).isEqualTo(1);
    assertThat(server.one("select priority from review_case", Integer.class))
        .isEqualTo(Priority.P0.ordinal());
    assertThat(server.one("select due_at from review_case", Instant.class))
        .isEqualTo(received.plusSeconds(15 * 60));
    assertThat(server.engine.requests.getFirst().reports()).isEqualTo(1);
  }

  @Test
  void anItemSentAgainWithALaterReportRaisesItsCaseOnce() {
    harbor.submit(Samples.item("1", "a", "review this", List.of()));
    assertThat(server.one("select priority from review_case", Integer.class))
        .isEqualTo(Priority.P1.ordinal());
    ReportSubmission report =
        new ReportSubmission(
            ReportSource.AUTHORITY,
            "agency",
            null,
            "",
            Instant.now().truncatedTo(ChronoUnit.SECONDS).minusSeconds(5));
    for (int i = 0; i < 2; i++) {
      assertThat(harbor.submit(Samples.item("1", "a", "review this", List.of(report))).replayed())
          .isTrue();
    }
    assertThat(count("report")).isEqualTo(1);
    assertThat(server.one("select priority from review_case", Integer.class))
        .isEqualTo(Priority.P0.ordinal());
  }

  @Test
  void aReportedItemThatTheMachineAllowsIsStillLookedAtByAPerson() {
    ReportSubmission plain =
        new ReportSubmission(
            ReportSource.USER, "reader", Category.HATE, "", Instant.now().minusSeconds(9));
    IntakeAnswer answer = harbor.submit(Samples.item("1", "a", "good morning", List.of(plain)));
    assertThat(answer.verdict()).isEqualTo(Verdict.ALLOW);
    assertThat(answer.visibility()).isEqualTo(Visibility.VISIBLE);
    assertThat(server.one("select id from review_case", UUID.class)).isEqualTo(answer.caseId());
    assertThat(server.one("select category from review_case", String.class)).isEqualTo("hate");
    assertThat(server.one("select priority from review_case", Integer.class))
        .as("a reader's report is a reason to look, not to hurry")
        .isEqualTo(Priority.P1.ordinal());
    assertThat(server.one("select reasons from review_case", String.class))
        .contains("RAISED_BY_REPORT")
        .contains("\"user\"");
    assertThat(server.one("select rationale_id from review_case", UUID.class)).isNotNull();
  }

  @Test
  void anAuthoritysReportOnAnAllowedItemLeadsTheOthersAndMakesItsCaseMoreUrgent() {
    Instant received = Instant.now().truncatedTo(ChronoUnit.SECONDS).minusSeconds(30);
    harbor.submit(
        Samples.item(
            "1",
            "a",
            "good morning",
            List.of(
                new ReportSubmission(ReportSource.USER, "r", Category.SPAM, "", received),
                new ReportSubmission(
                    ReportSource.AUTHORITY, "agency", Category.HATE, "", received))));
    assertThat(server.one("select category from review_case", String.class)).isEqualTo("hate");
    assertThat(server.one("select priority from review_case", Integer.class))
        .isEqualTo(Priority.P0.ordinal());
    assertThat(server.one("select due_at from review_case", Instant.class))
        .isEqualTo(received.plusSeconds(15 * 60));
  }

  @Test
  void aLaterReportOnAnAllowedItemMakesOneCaseAndReportsAfterItMakeNoSecond() {
    assertThat(harbor.submit(Samples.item("1", "a", "good morning", List.of())).caseId()).isNull();
    for (String reader : List.of("r1", "r2")) {
      ReportSubmission report =
          new ReportSubmission(
              ReportSource.USER, reader, Category.HATE, "", Instant.now().minusSeconds(5));
      IntakeAnswer again = harbor.submit(Samples.item("1", "a", "good morning", List.of(report)));
      assertThat(again.verdict()).isEqualTo(Verdict.ALLOW);
    }
    assertThat(count("review_case")).isEqualTo(1);
    assertThat(server.one("select reports from review_case", Integer.class)).isEqualTo(2);
    assertThat(server.one("select reasons from review_case", String.class))
        .contains("RAISED_BY_REPORT");
  }

  @Test
  void aReportThatComesWhileTheItemIsJudgedMakesItsCase() {
    sendImpatiently(Samples.item("1", "a", "slow but good", List.of()));
    ReportSubmission report =
        new ReportSubmission(
            ReportSource.USER, "reader", Category.HATE, "", Instant.now().minusSeconds(5));
    sendImpatiently(Samples.item("1", "a", "slow but good", List.of(report)));
    assertThat(count("review_case")).as("only a final verdict makes a case").isZero();
    server.engine.release(1);
    Eventually.until("the case is made", () -> count("review_case") == 1);
  }

  @Test
  void undecodableMediaOfOneAuthorMakesOneCaseAndNotOneEach() {
    IntakeAnswer first = harbor.submit(Samples.by("troll", "1", "undecodable", harbor.upload("a")));
    IntakeAnswer second =
        harbor.submit(Samples.by("troll", "2", "undecodable", harbor.upload("b")));
    IntakeAnswer other = harbor.submit(Samples.by("other", "3", "undecodable", harbor.upload("c")));
    IntakeAnswer sameFile =
        harbor.submit(Samples.by("third", "4", "undecodable", harbor.upload("c")));
    IntakeAnswer words =
        harbor.submit(Samples.by("troll", "5", "review undecodable", harbor.upload("d")));
    assertThat(second.caseId()).isEqualTo(first.caseId()).isNotNull();
    assertThat(sameFile.caseId()).isEqualTo(other.caseId()).isNotEqualTo(first.caseId());
    assertThat(words.caseId()).isNotEqualTo(first.caseId());
    assertThat(count("review_case")).isEqualTo(3);
    assertThat(
            server.one(
                "select state from media where media_id = '" + harbor.upload("a") + "'",
                String.class))
        .isEqualTo("FAILED");
  }

  @Test
  void whatAPersonDecidesOnAnUndecodableItemHoldsForItsWholeCluster() {
    IntakeAnswer first = harbor.submit(Samples.by("troll", "1", "undecodable", harbor.upload("a")));
    IntakeAnswer second =
        harbor.submit(Samples.by("troll", "2", "undecodable", harbor.upload("b")));
    server.decideByAPerson(first, DecisionAction.REMOVE);
    Eventually.until(
        "the second item is removed too",
        () ->
            harbor.submit(Samples.by("troll", "2", "undecodable", harbor.upload("b"))).visibility()
                == Visibility.REMOVED);
    assertThat(
            server.one(
                "select count(*) from decision where by_machine and item_id = '"
                    + second.itemId()
                    + "'",
                Long.class))
        .isEqualTo(1);
  }
}
