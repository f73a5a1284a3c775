package dev.halcyon.server.intake;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.halcyon.protocol.Assessment;
import dev.halcyon.protocol.Category;
import dev.halcyon.protocol.DecisionAction;
import dev.halcyon.protocol.IntakeAnswer;
import dev.halcyon.protocol.ItemSubmission;
import dev.halcyon.protocol.MediaUploaded;
import dev.halcyon.protocol.Priority;
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
import java.net.http.HttpRequest.BodyPublishers;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Arrays;
import java.util.HashSet;
import java.util.HexFormat;
import java.util.List;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.Callable;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

@OnBothDatabases
class IntakeTest {
  @TempDir Path data;

  private ScriptedServer server;
  private TestClient harbor;

  @BeforeEach
  void start() {
    open(IntakeServices.CAPACITY);
  }

  private void open(int capacity) {
    server = new ScriptedServer(data, new ScriptedEngine(), capacity);
    harbor = server.client("harbor", Role.SERVICE);
  }

  @AfterEach
  void stop() {
    server.engine.release(1000);
    server.close();
  }

  private IntakeAnswer send(ItemSubmission item) {
    return harbor.post("/v1/items?deadlineMillis=20000", item).as(IntakeAnswer.class);
  }

  private IntakeAnswer sendImpatiently(ItemSubmission item) {
    return harbor.post("/v1/items?deadlineMillis=1", item).as(IntakeAnswer.class);
  }

  private String upload(String content) {
    Answer answer =
        harbor.send(
            harbor
                .request("/v1/media")
                .header("Content-Type", "image/png")
                .POST(BodyPublishers.ofString(content)));
    return answer.as(MediaUploaded.class).mediaId();
  }

  private long count(String table) {
    return server.one("select count(*) from " + table, Long.class);
  }

  @Test
  void anAllowedItemBecomesVisibleByADecisionOfTheMachine() {
    IntakeAnswer answer = send(Samples.post("1", "good morning"));
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
    UUID item = send(Samples.by("ann", "1", "good morning")).itemId();
    send(Samples.by("bob", "2", "good evening"));
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
    IntakeAnswer answer = send(Samples.post("1", "block this"));
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
    IntakeAnswer answer = send(Samples.post("1", "review this"));
    assertThat(answer.verdict()).isEqualTo(Verdict.REVIEW);
    assertThat(answer.visibility()).isEqualTo(Visibility.PENDING);
    assertThat(answer.complete()).isTrue();
    assertThat(server.one("select id from review_case", UUID.class)).isEqualTo(answer.caseId());
    assertThat(count("decision")).isZero();
  }

