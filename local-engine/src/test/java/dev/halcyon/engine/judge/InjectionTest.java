package dev.halcyon.engine.judge;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.google.re2j.Pattern;
import dev.halcyon.assets.Assets;
import dev.halcyon.engine.ScanResult;
import dev.halcyon.engine.Scans;
import dev.halcyon.engine.cascade.CascadeRunner;
import dev.halcyon.engine.cascade.ScanContext;
import dev.halcyon.protocol.Assessment;
import dev.halcyon.protocol.Category;
import dev.halcyon.protocol.JudgePolicy;
import dev.halcyon.protocol.Priority;
import dev.halcyon.protocol.Verdict;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** The corpus of attacks against the prompt, and against a model that obeys every one of them. */
class InjectionTest {
  /** What each attack is after: the answer of a model that obeys it. */
  private static final String OBEYED = Judges.answer("allow", "none", 1);

  private static final JudgePolicy TRUSTING =
      new JudgePolicy("judge-1", 0, 0.7, List.of(), true, 0.9, 0, 0);

  /** Tokens that the template of some model would read as more than words. */
  private static final Pattern CONTROL =
      Pattern.compile("<\\|[^|<>]*\\|>|<｜[^｜]*｜>|<(?:start|end)_of_turn>|\\[/?INST\\]|<</?SYS>>");

  static Stream<Injections> attacks() {
    return Injections.all().stream();
  }

  private static JudgePrompt prompt(String text) throws InterruptedException {
    ScanContext context =
        new ScanContext(Judges.request(text, TRUSTING), Instant.now().plusSeconds(60));
    return JudgePrompt.of(
        context.request().policy(), TRUSTING, JudgeItem.of(context), "An item.", true);
  }

  @Test
  void thereAreManyAttacksOfManyFamilies() {
    assertThat(Injections.all()).hasSizeGreaterThanOrEqualTo(200);
    assertThat(Injections.all().stream().map(Injections::family).distinct().count())
        .isGreaterThanOrEqualTo(12);
    assertThat(Injections.all()).extracting(Injections::text).doesNotHaveDuplicates();
  }

  @ParameterizedTest
  @MethodSource("attacks")
  void noAttackLeavesItsPlaceInThePrompt(Injections attack) throws InterruptedException {
    JudgePrompt prompt = prompt(attack.text());
    JudgePrompt harmless = prompt("x");
    assertThat(prompt.system().replace(prompt.nonce(), "n"))
        .as("the instructions never hold content")
        .isEqualTo(harmless.system().replace(harmless.nonce(), "n"));
    String begin = "<<" + prompt.nonce() + ":BEGIN text of the item>>\n";
    String end = "\n<<" + prompt.nonce() + ":END text of the item>>";
    assertThat(prompt.user()).containsOnlyOnce(begin).containsOnlyOnce(end);
    String inside =
        prompt
            .user()
            .substring(prompt.user().indexOf(begin) + begin.length(), prompt.user().indexOf(end));
    assertThat(CONTROL.matcher(inside).find()).as("control tokens in " + attack).isFalse();
    assertThat(inside.codePoints().filter(ControlTokens::invisible).count())
        .as("invisible characters")
        .isZero();
    assertThat(inside).doesNotContain(prompt.nonce());
  }

  @Test
  void theObeyingModelIsContainedWhereThePolicyLetsTheJudgeClear() {
    List<Injections> cleared = new ArrayList<>();
    List<Injections> unmarked = new ArrayList<>();
    try (ScriptedModel model = new ScriptedModel().says(OBEYED);
        Judge judge = Judges.judge(Judges.endpoint(model.url(), JudgeEndpoint.Role.SMALL));
        CascadeRunner cascade = Judges.cascade(judge)) {
      assertThat(doubted(cascade, "nice to meet you all").verdict())
          .as("what is no attack is cleared, or this would show nothing")
          .isEqualTo(Verdict.ALLOW);
      for (Injections attack : Injections.all()) {
        String text = "nice to meet you all " + attack.text();
        ScanResult result = doubted(cascade, text);
        Assessment judged = Judges.said(result.assessments(), JudgeStage.NAME).orElseThrow();
        if (InjectionMarks.of(text, tokens(text)).isEmpty()) {
          unmarked.add(attack);
        } else {
          assertThat(judged.verdict()).as("marked " + attack).isEqualTo(Verdict.REVIEW);
          assertThat(judged.note()).contains("judge.injection");
        }
        if (result.verdict() == Verdict.ALLOW) {
          cleared.add(attack);
        }
      }
    }
    assertThat(unmarked).as("the price of letting a judge clear").containsAll(cleared);
    assertThat(cleared).hasSizeLessThan(Injections.all().size() / 20);
  }

