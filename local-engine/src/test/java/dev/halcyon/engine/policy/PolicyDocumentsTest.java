package dev.halcyon.engine.policy;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.halcyon.protocol.Category;
import dev.halcyon.protocol.JudgePolicy;
import dev.halcyon.protocol.PolicyRule;
import dev.halcyon.protocol.Priority;
import dev.halcyon.protocol.ResolvedPolicy;
import dev.halcyon.protocol.RuleKind;
import dev.halcyon.protocol.Surface;
import dev.halcyon.protocol.Threshold;
import dev.halcyon.protocol.UserProblem;
import dev.halcyon.protocol.Verdict;
import dev.halcyon.protocol.Wire;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class PolicyDocumentsTest {
  private static final String SMALL =
      """
      id: test
      version: 3
      title: Test
      sla: [{priority: P1, seconds: 60, raise_at_reach: 10}]
      stages: [{stage: text.rules}]
      categories:
        - category: spam
          title: Spam
          severity: neutral
          priority: P1
          thresholds:
            - {review: 0.5, block: 0.9}
            - {language: de, review: 0.4, block: 0.9}
            - {surface: chat, review: 0.6, block: 0.9}
            - {language: de, surface: chat, review: 0.3, block: 0.9}
            - {region: DE, review: 0.2, block: 0.9}
          clauses: [{id: A1, title: Scam, definition: A scam.}]
      queues:
        - {id: up, title: Up, escalation: true}
        - {id: all, title: All}
      rules:
        - {id: r1, title: Rule, kind: pattern, category: spam, clause: A1, terms: ['free']}
      """;

  @ParameterizedTest
  @ValueSource(ints = {1, 2, 3, 4})
  void shippedPoliciesAreValidAndSpeakOfEveryCategory(int version) {
    ResolvedPolicy policy = PolicyDocuments.shipped(version);

    assertThat(policy.ref().id()).isEqualTo("halcyon-default");
    assertThat(policy.ref().version()).isEqualTo(version);
    for (Category category : Category.values()) {
      if (category != Category.UNKNOWN) {
        assertThat(policy.category(category)).as(category.id()).isNotNull();
      }
    }
    assertThat(policy.category(Category.CHILD_SAFETY).priority()).isEqualTo(Priority.P0);
    assertThat(policy.category(Category.SPAM).priority()).isEqualTo(Priority.P2);
    assertThat(policy.unsupportedLanguage()).isEqualTo(Verdict.REVIEW);
    assertThat(Wire.read(Wire.write(policy), ResolvedPolicy.class)).isEqualTo(policy);
  }

  @Test
  void secondShippedPolicyHasMoreRulesOtherThresholdsAndANewerHead() {
    ResolvedPolicy one = PolicyDocuments.shipped(1);
    ResolvedPolicy two = PolicyDocuments.shipped(2);
    assertThat(two.rules())
        .hasSizeGreaterThanOrEqualTo(60)
        .extracting(PolicyRule::id)
        .containsAll(one.rules().stream().map(PolicyRule::id).toList());
    assertThat(one.rules()).hasSizeLessThan(two.rules().size());
    assertThat(one.category(Category.HATE).thresholds())
        .isNotEqualTo(two.category(Category.HATE).thresholds());
    assertThat(one.stages().get(1).model()).isEqualTo("1.0.0");
    assertThat(two.stages().get(1).model()).isEqualTo("1.1.0");
    assertThat(Arrays.stream(RuleKind.values()).filter(kind -> kind != RuleKind.UNKNOWN))
        .allSatisfy(kind -> assertThat(two.rules()).anyMatch(rule -> rule.kind() == kind));
    for (String language : List.of("en", "de", "es", "ru")) {
      assertThat(two.rules()).anyMatch(rule -> rule.languages().contains(language));
    }
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '~',
      value = {
        "version: 3 ~ version: x ~ version: must be a whole number",
        "severity: neutral ~ severity: mild ~ categories[0].severity: unknown value 'mild'",
        "category: spam ~ category: spma ~ categories[0].category: unknown value 'spma'",
        "review: 0.5, block: 0.9 ~ review: 0.95, block: 0.9 ~ categories[0].thresholds[0]: review"
            + " 0.95 lies above block 0.9",
        "review: 0.5, block: 0.9 ~ review: 0.5, block: 1.9 ~ categories[0].thresholds[0].block:"
            + " must be from 0 to 1",
        "review: 0.5, block: 0.9 ~ review: 0.5 ~ categories[0].thresholds[0]: needs review and"
            + " block",
        "language: de, review: 0.4 ~ language: xx, review: 0.4 ~"
            + " categories[0].thresholds[1].language: unknown language 'xx'",
        "region: DE ~ region: Germany ~ unknown region 'Germany'",
        "clause: A1, terms ~ clause: A9, terms ~ rules[0] (r1).clause: there is no clause A9",
        "terms: ['free'] ~ terms: [] ~ rules[0].terms: a rule needs at least one term",
        "terms: ['free'] ~ terms: ['fr(ee'] ~ rule r1: the pattern 'fr(ee' cannot be read",
        "kind: pattern ~ kind: link ~ rule r1: 'free' is no host",
        "kind: pattern ~ kind: fingerprint ~ rule r1: 'free' is no fingerprint",
        "kind: pattern ~ kind: structure ~ rule r1: 'free' is no structure setting",
        "kind: pattern ~ kind: magic ~ rules[0].kind: unknown value 'magic'",
        "title: Rule ~ titel: Rule ~ rules[0]: unknown field 'titel'",
        "id: r1 ~ ids: r1 ~ rules[0].id: is missing",
        "priority: P1, seconds ~ priority: P2, seconds ~ sla: no entry for P1",
        "id: all, title: All ~ id: all, title: All, languages: [de] ~ queues: one without filters"
            + " and skills is needed",
        "escalation: true ~ escalation: false ~ queues: one with escalation: true is needed",
        "stage: text.rules ~ stage: fusion ~ stages: fusion always runs last",
        "terms: ['free'] ~ terms: ['  '] ~ rules[0].terms[0]: is missing",
        "kind: pattern, category: spam, clause: A1, terms: ['free'] ~ kind: dictionary, category:"
            + " spam, clause: A1, terms: ['...'] ~ rule r1: the term '...' holds no word",
        "kind: pattern ~ kind: personal_data ~ rules[0] (r1): nothing reads it, for the stage"
            + " text.personal-data is not listed",
        "kind: pattern ~ kind: combination ~ rules[0] (r1): nothing reads it, for the stage"
            + " together.rules is not listed",
        "definition: A scam. ~ definition: '' ~ categories[0].clauses[0].definition: is missing"
      })
  void whatIsWrongIsNamedWithItsPlace(String find, String replace, String complaint) {
    assertThat(SMALL).contains(find);
    assertThatThrownBy(
            () ->
                PolicyDocuments.parse(
                    SMALL.replaceFirst(
                        java.util.regex.Pattern.quote(find),
                        java.util.regex.Matcher.quoteReplacement(replace)),
                    "my.yaml"))
        .isInstanceOfSatisfying(
            UserProblem.class,
            problem -> {
              assertThat(problem.code()).isEqualTo("policy.invalid");
              assertThat(problem.getMessage()).contains(complaint);
              assertThat(problem.remedy()).isNotBlank();
            });
  }

  @Test
  void documentThatIsNoYamlIsRefusedWithTheLine() {
    assertThatThrownBy(() -> PolicyDocuments.parse("id: [unclosed", "my.yaml"))
        .isInstanceOf(UserProblem.class)
        .hasMessageContaining("my.yaml")
        .hasMessageContaining("line");
    assertThatThrownBy(() -> PolicyDocuments.parse("", "my.yaml")).isInstanceOf(UserProblem.class);
    assertThatThrownBy(() -> PolicyDocuments.parse("- 1", "my.yaml"))
        .isInstanceOf(UserProblem.class);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '~',
      value = {
        "severity: neutral ~ severity: mild ~ line 9: categories[0].severity: unknown value",
        "language: de, review: 0.4 ~ language: xx, review: 0.4 ~ line 13:"
            + " categories[0].thresholds[1].language: unknown language",
        "clause: A1, terms ~ clause: A9, terms ~ line 22: rules[0] (r1).clause: there is no clause",
        "terms: ['free'] ~ terms: ['fr(ee'] ~ line 22: rule r1: the pattern",
        "id: r1 ~ ids: r1 ~ line 22: rules[0].id: is missing",
        "title: Test ~ titel: Test ~ line 1: title: is missing",
        "priority: P1, seconds ~ priority: P2, seconds ~ line 4: sla: no entry for P1"
      })
  void whatIsWrongIsNamedWithItsLine(String find, String replace, String complaint) {
    assertThatThrownBy(() -> PolicyDocuments.parse(SMALL.replace(find, replace), "my.yaml"))
        .isInstanceOf(UserProblem.class)
        .hasMessageContaining(complaint);
  }

  @Test
  void weightsAreOfKnownWitnessesAndFractions() {
    String at = "    severity: neutral\n";
    assertThat(SMALL).contains(at);
    String weights = at + "    weights: {image: 0.5, author: 0}\n";
    assertThat(PolicyDocuments.parse(SMALL.replace(at, weights), "my.yaml").categories())
        .singleElement()
        .satisfies(
            each -> assertThat(each.weights()).isEqualTo(Map.of("image", 0.5, "author", 0.0)));
    for (String wrong : List.of("{smell: 1}", "{text: 2}", "{text: much}", "[text]")) {
      assertThatThrownBy(
              () ->
                  PolicyDocuments.parse(
                      SMALL.replace(at, at + "    weights: " + wrong + "\n"), "my.yaml"))
          .isInstanceOf(UserProblem.class)
          .hasMessageContaining("line 10: categories[0].weights");
    }
  }

  @Test
  void personalDataDecidesByItsScoreUnlessThePolicySaysOtherwise() {
    String rules =
        SMALL.replace("stages: [", "stages: [{stage: text.personal-data}, ")
            + "  - {id: p1, title: P, kind: personal_data, category: spam, terms: [phone, iban]}\n"
            + "  - {id: p2, title: P, kind: personal_data, category: spam, verdict: review, terms:"
            + " [card]}\n";
    assertThat(PolicyDocuments.parse(rules, "my.yaml").rules())
        .extracting(PolicyRule::verdict)
        .containsExactly(Verdict.REVIEW, Verdict.ALLOW, Verdict.REVIEW);
    assertThatThrownBy(
            () -> PolicyDocuments.parse(rules.replace("[phone, iban]", "[shoe size]"), "my.yaml"))
        .hasMessageContaining("line 23: rule p1: 'shoe size' is no kind of personal data");
  }

  @Test
  void combinationThatCannotBeReadIsRefusedWithItsLine() {
    String rule =
        SMALL.replace("stages: [", "stages: [{stage: together.rules}, ")
            + "  - {id: c1, title: C, kind: combination, category: spam, terms: ['picture shows"
            + " dragon', 'text says x']}\n";
    assertThatThrownBy(() -> PolicyDocuments.parse(rule, "my.yaml"))
        .hasMessageContaining("line 23: rule c1: the part 'picture shows dragon'");
  }

  @Test
  void twiceTheSameIdIsRefused() {
    String twice = SMALL + "  - {id: r1, title: Rule, kind: pattern, category: spam, terms: [x]}\n";
    assertThatThrownBy(() -> PolicyDocuments.parse(twice, "my.yaml"))
        .hasMessageContaining("rules[1] (r1): the id stands twice");
  }

  @Test
  void thresholdWithTheMostPartsThatFitWins() {
    ResolvedPolicy policy = PolicyDocuments.parse(SMALL, "small.yaml");
    assertThat(review(policy, "en", "US", Surface.POST)).isEqualTo(0.5);
    assertThat(review(policy, "de", "US", Surface.POST)).isEqualTo(0.4);
    assertThat(review(policy, "en", "US", Surface.CHAT)).isEqualTo(0.6);
    assertThat(review(policy, "de", "DE", Surface.CHAT)).isEqualTo(0.3);
    // One part each: language goes before region, region before surface.
    assertThat(review(policy, "de", "DE", Surface.POST)).isEqualTo(0.4);
    assertThat(review(policy, "en", "DE", Surface.CHAT)).isEqualTo(0.2);
    assertThat(new Thresholds(policy, "en", "US", Surface.POST).of(Category.HATE)).isNull();
  }

  private static double review(
      ResolvedPolicy policy, String language, String region, Surface surface) {
    Threshold threshold = new Thresholds(policy, language, region, surface).of(Category.SPAM);
    assertThat(threshold).isNotNull();
    return threshold.review();
  }

  @Test
  void whatAPolicySaysOfTheJudgeIsReadAndMissingFieldsHaveTheirUsualValue() {
    JudgePolicy judge =
        PolicyDocuments.parse(
                SMALL
                    + """
                    judge:
                      escalate_below: 0.8
                      may_leave: [spam, misinformation]
                      clears_from: 0.95
                      money_per_hour: 2.5
                    """,
                "p")
            .judge();

    assertThat(judge)
        .isEqualTo(
            new JudgePolicy(
                "judge-1",
                JudgePolicy.USUAL.askFrom(),
                0.8,
                List.of(Category.SPAM, Category.MISINFORMATION),
                false,
                0.95,
                0,
                2_500_000));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "may_leave: [spam, child_safety] | judge.may_leave[1]: child_safety never leaves",
        "prompt: judge-99                | judge.prompt: there is no prompt 'judge-99'",
        "key: secret                     | judge: unknown field 'key'",
        "money_per_hour: -1              | judge.money_per_hour: must be a number over 0",
        "tokens_per_hour: 0              | judge.tokens_per_hour: must be a whole number",
        "clears_from: 2                  | judge.clears_from: must be from 0 to 1",
      })
  void whatIsWrongAboutTheJudgeIsNamed(String line, String complaint) {
    assertThatThrownBy(() -> PolicyDocuments.parse(SMALL + "judge:\n  " + line + "\n", "p"))
        .isInstanceOf(UserProblem.class)
        .hasMessageContaining(complaint);
  }

  @Test
  void aPolicyThatSaysNothingOfTheJudgeIsWrittenAsBefore() {
    assertThat(Wire.write(PolicyDocuments.shipped(2))).doesNotContain("\"judge\"");
  }
}