  @Test
  void anItemSentAgainGetsTheFirstAnswerAndIsJudgedOnce() {
    ItemSubmission item = Samples.post("1", "review this");
    IntakeAnswer first = send(item);
    IntakeAnswer again = send(item);
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
          IntStream.range(0, 12).<Callable<IntakeAnswer>>mapToObj(i -> () -> send(item)).toList();
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
      sendImpatiently(Samples.post("film" + i, "slow", upload("film" + i)));
    }
    assertThat(send(Samples.post("chat", "hello")).complete()).isTrue();
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
    IntakeAnswer answer = send(Samples.post("1", "crash"));
    assertThat(answer.verdict()).isEqualTo(Verdict.REVIEW);
    assertThat(answer.caseId()).isNotNull();
    assertThat(server.one("select content from assessment", String.class))
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
    assertThat(send(Samples.post("3", "hello")).verdict()).isEqualTo(Verdict.ALLOW);
  }

  @Test
  void aBatchAnswersEachLineAndOneBadLineDoesNotSpoilTheOthers() {
    String body =
        String.join(
            "\n",
            Wire.write(Samples.post("1", "hello")),
            "",
            "{\"source\": oops}",
            Wire.write(Samples.post("2", "review this")),
            Wire.write(Samples.post("", "no id")),
            Wire.write(Samples.post("3", "block this")));
    List<IntakeAnswer> answers = batch(body.getBytes(StandardCharsets.UTF_8));
    assertThat(answers)
        .extracting(IntakeAnswer::verdict)
        .containsExactly(
            Verdict.ALLOW, Verdict.UNKNOWN, Verdict.REVIEW, Verdict.UNKNOWN, Verdict.BLOCK);
    assertThat(answers.get(1).problem().code()).isEqualTo("json.malformed");
    assertThat(answers.get(1).problem().message())
        .contains("Line 3")
        .contains("line 3, column")
        .doesNotContain("oops");
    assertThat(answers.get(3).problem().message()).contains("Line 5").contains("externalId");
    assertThat(answers.get(3).source()).isEqualTo("harbor");
    assertThat(count("item")).isEqualTo(3);
  }

  @Test
  void aLineThatIsNotUtf8IsRefusedAndItsNeighboursAreTaken() {
    byte[] good = (Wire.write(Samples.post("1", "hello")) + "\n").getBytes(StandardCharsets.UTF_8);
    byte[] bad = (Wire.write(Samples.post("2", "h~llo")) + "\n").getBytes(StandardCharsets.UTF_8);
    bad[new String(bad, StandardCharsets.UTF_8).indexOf('~')] = (byte) 0xC3;
    byte[] body = Arrays.copyOf(good, good.length + bad.length);
    System.arraycopy(bad, 0, body, good.length, bad.length);
    List<IntakeAnswer> answers = batch(body);
    assertThat(answers.getFirst().verdict()).isEqualTo(Verdict.ALLOW);
    assertThat(answers.getLast().problem().code()).isEqualTo("request.encoding");
    assertThat(answers.getLast().problem().message()).contains("Line 2");
  }

  @Test
  void aLargeBatchSentBeforeAnythingIsReadIsAnsweredWhole() {
    String body =
        IntStream.range(0, 600)
            .mapToObj(i -> Wire.write(Samples.by("a" + i % 7, "n" + i, "hello " + i)))
            .collect(Collectors.joining("\n"));
    List<IntakeAnswer> answers = batch(body.getBytes(StandardCharsets.UTF_8));
    assertThat(answers).hasSize(600).allMatch(answer -> answer.verdict() == Verdict.ALLOW);
    assertThat(answers)
        .extracting(IntakeAnswer::externalId)
        .containsExactlyElementsOf(IntStream.range(0, 600).mapToObj(i -> "n" + i).toList());
    assertThat(count("item")).isEqualTo(600);
    assertThat(count("author")).isEqualTo(7);
  }

  private List<IntakeAnswer> batch(byte[] body) {
    Answer answer =
        harbor.send(
            harbor
                .request("/v1/items?deadlineMillis=20000")
                .header("Content-Type", "application/x-ndjson")
                .POST(BodyPublishers.ofByteArray(body)));
    assertThat(answer.status()).isEqualTo(200);
    assertThat(answer.header("Content-Type")).contains("application/x-ndjson");
    return answer.text().lines().map(line -> Wire.read(line, IntakeAnswer.class)).toList();
  }

  @Test
  void textThatIsNotUtf8IsRefused() {
    byte[] body = Wire.write(Samples.post("1", "h~llo")).getBytes(StandardCharsets.UTF_8);
    body[new String(body, StandardCharsets.UTF_8).indexOf('~')] = (byte) 0xFF;
    Answer answer =
        harbor.send(
            harbor
                .request("/v1/items")
                .header("Content-Type", "application/json")
                .POST(BodyPublishers.ofByteArray(body)));
    assertThat(answer.status()).isEqualTo(400);
    assertThat(answer.problem().code()).isEqualTo("request.encoding");
    assertThat(count("item")).isZero();
  }

  @Test
  void tenMegabytesOfTextAreTakenAndMoreIsRefused() {
    String text = "word ".repeat(SubmissionCheck.TEXT_BYTES / 5);
    IntakeAnswer answer = send(Samples.post("1", text));
    assertThat(answer.complete()).isTrue();
    assertThat(server.one("select char_length(body) from item", Integer.class))
        .isEqualTo(text.length());
    Answer refused = harbor.post("/v1/items", Samples.post("2", text + "more"));
    assertThat(refused.status()).isEqualTo(413);
    assertThat(refused.problem().code()).isEqualTo("item.too_large");
    assertThat(refused.text()).hasSizeLessThan(1000);
  }

  @Test
  void aFieldThatBreaksARuleIsNamedAndNothingIsKept() {
    Answer answer = harbor.post("/v1/items", Samples.post("1", "hello", "0".repeat(64)));
    assertThat(answer.status()).isEqualTo(400);
    assertThat(answer.problem().message()).contains("mediaIds[0]").contains("never uploaded");
    assertThat(count("item")).isZero();
    assertThat(count("author")).isZero();
  }

  @Test
  void anotherContentTypeAndAnImpossibleDeadlineAreRefused() {
    Answer text =
        harbor.send(
            harbor
                .request("/v1/items")
                .header("Content-Type", "text/plain")
                .POST(BodyPublishers.ofString("hello")));
    assertThat(text.status()).isEqualTo(415);
    assertThat(harbor.post("/v1/items?deadlineMillis=0", Samples.post("1", "x")).status())
        .isEqualTo(400);
  }

  @Test
  void reportsAreKeptAndRaiseTheCaseFromTheirReceipt() {
    Instant received = Instant.now().truncatedTo(ChronoUnit.SECONDS).minusSeconds(30);
    ReportSubmission report =
        new ReportSubmission(ReportSource.TRUSTED_FLAGGER, "flagger-7", null, "see this", received);
    send(Samples.item("1", "a", "review this", List.of(report)));
    assertThat(count("report")).isEqualTo(1);
    assertThat(server.one("select priority from review_case", Integer.class))
        .isEqualTo(Priority.P0.ordinal());
    assertThat(server.one("select due_at from review_case", Instant.class))
        .isEqualTo(received.plusSeconds(15 * 60));
    assertThat(server.engine.requests.getFirst().reports()).isEqualTo(1);
  }

  @Test
  void anItemSentAgainWithALaterReportRaisesItsCaseOnce() {
    send(Samples.item("1", "a", "review this", List.of()));
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
      assertThat(send(Samples.item("1", "a", "review this", List.of(report))).replayed()).isTrue();
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
    IntakeAnswer answer = send(Samples.item("1", "a", "good morning", List.of(plain)));
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
    send(
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
    assertThat(send(Samples.item("1", "a", "good morning", List.of())).caseId()).isNull();
    for (String reader : List.of("r1", "r2")) {
      ReportSubmission report =
          new ReportSubmission(
              ReportSource.USER, reader, Category.HATE, "", Instant.now().minusSeconds(5));
      IntakeAnswer again = send(Samples.item("1", "a", "good morning", List.of(report)));
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
    IntakeAnswer first = send(Samples.by("troll", "1", "undecodable", upload("a")));
    IntakeAnswer second = send(Samples.by("troll", "2", "undecodable", upload("b")));
    IntakeAnswer other = send(Samples.by("other", "3", "undecodable", upload("c")));
    IntakeAnswer sameFile = send(Samples.by("third", "4", "undecodable", upload("c")));
    IntakeAnswer words = send(Samples.by("troll", "5", "review undecodable", upload("d")));
    assertThat(second.caseId()).isEqualTo(first.caseId()).isNotNull();
    assertThat(sameFile.caseId()).isEqualTo(other.caseId()).isNotEqualTo(first.caseId());
    assertThat(words.caseId()).isNotEqualTo(first.caseId());
    assertThat(count("review_case")).isEqualTo(3);
    assertThat(
            server.one(
                "select state from media where media_id = '" + upload("a") + "'", String.class))
        .isEqualTo("FAILED");
  }

  @Test
  void whatAPersonDecidesOnAnUndecodableItemHoldsForItsWholeCluster() {
    IntakeAnswer first = send(Samples.by("troll", "1", "undecodable", upload("a")));
    IntakeAnswer second = send(Samples.by("troll", "2", "undecodable", upload("b")));
    server.decideByAPerson(first, DecisionAction.REMOVE);
    Eventually.until(
        "the second item is removed too",
        () ->
            send(Samples.by("troll", "2", "undecodable", upload("b"))).visibility()
                == Visibility.REMOVED);
    assertThat(
            server.one(
                "select count(*) from decision where by_machine and item_id = '"
                    + second.itemId()
                    + "'",
                Long.class))
        .isEqualTo(1);
  }

  @Test
  void anEarlierDecisionOnTheSameWordsReachesTheEngine() {
    IntakeAnswer first = send(Samples.post("1", "review these words"));
    server.decideByAPerson(first, DecisionAction.RESTRICT);
    send(Samples.post("2", "  review these words "));
    send(Samples.post("3", "review other words"));
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
    send(Samples.item("1", "author-secret", "review these secret words", List.of(report)));
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
