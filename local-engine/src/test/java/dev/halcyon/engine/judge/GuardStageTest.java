package dev.halcyon.engine.judge;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import dev.halcyon.engine.ScanResult;
import dev.halcyon.engine.Scans;
import dev.halcyon.engine.cascade.CascadeRunner;
import dev.halcyon.protocol.Assessment;
import dev.halcyon.protocol.AssessmentStatus;
import dev.halcyon.protocol.Category;
import dev.halcyon.protocol.CategoryPolicy;
import dev.halcyon.protocol.ResolvedPolicy;
import dev.halcyon.protocol.StageSpec;
import dev.halcyon.protocol.Verdict;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class GuardStageTest {
  private final ScriptedModel model = new ScriptedModel();

  @AfterEach
  void closeServer() {
    model.close();
  }

  private ScanResult scan(JudgeEndpoint.Dialect dialect) {
    ResolvedPolicy policy = Judges.policy(Judges.ASKS_ALL);
    ResolvedPolicy guarded =
        new ResolvedPolicy(
            policy.ref(),
            policy.title(),
            policy.categories(),
            policy.rules(),
            List.of(
                new StageSpec("text.rules", null, true),
                new StageSpec("text.linear", null, true),
                new StageSpec(GuardStage.NAME, null, true)),
            policy.queues(),
            policy.sla(),
            policy.reviewHides(),
            policy.unsupportedLanguage(),
            List.of(),
            policy.judge(),
            List.of(),
            List.of());
    try (Judge judge =
            Judges.judge(Judges.endpoint(model.url(), JudgeEndpoint.Role.GUARD, dialect));
        CascadeRunner cascade = Judges.cascade(judge)) {
      return cascade.run(Scans.text("good morning", "en", guarded));
    }
  }

  private static Assessment said(ScanResult result) {
    return Judges.said(result.assessments(), GuardStage.NAME).orElseThrow();
  }

  private void says(String text, String logprobs) {
    model.then(
        (exchange, request) ->
            ScriptedModel.send(
                exchange,
                200,
                "{\"choices\":[{\"text\":\"%s\",\"logprobs\":%s}]}".formatted(text, logprobs)));
  }

  private static String code(Category category) {
    List<CategoryPolicy> all = Judges.policy(Judges.ASKS_ALL).categories();
    for (int i = 0; i < all.size(); i++) {
      if (all.get(i).category() == category) {
        return "S" + (i + 1);
      }
    }
    throw new AssertionError(category);
  }

  @Test
  void llamaGuardsScoreIsTheChanceOfItsFirstWordAndItsCodesAreThePolicysCategories() {
    // ln 0.8 and ln 0.15, as vLLM says it.
    says(
        "unsafe\\n" + code(Category.HATE) + "," + code(Category.HARASSMENT),
        "{\"top_logprobs\":[{\"unsafe\":-0.2231,\"safe\":-1.8971}]}");
    Assessment said = said(scan(JudgeEndpoint.Dialect.LLAMA_GUARD));
    assertThat(said.scores()).hasSize(2);
    assertThat(said.scores())
        .allSatisfy(score -> assertThat(score.score()).isCloseTo(0.8, within(1e-3)));
    assertThat(said.verdict()).as("never more than a person").isEqualTo(Verdict.REVIEW);
    String prompt = model.questions().getFirst().path("prompt").asText();
    assertThat(prompt)
        .contains("<BEGIN UNSAFE CONTENT CATEGORIES>\nS1: ")
        .contains("User: good morning\n\n<END CONVERSATION>")
        .endsWith("<|start_header_id|>assistant<|end_header_id|>\n\n");
  }

  @Test
  void aGuardThatSaysSafeGivesNoScoreAndClearsNothing() {
    says("safe", "{\"content\":[{\"top_logprobs\":[{\"token\":\"safe\",\"logprob\":-0.001}]}]}");
    ScanResult result = scan(JudgeEndpoint.Dialect.LLAMA_GUARD);
    assertThat(said(result).status()).isEqualTo(AssessmentStatus.OK);
    assertThat(said(result).scores()).isEmpty();
  }

  @Test
  void shieldGemmasScoreIsTheSoftmaxOverYesAndNoAloneOneGuidelineAQuestion() {
    // ln 0.3 and ln 0.1; what else it might have said does not count.
    says("Yes", "{\"top_logprobs\":[{\"Yes\":-1.204,\" No\":-2.3026,\"The\":-0.7}]}");
    Assessment said = said(scan(JudgeEndpoint.Dialect.SHIELD_GEMMA));
    assertThat(said.scores()).isNotEmpty();
    assertThat(said.scores().getFirst().score()).isCloseTo(0.75, within(1e-3));
    assertThat(model.questions()).hasSize(said.scores().size());
    assertThat(model.questions().getFirst().path("prompt").asText())
        .containsOnlyOnce("* \"No ")
        .contains("Human Question: good morning");
  }

  @Test
  void withoutLogprobsThereIsNoScoreAndSoNoOpinion() {
    says("safe", "null");
    ScanResult result = scan(JudgeEndpoint.Dialect.LLAMA_GUARD);
    assertThat(said(result).status()).isEqualTo(AssessmentStatus.FAILED);
    assertThat(said(result).note()).contains("how likely the first word was");
    assertThat(result.verdict()).isEqualTo(Verdict.REVIEW);
  }

  @Test
  void anAnswerOfNeitherWordIsNoOpinion() {
    says("It depends", "{\"top_logprobs\":[{\"unsafe\":-0.2,\"safe\":-1.8}]}");
    assertThat(said(scan(JudgeEndpoint.Dialect.LLAMA_GUARD)).note())
        .contains("neither safe nor unsafe");
  }
}
