package dev.halcyon.engine.judge;

import static dev.halcyon.engine.judge.Judges.answer;
import static dev.halcyon.engine.judge.Judges.endpoint;
import static org.assertj.core.api.Assertions.assertThat;

import dev.halcyon.engine.ScanResult;
import dev.halcyon.engine.Scans;
import dev.halcyon.engine.cascade.CascadeRunner;
import dev.halcyon.protocol.Assessment;
import dev.halcyon.protocol.AssessmentStatus;
import dev.halcyon.protocol.JudgePolicy;
import dev.halcyon.protocol.RationaleSource;
import dev.halcyon.protocol.Verdict;
import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What a server may do wrong, over real HTTP; none of it is ever taken for "safe". */
class JudgeFaultsTest {
  private static final String TEXT = "good morning";
  private static final String GOOD = answer("review", "spam", 0.9);

  private final ScriptedModel small = new ScriptedModel();
  private final ScriptedModel other = new ScriptedModel();

  @AfterEach
  void closeServers() {
    small.close();
    other.close();
  }

  private JudgeEndpoint smallOne() {
    return endpoint(small.url(), JudgeEndpoint.Role.SMALL);
  }

  /** Scans under a policy that requires the judge. */
  private static ScanResult scan(JudgePolicy policy, JudgeEndpoint... endpoints) {
    try (Judge judge = Judges.judge(endpoints)) {
      return scan(judge, policy);
    }
  }

  private static ScanResult scan(Judge judge, JudgePolicy policy) {
    try (CascadeRunner cascade = Judges.cascade(judge)) {
      return cascade.run(Scans.text(TEXT, "en", Judges.policy(policy, true)));
    }
  }

  private static Assessment judged(ScanResult result) {
    return Judges.said(result.assessments(), JudgeStage.NAME).orElseThrow();
  }

  private static void assertFailed(ScanResult result, String note) {
    assertThat(judged(result).status()).isEqualTo(AssessmentStatus.FAILED);
    assertThat(judged(result).note()).contains(note);
    assertThat(judged(result).scores()).isEmpty();
    assertThat(result.verdict()).isEqualTo(Verdict.REVIEW);
    assertThat(result.rationale().source()).isEqualTo(RationaleSource.LOCAL);
  }

  @ParameterizedTest
  @ValueSource(ints = {429, 500, 503, 529})
  void whatPassesIsAskedAgain(int status) {
    small.fails(status).fails(status).says(GOOD);
    ScanResult result = scan(Judges.ASKS_ALL, smallOne());
    assertThat(judged(result).status()).isEqualTo(AssessmentStatus.OK);
    assertThat(small.questions()).hasSize(3);
  }

  @ParameterizedTest
  @ValueSource(ints = {400, 401, 404, 422})
  void whatIsRefusedIsNotAskedAgain(int status) {
    small.fails(status);
    assertFailed(scan(Judges.ASKS_ALL, smallOne()), "judge.refused: the server answers " + status);
    assertThat(small.questions()).hasSize(1);
  }

  @Test
  void aServerThatAsksForMoreTimeThanThereIsIsLeftAlone() {
    small.then(
        (exchange, request) -> {
          exchange.getResponseHeaders().set("Retry-After", "3600");
          ScriptedModel.send(exchange, 429, "{}");
        });
    assertFailed(scan(Judges.ASKS_ALL, smallOne()), "judge.busy");
    assertThat(small.questions()).hasSize(1);
  }

  @Test
  void aServerThatSaysWhenIsAskedThen() {
    small
        .then(
            (exchange, request) -> {
              exchange.getResponseHeaders().set("Retry-After", "0");
              ScriptedModel.send(exchange, 429, "{}");
            })
        .says(GOOD);
    assertThat(judged(scan(Judges.ASKS_ALL, smallOne())).status()).isEqualTo(AssessmentStatus.OK);
  }

