package dev.halcyon.engine.judge;

import static dev.halcyon.engine.judge.Judges.DOUBTFUL;
import static dev.halcyon.engine.judge.Judges.answer;
import static dev.halcyon.engine.judge.Judges.endpoint;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.halcyon.engine.ScanResult;
import dev.halcyon.engine.Scans;
import dev.halcyon.engine.cascade.CascadeRunner;
import dev.halcyon.protocol.Assessment;
import dev.halcyon.protocol.AssessmentStatus;
import dev.halcyon.protocol.Category;
import dev.halcyon.protocol.Evidence;
import dev.halcyon.protocol.JudgePolicy;
import dev.halcyon.protocol.Rationale;
import dev.halcyon.protocol.RationaleSource;
import dev.halcyon.protocol.RationaleStep;
import dev.halcyon.protocol.StepKind;
import dev.halcyon.protocol.Tier;
import dev.halcyon.protocol.Verdict;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class JudgeStageTest {
  private final ScriptedModel small = new ScriptedModel();
  private final ScriptedModel large = new ScriptedModel();

  @AfterEach
  void closeServers() {
    small.close();
    large.close();
  }

  private ScanResult scan(String text, JudgePolicy policy, JudgeEndpoint... endpoints) {
    try (Judge judge = Judges.judge(endpoints);
        CascadeRunner cascade = Judges.cascade(judge)) {
      return cascade.run(Judges.request(text, policy));
    }
  }

  private JudgeEndpoint smallOne() {
    return endpoint(small.url(), JudgeEndpoint.Role.SMALL);
  }

  private JudgeEndpoint largeOne() {
    return endpoint(large.url(), JudgeEndpoint.Role.LARGE);
  }

  private static Assessment judged(ScanResult result) {
    return Judges.said(result.assessments(), JudgeStage.NAME).orElseThrow();
  }

  @ParameterizedTest
  @EnumSource(names = {"OPENAI", "ANTHROPIC", "ANTHROPIC_TOOLS"})
  void anOpinionBecomesAnAssessmentWithItsModelPromptCostAndPlacedQuotes(
      JudgeEndpoint.Dialect dialect) {
    small.says(answer("block", "harassment", 0.9, "Pathetic  LOSER"));
    ScanResult result =
        scan(DOUBTFUL, Judges.ASKS_ALL, endpoint(small.url(), JudgeEndpoint.Role.SMALL, dialect));

    Assessment said = judged(result);
    assertThat(said.status()).isEqualTo(AssessmentStatus.OK);
    assertThat(said.tier()).isEqualTo(Tier.JUDGE);
    assertThat(said.model().name()).isEqualTo("small-model");
    assertThat(said.model().version()).matches("judge-1@[0-9a-f]{12}");
    assertThat(said.costMicros()).as("1000 read at 2, 100 written at 10").isEqualTo(3_000);
    assertThat(said.scores().getFirst().score()).isEqualTo(0.9);
    assertThat(said.verdict())
        .as("a person looks, for the policy says no more")
        .isEqualTo(Verdict.REVIEW);
    assertThat(said.evidence()).hasSize(1);
    Evidence.Words quote = (Evidence.Words) said.evidence().getFirst();
    assertThat(DOUBTFUL.substring(quote.start(), quote.end())).isEqualTo("pathetic loser");
    assertThat(small.probes()).isEqualTo(1);
  }

  @Test
  void theQuestionCarriesTheSchemaTheNestedWayAloneAndThePolicyInTheSystemMessage() {
    small.says(answer("review", "harassment", 0.9));
    scan(DOUBTFUL, Judges.ASKS_ALL, smallOne());
    JsonNode request = small.questions().getFirst();
    assertThat(request.at("/response_format/json_schema/schema/required")).hasSize(7);
    assertThat(request.path("response_format").has("schema")).isFalse();
    assertThat(request.has("tools")).isFalse();
    assertThat(request.at("/messages/0/content").asText())
        .contains("Category harassment")
        .contains("exception:");
    assertThat(request.at("/messages/1/content").asText()).contains(DOUBTFUL);
    assertThat(small.headers().getFirst().get("Authorization"))
        .containsExactly("Bearer secret-key");
  }

  @Test
  void anthropicGetsNoTemperatureUnlessOneIsSetAndAVersionHeader() {
    small.says(answer("review", "harassment", 0.9));
    scan(
        DOUBTFUL,
        Judges.ASKS_ALL,
        endpoint(small.url(), JudgeEndpoint.Role.SMALL, JudgeEndpoint.Dialect.ANTHROPIC));
    assertThat(small.questions().getFirst().has("temperature")).isFalse();
    assertThat(small.headers().getFirst().get("Anthropic-version")).containsExactly("2023-06-01");
    assertThat(small.headers().getFirst().get("X-api-key")).containsExactly("secret-key");
  }

  @Test
  void anOlderModelOfAnthropicAnswersThroughATool() {
    small.says(answer("review", "harassment", 0.9));
    ScanResult result =
        scan(
            DOUBTFUL,
            Judges.ASKS_ALL,
            endpoint(small.url(), JudgeEndpoint.Role.SMALL, JudgeEndpoint.Dialect.ANTHROPIC_TOOLS));
    assertThat(judged(result).status()).isEqualTo(AssessmentStatus.OK);
    assertThat(judged(result).model().provider()).isEqualTo("anthropic_tools");
    assertThat(small.questions().getFirst().at("/tool_choice/name").asText()).isEqualTo("answer");
  }

  @Test
  void theLargeModelIsAskedOnlyWhereTheSmallOneIsUnsure() {
    small.says(answer("allow", "none", 0.95));
    large.says(answer("review", "harassment", 0.8));
    scan(DOUBTFUL, Judges.ASKS_ALL, smallOne(), largeOne());
    assertThat(large.questions()).isEmpty();
  }

  @Test
  void theLargeModelsWordCountsWhereItWasAsked() {
    small.says(answer("allow", "none", 0.4));
    large.says(answer("review", "harassment", 0.8));
    ScanResult result = scan(DOUBTFUL, Judges.ASKS_ALL, smallOne(), largeOne());
    assertThat(judged(result).model().name()).isEqualTo("large-model");
    assertThat(judged(result).costMicros()).as("both are paid").isEqualTo(6_000);
    assertThat(judged(result).note()).contains("judge.unsure");
  }

  @Test
  void noOpinionGoesToTheLargeModelAndIsNeverSafe() {
    small.says(answer("no_opinion", "none", 0.99));
    large.says(answer("no_opinion", "none", 0.99));
    ScanResult result = scan("have a nice day", Judges.ASKS_ALL, smallOne(), largeOne());
    assertThat(large.questions()).hasSize(1);
    assertThat(judged(result).verdict()).isEqualTo(Verdict.REVIEW);
    assertThat(result.verdict()).isEqualTo(Verdict.REVIEW);
  }

  @Test
  void aQuoteThatStandsNowhereIsStruckAndCountedAndTakesTheBlockAway() {
    small.says(answer("block", "harassment", 1, "pathetic loser", "I will find you"));
    JudgePolicy blocks = new JudgePolicy("judge-1", 0, 0.7, List.of(), true, null, 0, 0);
    ScanResult result = scan(DOUBTFUL, blocks, smallOne());
    assertThat(judged(result).verdict()).isEqualTo(Verdict.REVIEW);
    assertThat(judged(result).note()).contains("judge.quotes: 1 quotes stand nowhere");
    assertThat(result.rationale().steps())
        .filteredOn(step -> step.kind() == StepKind.QUOTE_STRUCK)
        .extracting(RationaleStep::label)
        .containsExactly("I will find you");
  }

  @Test
  void aSureBlockBlocksOnlyWhereThePolicyLetsItAndItsQuotesStand() {
    small.says(answer("block", "harassment", 1, "pathetic loser"));
    JudgePolicy blocks = new JudgePolicy("judge-1", 0, 0.7, List.of(), true, null, 0, 0);
    assertThat(scan(DOUBTFUL, blocks, smallOne()).verdict()).isEqualTo(Verdict.BLOCK);
    assertThat(scan(DOUBTFUL, Judges.ASKS_ALL, smallOne()).verdict()).isEqualTo(Verdict.REVIEW);
  }

  @Test
  void theRationaleIsTheJudgesWithWhatRulesAndScoresFoundBehindIt() {
    small.says(
        "{\"action\":\"review\",\"category\":\"harassment\",\"confidence\":0.8,"
            + "\"reasoning\":[\"It demeans one person.\"],\"clauses\":[],"
            + "\"exceptions\":[],\"quotes\":[\"nobody likes you\"]}");
    Rationale rationale = scan(DOUBTFUL, Judges.ASKS_ALL, smallOne()).rationale();
    assertThat(rationale.source()).isEqualTo(RationaleSource.JUDGE);
    assertThat(rationale.category()).isEqualTo(Category.HARASSMENT);
    assertThat(rationale.clause()).isNotNull();
    assertThat(rationale.steps().getFirst().kind()).isEqualTo(StepKind.JUDGED);
    assertThat(rationale.steps().getFirst().evidence()).hasSize(1);
    assertThat(rationale.steps())
        .extracting(RationaleStep::label)
        .contains("It demeans one person.");
    assertThat(rationale.steps()).extracting(RationaleStep::stage).contains("text.linear");
    assertThat(rationale.steps())
        .extracting(RationaleStep::number)
        .containsExactlyElementsOf(
            java.util.stream.IntStream.rangeClosed(1, rationale.steps().size()).boxed().toList());
  }

  @Test
  void withoutAnEndpointThereIsNoTraceAndTheRationaleIsLocal() {
    ScanResult result = scan(DOUBTFUL, Judges.ASKS_ALL);
    assertThat(Judges.said(result.assessments(), JudgeStage.NAME)).isEmpty();
    assertThat(result.rationale().source()).isEqualTo(RationaleSource.LOCAL);
  }

  @Test
  void withoutAnEndpointAPolicyThatRequiresTheJudgeHasAPersonLook() {
    try (Judge judge = Judges.judge();
        CascadeRunner cascade = Judges.cascade(judge)) {
      ScanResult result =
          cascade.run(Scans.text("good morning", "en", Judges.policy(Judges.ASKS_ALL, true)));
      assertThat(judged(result).status()).isEqualTo(AssessmentStatus.FAILED);
      assertThat(judged(result).note()).startsWith("judge.unconfigured");
      assertThat(result.verdict()).isEqualTo(Verdict.REVIEW);
    }
  }

  @Test
  void onlyWhatIsDoubtedIsAskedAboutUnlessThePolicySaysAll() {
    small.says(answer("review", "harassment", 0.9));
    scan("have a nice day", JudgePolicy.USUAL, smallOne());
    assertThat(small.questions()).isEmpty();
    scan(DOUBTFUL, JudgePolicy.USUAL, smallOne());
    assertThat(small.questions()).hasSize(1);
  }

  @Test
  void anEngineWithAnEndpointNamesItAmongItsModels() {
    small.says(answer("review", "harassment", 0.9, "nobody likes you"));
    try (var engine = Judges.engine(smallOne())) {
      ScanResult result = engine.scan(Judges.request(DOUBTFUL, Judges.ASKS_ALL));
      assertThat(judged(result).status()).isEqualTo(AssessmentStatus.OK);
      assertThat(engine.models())
          .filteredOn(each -> each.model().name().equals("small-model"))
          .extracting(each -> each.providerReason())
          .containsExactly("holds the model to the schema");
    }
  }
}