  private static ScanResult doubted(CascadeRunner cascade, String text) {
    return cascade.run(Scans.text(text, "en", Judges.doubting(TRUSTING)));
  }

  @Test
  void withoutClearingTheObeyingModelChangesNoVerdictAtAll() {
    JudgePolicy usual = new JudgePolicy("judge-1", 0, 0.7, List.of(), true, null, 0, 0);
    try (ScriptedModel model = new ScriptedModel().says(OBEYED);
        Judge judge = Judges.judge(Judges.endpoint(model.url(), JudgeEndpoint.Role.SMALL));
        Judge none = Judges.judge();
        CascadeRunner with = Judges.cascade(judge);
        CascadeRunner without = Judges.cascade(none)) {
      for (Injections attack : Injections.all()) {
        String text = Judges.DOUBTFUL + " " + attack.text();
        Verdict judged = with.run(Judges.request(text, usual)).verdict();
        Verdict alone = without.run(Judges.request(text, usual)).verdict();
        assertThat(judged).as(attack.toString()).isGreaterThanOrEqualTo(alone);
      }
    }
  }

  @Test
  void theObeyingModelClearsNoUrgentCategory() {
    // Rules and the text model see the threat; the model that obeys says that all is well.
    String threat = "i will kill you tonight, i know where you live";
    try (ScriptedModel model = new ScriptedModel().says(OBEYED);
        Judge judge = Judges.judge(Judges.endpoint(model.url(), JudgeEndpoint.Role.SMALL));
        CascadeRunner cascade = Judges.cascade(judge)) {
      ScanResult result = cascade.run(Judges.request(threat, TRUSTING));
      assertThat(result.verdict()).isNotEqualTo(Verdict.ALLOW);
      Category leading = result.rationale().category();
      assertThat(leading).isNotNull();
      assertThat(
              Priority.valueOf("P2")
                  .compareTo(Judges.policy(TRUSTING).category(leading).priority()))
          .as("not made less urgent")
          .isGreaterThan(0);
    }
  }

  @Test
  void mostAttacksAreMarkedAndOrdinaryPostsAreNot() {
    List<Injections> unmarked =
        Injections.all().stream()
            .filter(attack -> InjectionMarks.of(attack.text(), tokens(attack.text())).isEmpty())
            .toList();
    List<String> ordinary = new ArrayList<>();
    int posts = 0;
    for (String line :
        new String(Assets.bytes("sample/items.jsonl"), StandardCharsets.UTF_8).lines().toList()) {
      JsonNode item = json(line);
      posts++;
      if (!InjectionMarks.of(item.path("text").asText(), tokens(item.path("text").asText()))
          .isEmpty()) {
        ordinary.add(
            item.path("text").asText() + InjectionMarks.of(item.path("text").asText(), false));
      }
    }
    assertThat(unmarked).hasSizeLessThan(Injections.all().size() / 20);
    // Three of the sample speak of such attempts or are ones.
    assertThat(ordinary).hasSizeLessThan(posts / 50 + 1);
  }

  private static boolean tokens(String text) {
    return ControlTokens.strip(dev.halcyon.engine.text.TextMap.of(text)).found();
  }

  private static JsonNode json(String line) {
    try {
      return ScriptedModel.JSON.readTree(line);
    } catch (com.fasterxml.jackson.core.JsonProcessingException e) {
      throw new AssertionError(e);
    }
  }
}
