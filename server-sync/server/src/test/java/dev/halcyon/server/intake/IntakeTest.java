package dev.halcyon.server.intake;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.halcyon.protocol.Assessment;
import dev.halcyon.protocol.DecisionAction;
import dev.halcyon.protocol.IntakeAnswer;
import dev.halcyon.protocol.ItemSubmission;
import dev.halcyon.protocol.ReportSource;
import dev.halcyon.protocol.ReportSubmission;
import dev.halcyon.protocol.Role;
import dev.halcyon.protocol.Verdict;
import dev.halcyon.protocol.Visibility;
import dev.halcyon.protocol.Wire;
import dev.halcyon.server.Eventually;
import dev.halcyon.server.OnBothDatabases;
import dev.halcyon.server.TestClient;
import dev.halcyon.server.TestClient.Answer;
import dev.halcyon.server.audit.AuditLog;
import dev.halcyon.server.item.JudgementRepository;
import java.time.Clock;
import java.time.Instant;
import java.util.HashSet;
import java.util.HexFormat;
import java.util.List;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.Callable;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/** Items from their acceptance to their verdict. */
@OnBothDatabases
class IntakeTest extends IntakeFixture {
  @Test
  void anAllowedItemBecomesVisibleByADecisionOfTheMachine() {
    IntakeAnswer answer = harbor.submit(Samples.post("1", "good morning"));
    assertThat(answer.verdict()).isEqualTo(Verdict.ALLOW);
    assertThat(answer.visibility()).isEqualTo(Visibility.VISIBLE);
    assertThat(answer.complete()).isTrue();
    assertThat(answer.replayed()).isFalse();
    assertThat(answer.caseId()).isNull();
    assertThat(count("review_case")).isZero();
    assertThat(server.one("select action from every_decision where by_machine", String.class))
        .isEqualTo("ALLOW");
    assertThat(server.one("select id from every_decision", UUID.class)).isEqualTo(answer.itemId());
    JudgementRepository judgements = new JudgementRepository();
    UUID item = answer.itemId();
    List<Assessment> said = server.database.read(handle -> judgements.assessments(handle, item));
    assertThat(said).hasSize(2);
    UUID rationale =
        server.database.read(handle -> judgements.rationale(handle, item).orElseThrow().id());
    boolean about = server.database.read(handle -> judgements.isAbout(handle, rationale, item));
    assertThat(about).isTrue();
  }

  @Test
  void theLogVouchesForAnAllowedItemUntilItsAuthorIsForgotten() {
    UUID item = harbor.submit(Samples.by("ann", "1", "good morning")).itemId();
    harbor.submit(Samples.by("bob", "2", "good evening"));
    TestClient auditor = server.client("aud", Role.AUDITOR);
    auditor.get("/v1/audit/checkpoint");
    JsonNode export = auditor.get("/v1/audit/items/" + item).as(JsonNode.class);
    JsonNode proof = export.path("allowance");
    assertThat(proof.path("facts").asText()).contains("ann").contains(item.toString());
    byte[] key = HexFormat.of().parseHex(proof.path("key").asText());
    String commitment = AuditLog.commitment(key, AuditLog.ALLOWANCE, proof.path("facts").asText());
    assertThat(listed(export, item)).isEqualTo(commitment);
    assertThat(export.path("audit").toString()).doesNotContain("ann").doesNotContain("harbor");

    int destroyed =
        server.database.inTransaction(
            handle ->
                new AuditLog(Clock.systemUTC()).forget(handle, "system", "author:harbor:ann"));
    assertThat(destroyed).isEqualTo(1);
    JsonNode after = auditor.get("/v1/audit/items/" + item).as(JsonNode.class);
    assertThat(after.path("allowance").has("key")).isFalse();
    assertThat(listed(after, item)).isEqualTo(commitment);
    assertThat(server.one("select count(*) from item where allowance_key is null", Long.class))
        .isEqualTo(1);
  }

  /** The commitment that the entry about many items lists for one. */
  private static String listed(JsonNode export, UUID item) {
    for (JsonNode entry : export.path("audit")) {
      if (entry.path("action").asText().equals("items.allowed")) {
        return Wire.read(entry.path("details").asText(), JsonNode.class)
            .path("items")
            .path(item.toString())
            .asText();
      }
    }
    throw new AssertionError("no entry lists the item: " + export.path("audit"));
  }