  @Test
  void anotherStandsInForOneThatIsDown() {
    small.fails(500);
    other.says(GOOD);
    ScanResult result =
        scan(Judges.ASKS_ALL, smallOne(), endpoint(other.url(), JudgeEndpoint.Role.FALLBACK));
    assertThat(judged(result).model().name()).isEqualTo("fallback-model");
    assertThat(judged(result).note()).contains("judge.down: the server answers 500 (small)");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "{\"action\":\"allow\",\"category\":\"none\",\"conf",
        "I would say it is fine.",
        "",
        "{}",
        "[]",
        "null",
        "{\"action\":\"allow\"}",
        "{\"action\":\"permit\",\"category\":\"none\",\"confidence\":1,\"reasoning\":[],\"clauses\":[],\"exceptions\":[],\"quotes\":[]}",
        "{\"action\":\"allow\",\"category\":\"none\",\"confidence\":\"1\",\"reasoning\":[],\"clauses\":[],\"exceptions\":[],\"quotes\":[]}",
        "{\"action\":\"allow\",\"category\":\"none\",\"confidence\":7,\"reasoning\":[],\"clauses\":[],\"exceptions\":[],\"quotes\":[]}",
        "{\"action\":\"allow\",\"category\":\"none\",\"confidence\":1,\"reasoning\":\"x\",\"clauses\":[],\"exceptions\":[],\"quotes\":[]}",
        "{\"action\":\"allow\",\"category\":\"none\",\"confidence\":1,\"reasoning\":[],\"clauses\":[\"Z99\"],\"exceptions\":[],\"quotes\":[]}",
        "{\"action\":\"allow\",\"category\":\"none\",\"confidence\":1,\"reasoning\":[],\"clauses\":[],\"exceptions\":[{}],\"quotes\":[]}",
        "{\"action\":\"allow\",\"category\":\"none\",\"confidence\":1,\"reasoning\":[],\"clauses\":[],\"exceptions\":[],\"quotes\":[1]}",
        "{\"action\":\"block\",\"action\":\"allow\",\"category\":\"none\",\"confidence\":1,\"reasoning\":[],\"clauses\":[],\"exceptions\":[],\"quotes\":[]}",
        "{\"action\":\"allow\",\"category\":\"none\",\"confidence\":1,\"reasoning\":[],\"clauses\":[],\"exceptions\":[],\"quotes\":[]}"
            + " {\"action\":\"block\"}",
        "{\"action\":\"allow\",\"category\":\"none\",\"confidence\":1,\"reasoning\":[],\"clauses\":[],\"exceptions\":[],\"quotes\":[],\"tool\":1}",
        "{\"action\":\"block\",\"category\":\"none\",\"confidence\":1,\"reasoning\":[],\"clauses\":[],\"exceptions\":[],\"quotes\":[]}"
      })
  void anAnswerThatDoesNotFitIsNoOpinion(String text) {
    small.says(text);
    assertFailed(scan(Judges.ASKS_ALL, smallOne()), "judge.malformed");
    assertThat(small.questions()).as("asked again, and then no more").hasSize(3);
  }

  @Test
  void aStreamThatIsCutIsNoOpinion() {
    small.then(
        (exchange, request) -> {
          exchange.sendResponseHeaders(200, 10_000);
          exchange.getResponseBody().write("{\"choices\":[{".getBytes());
          exchange.getResponseBody().flush();
          throw new IOException("the server dies");
        });
    assertFailed(scan(Judges.ASKS_ALL, smallOne()), "judge.down: the connection failed");
  }

  @Test
  void anEndlessAnswerIsNotRead() {
    small.says("x".repeat(2_000_000));
    assertFailed(scan(Judges.ASKS_ALL, smallOne()), "the answer is larger than");
  }

  @Test
  void anAnswerThatMaxTokensCutIsNoOpinion() {
    small.then(
        (exchange, request) ->
            ScriptedModel.send(
                exchange,
                200,
                "{\"choices\":[{\"finish_reason\":\"length\",\"message\":{\"content\":\"{\"}}]}"));
    assertFailed(scan(Judges.ASKS_ALL, smallOne()), "longer than max_tokens");
  }

  @Test
  void aModelThatDeclinesHasNoOpinion() {
    small.then(
        (exchange, request) ->
            ScriptedModel.send(
                exchange,
                200,
                "{\"choices\":[{\"finish_reason\":\"stop\",\"message\":"
                    + "{\"content\":null,\"refusal\":\"I cannot\"}}]}"));
    assertFailed(scan(Judges.ASKS_ALL, smallOne()), "judge.declined");
    assertThat(small.questions()).hasSize(1);
  }

  @Test
  void contentIsNotSentOnToAnotherAddress() {
    other.says(GOOD);
    small.then(
        (exchange, request) -> {
          exchange.getResponseHeaders().set("Location", other.url() + "/chat/completions");
          ScriptedModel.send(exchange, 307, "");
        });
    assertFailed(scan(Judges.ASKS_ALL, smallOne()), "judge.refused: the server answers 307");
    assertThat(other.questions()).isEmpty();
  }

  @Test
  void aServerThatDoesNotAnswerInItsTimeIsLate() {
    small.hangs();
    JudgeEndpoint usual = smallOne();
    JudgeEndpoint hasty =
        new JudgeEndpoint(
            usual.name(),
            usual.role(),
            usual.dialect(),
            usual.url(),
            usual.model(),
            usual.key(),
            false,
            false,
            Optional.empty(),
            512,
            Duration.ofMillis(300),
            0,
            0);
    assertFailed(scan(Judges.ASKS_ALL, hasty), "judge.late");
  }

  @Test
  void aServerThatIgnoresTheSchemaIsUsedByParsingAndThatIsShown() {
    small.ignoringSchemas().says("Here you are:\n```json\n" + GOOD + "\n```");
    Assessment said = judged(scan(Judges.ASKS_ALL, smallOne()));
    assertThat(said.status()).isEqualTo(AssessmentStatus.OK);
    assertThat(said.model().provider()).isEqualTo("openai, by parsing");
  }

  @Test
  void aServerThatIgnoresTheSchemaIsRefusedWhereTheOperatorSaysSo() {
    small.ignoringSchemas().says(GOOD);
    JudgeEndpoint usual = smallOne();
    JudgeEndpoint strict =
        new JudgeEndpoint(
            usual.name(),
            usual.role(),
            usual.dialect(),
            usual.url(),
            usual.model(),
            usual.key(),
            false,
            true,
            Optional.empty(),
            512,
            usual.timeout(),
            0,
            0);
    assertFailed(scan(Judges.ASKS_ALL, strict), "the server ignores the schema");
    assertThat(small.questions()).as("no content went there").isEmpty();
  }

  @Test
  void afterFiveFailuresInARowItIsLeftAlone() {
    small.fails(500);
    try (Judge judge = Judges.judge(smallOne())) {
      scan(judge, Judges.ASKS_ALL);
      ScanResult second = scan(judge, Judges.ASKS_ALL);
      assertThat(judged(second).note()).contains("judge.open");
      assertThat(small.questions()).hasSize(5);
      scan(judge, Judges.ASKS_ALL);
      assertThat(small.questions()).as("not asked any more").hasSize(5);
    }
  }

  @Test
  void theHoursTokensAreNotOverspent() {
    small.says(GOOD);
    // One question and its answer count 1,100; what is set aside beforehand is a few thousand.
    JudgePolicy frugal = new JudgePolicy("judge-1", 0, 0.7, List.of(), false, null, 5_500, 0);
    try (Judge judge = Judges.judge(smallOne())) {
      int spoke = 0;
      ScanResult last = scan(judge, frugal);
      while (judged(last).status() == AssessmentStatus.OK && spoke < 10) {
        spoke++;
        last = scan(judge, frugal);
      }
      assertThat(spoke).isBetween(1, 5);
      assertFailed(last, "judge.spent: the hour's 5500 tokens are spent");
      assertThat(small.questions()).hasSize(spoke);
    }
  }

  @Test
  void theHoursMoneyIsNotOverspent() {
    small.says(GOOD);
    JudgePolicy frugal = new JudgePolicy("judge-1", 0, 0.7, List.of(), false, null, 0, 1);
    assertFailed(scan(frugal, smallOne()), "judge.spent: the hour's money is spent");
    assertThat(small.questions()).isEmpty();
  }

  @Test
  void nobodyListeningIsDown() {
    small.close();
    assertFailed(scan(Judges.ASKS_ALL, smallOne()), "judge.down");
  }
}
