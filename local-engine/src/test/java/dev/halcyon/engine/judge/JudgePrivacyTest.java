package dev.halcyon.engine.judge;

import static dev.halcyon.engine.judge.Judges.DOUBTFUL;
import static dev.halcyon.engine.judge.Judges.answer;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.halcyon.engine.ScanRequest;
import dev.halcyon.engine.ScanResult;
import dev.halcyon.engine.cascade.CascadeRunner;
import dev.halcyon.engine.cascade.ScanContext;
import dev.halcyon.engine.cascade.StageOutcome;
import dev.halcyon.engine.text.TextLinearStage;
import dev.halcyon.protocol.Assessment;
import dev.halcyon.protocol.AssessmentStatus;
import dev.halcyon.protocol.Author;
import dev.halcyon.protocol.Category;
import dev.halcyon.protocol.CategoryScore;
import dev.halcyon.protocol.Evidence;
import dev.halcyon.protocol.JudgePolicy;
import dev.halcyon.protocol.ModelRef;
import dev.halcyon.protocol.UserProblem;
import dev.halcyon.protocol.Verdict;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What leaves the machine, what does not, and what is masked before anybody is asked. */
class JudgePrivacyTest {
  private static final JudgePolicy FREE =
      new JudgePolicy("judge-1", 1, 0.7, Arrays.asList(Category.values()), false, null, 0, 0);

  private static Doubt doubt(JudgePolicy judge, boolean minor, CategoryScore... scores) {
    ScanRequest plain = Judges.request(DOUBTFUL, judge);
    ScanRequest request =
        new ScanRequest(
            plain.itemId(),
            plain.text(),
            plain.language(),
            plain.region(),
            plain.surface(),
            new Author("u", "u", 1, minor),
            plain.conversation(),
            plain.media(),
            plain.similar(),
            plain.reports(),
            plain.policy(),
            plain.deadline());
    ScanContext context = new ScanContext(request, Instant.now().plusSeconds(60));
    context.language("en");
    context
        .outcomes()
        .put(
            TextLinearStage.NAME,
            new StageOutcome(
                AssessmentStatus.OK,
                "",
                Verdict.ALLOW,
                List.of(scores),
                List.of(),
                new ModelRef("m", "1", "", "jvm"),
                ""));
    return Doubt.of(context, judge);
  }

  private static CategoryScore score(Category category, double score) {
    return new CategoryScore(category, score, null);
  }

  @Test
  void childSafetyIsTakenOutOfWhatMayLeaveWhoeverPutItIn() {
    assertThat(FREE.mayLeave()).doesNotContain(Category.CHILD_SAFETY);
  }

  @Test
  void anItemLeavesOnlyWhenEverythingItIsSuspectedOfMay() {
    JudgePolicy some =
        new JudgePolicy("judge-1", 1, 0.7, List.of(Category.HARASSMENT), false, null, 0, 0);
    CategoryScore harassment = score(Category.HARASSMENT, 0.8);
    assertThat(doubt(some, false, harassment).mayLeave()).isTrue();
    assertThat(doubt(some, false, harassment, score(Category.HATE, 0.8)).mayLeave()).isFalse();
    assertThat(doubt(JudgePolicy.USUAL, false, harassment).mayLeave())
        .as("off by default")
        .isFalse();
  }

  @Test
  void anItemInWhichChildSafetyIsSuspectedAtAllStays() {
    CategoryScore harassment = score(Category.HARASSMENT, 0.8);
    double review =
        Judges.policy(FREE).category(Category.CHILD_SAFETY).thresholds().getFirst().review();
    assertThat(doubt(FREE, false, harassment, score(Category.CHILD_SAFETY, review / 10)).mayLeave())
        .isTrue();
    assertThat(doubt(FREE, false, harassment, score(Category.CHILD_SAFETY, review / 3)).mayLeave())
        .as("far under its threshold, and still")
        .isFalse();
    assertThat(doubt(FREE, true, score(Category.SEXUAL, 0.9)).mayLeave())
        .as("sexual, and the author is a minor")
        .isFalse();
  }