  @Test
  void aBlockedItemIsRemovedByADecisionThatNamesItsClause() {
    IntakeAnswer answer = harbor.submit(Samples.post("1", "block this"));
    assertThat(answer.verdict()).isEqualTo(Verdict.BLOCK);
    assertThat(answer.visibility()).isEqualTo(Visibility.REMOVED);
    assertThat(
            server.one(
                "select action || ' ' || category || ' ' || clause || ' ' || visibility_before"
                    + " from decision where by_machine",
                String.class))
        .isEqualTo("REMOVE hate H1 PENDING");
  }

  @Test
  void anItemUnderReviewMakesACaseAndStaysHiddenWhereThePolicySaysSo() {
    IntakeAnswer answer = harbor.submit(Samples.post("1", "review this"));
    assertThat(answer.verdict()).isEqualTo(Verdict.REVIEW);
    assertThat(answer.visibility()).isEqualTo(Visibility.PENDING);
    assertThat(answer.complete()).isTrue();
    assertThat(server.one("select id from review_case", UUID.class)).isEqualTo(answer.caseId());
    assertThat(count("decision")).isZero();
  }

  @Test
  void anItemSentAgainGetsTheFirstAnswerAndIsJudgedOnce() {
    ItemSubmission item = Samples.post("1", "review this");
    IntakeAnswer first = harbor.submit(item);
    IntakeAnswer again = harbor.submit(item);
    assertThat(again)
        .isEqualTo(
            new IntakeAnswer(
                first.itemId(),
                "harbor",
                "1",
                first.verdict(),
                first.visibility(),
                true,
                true,
                first.caseId(),
                first.category(),
                null));
    assertThat(server.engine.requests).hasSize(1);
    assertThat(count("item")).isEqualTo(1);
  }

  @Test
  void theSameItemSentByManyAtOnceIsKeptOnceAndAllAreAnsweredAlike() throws Exception {
    ItemSubmission item = Samples.post("1", "review this");
    try (var senders = Executors.newVirtualThreadPerTaskExecutor()) {
      List<Callable<IntakeAnswer>> calls =
          IntStream.range(0, 12)
              .<Callable<IntakeAnswer>>mapToObj(i -> () -> harbor.submit(item))
              .toList();
      List<Future<IntakeAnswer>> answers = senders.invokeAll(calls);
      Set<UUID> ids = new HashSet<>();
      int fresh = 0;
      for (Future<IntakeAnswer> answer : answers) {
        ids.add(answer.get().itemId());
        fresh += answer.get().replayed() ? 0 : 1;
        assertThat(answer.get().verdict()).isEqualTo(Verdict.REVIEW);
      }
      assertThat(ids).hasSize(1);
      assertThat(fresh).isEqualTo(1);
    }
    assertThat(count("item")).isEqualTo(1);
    assertThat(count("review_case")).isEqualTo(1);
    assertThat(server.engine.requests).hasSize(1);
  }

  @Test
  void aMissedDeadlineAnswersReviewAndTheCascadeFinishesWithoutItsSender() {
    IntakeAnswer answer = sendImpatiently(Samples.post("1", "slow but good"));
    assertThat(answer.verdict()).isEqualTo(Verdict.REVIEW);
    assertThat(answer.visibility()).isEqualTo(Visibility.PENDING);
    assertThat(answer.complete()).isFalse();
    assertThat(answer.caseId()).isNull();
    assertThat(count("review_case")).isZero();
    assertThat(count("decision")).isZero();

    server.engine.release(1);
    Eventually.until("the item has its verdict", () -> server.waiting() == 0);
    IntakeAnswer later = sendImpatiently(Samples.post("1", "slow but good"));
    assertThat(later.verdict()).isEqualTo(Verdict.ALLOW);
    assertThat(later.visibility()).isEqualTo(Visibility.VISIBLE);
    assertThat(later.complete()).isTrue();
    assertThat(count("review_case")).isZero();
  }

  @Test
  void slowMediaKeepNoWordsWaiting() {
    for (int i = 0; i < 8; i++) {
      sendImpatiently(Samples.post("film" + i, "slow", harbor.upload("film" + i)));
    }
    assertThat(harbor.submit(Samples.post("chat", "hello")).complete()).isTrue();
    assertThat(server.waiting()).isEqualTo(8);
  }

  @Test
  void onlyAFinalReviewMakesACase() {
    sendImpatiently(Samples.post("1", "slow review"));
    assertThat(count("review_case")).isZero();
    server.engine.release(1);
    Eventually.until("the case is made", () -> count("review_case") == 1);
  }

  @Test
  void whatWasAcceptedAndNotJudgedIsJudgedAfterARestart() {
    for (int i = 0; i < 5; i++) {
      sendImpatiently(Samples.post("" + i, "slow review " + i));
    }
    assertThat(count("item")).isEqualTo(5);
    assertThat(count("assessment")).isZero();
    server.close();
    open(IntakeServices.CAPACITY);
    assertThat(count("review_case")).as("a shutdown's interrupt is no verdict").isZero();
    server.engine.release(100);
    Eventually.until("all have a verdict", () -> count("review_case") == 5);
    assertThat(server.one("select count(*) from item where complete", Long.class)).isEqualTo(5);
  }

  @Test
  void anEngineThatBreaksItsPromiseLeavesTheItemToAPerson() {
    IntakeAnswer answer = harbor.submit(Samples.post("1", "crash"));
    assertThat(answer.verdict()).isEqualTo(Verdict.REVIEW);
    assertThat(answer.caseId()).isNotNull();
    assertThat(server.words("select content from assessment"))
        .contains("FAILED")
        .contains("IllegalStateException")
        .doesNotContain("breaks its promise");
  }

  @Test
  void aFullServerRefusesWithRetryAfterAndKeepsNothingOfWhatItRefused() {
    server.close();
    open(2);
    sendImpatiently(Samples.post("1", "slow"));
    sendImpatiently(Samples.post("2", "slow"));
    Answer refused = harbor.post("/v1/items", Samples.post("3", "hello"));
    assertThat(refused.status()).isEqualTo(429);
    assertThat(refused.header("Retry-After")).isEqualTo("2");
    assertThat(refused.problem().code()).isEqualTo("intake.too_many");
    assertThat(count("item")).isEqualTo(2);
    server.engine.release(2);
    Eventually.until("there is a place again", () -> server.waiting() == 0);
    assertThat(harbor.submit(Samples.post("3", "hello")).verdict()).isEqualTo(Verdict.ALLOW);
  }

  @Test
  void anEarlierDecisionOnTheSameWordsReachesTheEngine() {
    IntakeAnswer first = harbor.submit(Samples.post("1", "review these words"));
    server.decideByAPerson(first, DecisionAction.RESTRICT);
    harbor.submit(Samples.post("2", "  review these words "));
    harbor.submit(Samples.post("3", "review other words"));
    assertThat(server.engine.requests.get(1).similar())
        .singleElement()
        .satisfies(
            past -> {
              assertThat(past.itemId()).isEqualTo(first.itemId());
              assertThat(past.action()).isEqualTo(DecisionAction.RESTRICT);
              assertThat(past.decidedBy()).isEqualTo("ana");
            });
    assertThat(server.engine.requests.get(2).similar()).isEmpty();
  }

  /** What deciding writes; the route for it is another feature's. */
  @Test
  void theAuditLogNamesTheItemAndNeverItsAuthorOrWords() {
    ReportSubmission report =
        new ReportSubmission(
            ReportSource.USER, "reporter-9", null, "rude words", Instant.now().minusSeconds(9));
    harbor.submit(Samples.item("1", "author-secret", "review these secret words", List.of(report)));
    String log =
        server.database.read(
            handle ->
                String.join(
                    "\n",
                    handle
                        .createQuery(
                            "select action || ' ' || subject || ' ' || details from audit_entry")
                        .mapTo(String.class)
                        .list()));
    assertThat(log)
        .contains("item.received")
        .contains("report.received")
        .contains("item.judged")
        .contains("case.created")
        .doesNotContain("author-secret")
        .doesNotContain("reporter-9")
        .doesNotContain("secret words")
        .doesNotContain("rude");
  }
}