  @Test
  void withoutATextModelNothingLeavesForNobodyCanTell() {
    ScanContext context =
        new ScanContext(Judges.request(DOUBTFUL, FREE), Instant.now().plusSeconds(60));
    assertThat(Doubt.of(context, FREE).mayLeave()).isFalse();
  }

  @Test
  void anItemThatMayNotLeaveIsNotSentAndThatIsSaid() {
    // An address that is not this machine's, and leads nowhere.
    JudgeEndpoint remote =
        Judges.endpoint(okhttp3.HttpUrl.get("https://judge.invalid/v1"), JudgeEndpoint.Role.SMALL);
    try (Judge judge = Judges.judge(remote);
        CascadeRunner cascade = Judges.cascade(judge)) {
      ScanResult result = cascade.run(Judges.request(DOUBTFUL, Judges.ASKS_ALL));
      Assessment said = Judges.said(result.assessments(), JudgeStage.NAME).orElseThrow();
      assertThat(said.status()).isEqualTo(AssessmentStatus.FAILED);
      assertThat(said.note()).startsWith("judge.stays");
    }
  }

  @Test
  void personalDataIsMaskedAndQuotesAroundItAreStillFound() {
    String text =
        "call this idiot on +1 650 253 0000 or write to jane.doe@example.com, he is a \u200bFool";
    try (ScriptedModel model =
            new ScriptedModel()
                .says(
                    answer(
                        "review",
                        "harassment",
                        0.9,
                        "idiot on [phone] or",
                        "he is a fool",
                        "[email]"));
        Judge judge = Judges.judge(Judges.endpoint(model.url(), JudgeEndpoint.Role.SMALL));
        CascadeRunner cascade = Judges.cascade(judge)) {
      ScanResult result = cascade.run(Judges.request(text, Judges.ASKS_ALL));
      String sent = model.questions().getFirst().toString();
      assertThat(sent).doesNotContain("253").doesNotContain("jane").contains("[phone]");
      List<Evidence> evidence =
          Judges.said(result.assessments(), JudgeStage.NAME).orElseThrow().evidence();
      assertThat(evidence)
          .extracting(
              each ->
                  text.substring(((Evidence.Words) each).start(), ((Evidence.Words) each).end()))
          .containsExactly(
              "idiot on +1 650 253 0000 or", "he is a \u200bFool", "jane.doe@example.com");
    }
  }

  @Test
  void settingsComeFromTheEnvironmentOrAFileAndKeysFromTheEnvironmentAlone(@TempDir Path folder)
      throws Exception {
    assertThat(JudgeSettings.of(Map.of())).isEqualTo(JudgeSettings.NONE);
    JudgeEndpoint single =
        JudgeSettings.of(
                Map.of(
                    "HALCYON_JUDGE_URL",
                    "http://localhost:11434/v1",
                    "HALCYON_JUDGE_MODEL",
                    "m",
                    "HALCYON_JUDGE_KEY",
                    "k"))
            .endpoints()
            .getFirst();
    assertThat(single.local()).isTrue();
    assertThat(single.key()).isEqualTo("k");
    assertThat(single.toString()).doesNotContain("k (").contains("localhost");
    Path file = folder.resolve("judges.yaml");
    Files.writeString(
        file,
        """
        endpoints:
          - {name: a, role: small, url: "http://127.0.0.1:8000/v1", model: s, pictures: true}
          - {name: b, role: large, dialect: anthropic, url: "https://api.example.com/v1", model: l,
             remote: true, key_env: KEY, input_price: 3, output_price: 15}
          - {name: g, dialect: llama_guard, url: "http://127.0.0.1:8001/v1", model: lg}
        """);
    Map<String, String> environment =
        Map.of("HALCYON_JUDGE_SETTINGS", file.toString(), "KEY", "secret");
    List<JudgeEndpoint> read = JudgeSettings.of(environment).endpoints();
    assertThat(read).extracting(JudgeEndpoint::name).containsExactly("a", "b", "g");
    assertThat(read.get(1).local()).isFalse();
    assertThat(read.get(1).inputPrice()).isEqualTo(3_000_000);
    assertThat(read.get(2).role()).isEqualTo(JudgeEndpoint.Role.GUARD);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "name: a, url: 'http://10.0.0.5/v1', model: m                  | is another machine; say"
            + " remote: true",
        "name: a, url: 'http://10.0.0.5/v1', model: m, remote: true    | by https alone",
        "name: a, url: 'http://127.0.0.1.evil.example/v1', model: m    | is another machine",
        "name: a, url: nonsense, model: m                              | url must be an address",
        "name: a, url: 'http://127.0.0.1/v1'                           | model is missing",
        "name: a, url: 'http://127.0.0.1/v1', model: m, key: secret    | unknown field 'key'",
        "name: a, url: 'http://127.0.0.1/v1', model: m, key_env: NONE  | the environment has no"
            + " NONE",
        "name: a, url: 'http://127.0.0.1/v1', model: m, role: guard    | the role guard belongs",
        "name: a, url: 'http://127.0.0.1/v1', model: m, max_tokens: 0  | max_tokens must be a"
            + " whole",
        "name: a, url: 'http://127.0.0.1/v1', model: m, dialect: grpc  | unknown dialect 'grpc'",
      })
  void whatIsWrongInTheSettingsIsNamed(String entry, String complaint, @TempDir Path folder)
      throws Exception {
    Path file = folder.resolve("judges.yaml");
    Files.writeString(file, "endpoints:\n  - {" + entry + "}\n");
    assertThatThrownBy(() -> JudgeSettings.of(Map.of("HALCYON_JUDGE_SETTINGS", file.toString())))
        .isInstanceOf(UserProblem.class)
        .hasMessageContaining("endpoints[0]")
        .hasMessageContaining(complaint);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      value = {
        "endpoints: [];endpoints: [] | line 2 | the field 'endpoints' stands twice",
        "endpoints:;  - {name: a, name: b} | line 2 | the field 'name' stands twice",
        "endpoint:;  - {name: a} | judges.yaml | needs a list 'endpoints'",
        "endpoints:;  - {name: a, url: 'http://127.0.0.1/v1', model: m};retries: 3 | judges.yaml"
            + " | unknown field 'retries'; known is endpoints",
        "endpoints:;  - {name: a, url: 'http://127.0.0.1/v1', model: m};---;endpoints: []"
            + " | judges.yaml | a second document begins",
        "endpoints: [ | line | it is not YAML"
      })
  void aFileThatSaysAThingTwiceOrWhatNobodyReadsIsRefused(
      String text, String where, String complaint, @TempDir Path folder) throws Exception {
    Path file = folder.resolve("judges.yaml");
    Files.writeString(file, text.replace(';', '\n') + "\n");
    assertThatThrownBy(() -> JudgeSettings.of(Map.of("HALCYON_JUDGE_SETTINGS", file.toString())))
        .isInstanceOf(UserProblem.class)
        .hasMessageContaining(where)
        .hasMessageContaining(complaint);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "http://10.0.0.5/v1  | m | openai | say HALCYON_JUDGE_REMOTE=1 if content",
        "nonsense            | m | openai | HALCYON_JUDGE_URL must be an address",
        "http://127.0.0.1/v1 | ' ' | openai | HALCYON_JUDGE_MODEL is missing",
        "http://127.0.0.1/v1 | m | grpc   | unknown HALCYON_JUDGE_DIALECT 'grpc'"
      })
  void whatIsWrongInTheEnvironmentIsNamedByItsVariable(
      String url, String model, String dialect, String complaint) {
    assertThatThrownBy(
            () ->
                JudgeSettings.of(
                    Map.of(
                        "HALCYON_JUDGE_URL",
                        url,
                        "HALCYON_JUDGE_MODEL",
                        model,
                        "HALCYON_JUDGE_DIALECT",
                        dialect)))
        .isInstanceOf(UserProblem.class)
        .hasMessageContaining("the environment: ")
        .hasMessageContaining(complaint)
        .hasMessageNotContaining("remote: true");
  }
}
