package dev.halcyon.engine.fusion;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.halcyon.engine.EngineOptions;
import dev.halcyon.engine.RescanEngine;
import dev.halcyon.engine.ScanRequest;
import dev.halcyon.engine.ScanResult;
import dev.halcyon.engine.Scans;
import dev.halcyon.engine.testing.Pairs;
import dev.halcyon.protocol.Assessment;
import dev.halcyon.protocol.Category;
import dev.halcyon.protocol.ContextMessage;
import dev.halcyon.protocol.Evidence;
import dev.halcyon.protocol.PolicyRule;
import dev.halcyon.protocol.ResolvedPolicy;
import dev.halcyon.protocol.RuleKind;
import dev.halcyon.protocol.UserProblem;
import dev.halcyon.protocol.Verdict;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Sentences cut in two, and combinations with the message before. */
class TogetherStageTest {
  private static final RescanEngine ENGINE = RescanEngine.start(EngineOptions.forServer());

  @AfterAll
  static void close() {
    ENGINE.close();
  }

  private static ScanResult after(String author, String before, String text) {
    return after(author, before, text, Scans.policy(2));
  }

  private static ScanResult after(
      String author, String before, String text, ResolvedPolicy policy) {
    ScanRequest plain = Scans.text(text, "en", policy);
    return ENGINE.scan(
        new ScanRequest(
            plain.itemId(),
            text,
            "en",
            plain.region(),
            plain.surface(),
            plain.author(),
            List.of(new ContextMessage(author, author, before, Instant.EPOCH, null)),
            List.of(),
            List.of(),
            0,
            policy,
            plain.deadline()));
  }

  private static Optional<Assessment> said(ScanResult result, String stage) {
    return result.assessments().stream().filter(each -> each.stage().equals(stage)).findFirst();
  }

  private static final String FIRST_HALF = "everybody here can win a";
  private static final String SECOND_HALF = "macbook, just ask";

  @Test
  void sentenceCutInTwoMessagesIsReadAsOne() {
    assertThat(ENGINE.scan(Scans.text(FIRST_HALF)).verdict()).isEqualTo(Verdict.ALLOW);
    assertThat(ENGINE.scan(Scans.text(SECOND_HALF)).verdict()).isEqualTo(Verdict.ALLOW);
    ScanResult result = after("u-1", FIRST_HALF, SECOND_HALF);
    assertThat(result.verdict()).isEqualTo(Verdict.REVIEW);
    Assessment together = said(result, TogetherStage.NAME).orElseThrow();
    assertThat(together.evidence())
        .filteredOn(each -> each.category() == Category.SPAM)
        .isNotEmpty()
        .allSatisfy(
            each ->
                assertThat(((Evidence.Words) each).end())
                    .isLessThanOrEqualTo(SECOND_HALF.length()));
  }

  @Test
  void anotherPersonsMessageIsNotReadAsTheAuthorsOwn() {
    ScanResult result = after("u-2", FIRST_HALF, SECOND_HALF);
    assertThat(result.verdict()).isEqualTo(Verdict.ALLOW);
    assertThat(said(result, TogetherStage.NAME)).isEmpty();
  }

  @Test
  void harmlessMessageAfterAHarmfulOneOfTheSameAuthorIsNotBlamedForIt() {
    ScanResult result = after("u-1", "i will kill you", "the weather is lovely today");
    assertThat(result.verdict()).isEqualTo(Verdict.ALLOW);
  }

  @Test
  void sentenceCutBetweenCaptionAndPictureIsReadAsOne() {
    try (Pairs cascade = new Pairs(false)) {
      Pairs.Picture words = new Pairs.Picture(List.of(), FIRST_HALF, 0);
      assertThat(cascade.scan("", words).verdict()).isEqualTo(Verdict.ALLOW);
      assertThat(cascade.scan(SECOND_HALF, words).verdict()).isEqualTo(Verdict.REVIEW);
    }
  }

  private static PolicyRule rule(String... terms) {
    return new PolicyRule(
        "both",
        "Both",
        RuleKind.COMBINATION,
        Category.SELF_HARM,
        "S2",
        List.of(),
        Verdict.REVIEW,
        0.9,
        List.of(terms),
        true);
  }

  private static ResolvedPolicy with(PolicyRule rule) {
    List<PolicyRule> rules = new ArrayList<>(Scans.policy(2).rules());
    rules.add(rule);
    return Scans.withRules(Scans.policy(2), rules);
  }

  @Test
  void combinationOverTheMessageBeforeIsFoundWithTheOwnWordsAsEvidence() {
    ResolvedPolicy policy = with(rule("before says \\bshould i jump", "text says \\byes|do it\\b"));
    assertThat(after("u-2", "should i jump?", "YES, do it", policy).verdict())
        .isEqualTo(Verdict.REVIEW);
    assertThat(after("u-2", "should i cook?", "YES, do it", policy).verdict())
        .isEqualTo(Verdict.ALLOW);
    Assessment found =
        said(after("u-2", "should i jump?", "YES, do it", policy), CombinationStage.NAME)
            .orElseThrow();
    assertThat(found.evidence()).hasSize(1);
    assertThat(((Evidence.Words) found.evidence().getFirst()).start()).isZero();
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '~',
      quoteCharacter = '"',
      value = {
        "text says (x ~ text says y ~ the part 'text says (x': its pattern cannot be read",
        "text shows knife ~ picture says x ~ only a picture shows something",
        "picture shows dragon ~ text says x ~ no model knows the object 'dragon'",
        "picture shows knife >= 2 ~ text says x ~ what follows >= is not from 0 to 1",
        "picture shows knife >= much ~ text says x ~ what follows >= is no number",
        "picture scores magic >= 0.5 ~ text says x ~ it is no score",
        "picture holds secrets ~ text says x ~ 'secrets' is no kind of personal data",
        "cellar says x ~ text says x ~ there is no place 'cellar'",
        "text sings x ~ picture says x ~ there is no verb 'sings'",
        "text says ~ picture says x ~ it needs a place, a verb and what is looked for",
        "picture means x rather than y ~ text says x ~ only the item's own text is compared",
        "text means x ~ picture says x ~ it needs examples, 'rather than', and counter-examples",
        "text says x ~ text lacks y ~ a combination needs parts in at least two places",
        "text says x ~ picture lacks y ~ a combination needs parts in at least two places"
      })
  void combinationThatCannotBeReadIsRefusedWithTheReason(
      String one, String other, String complaint) {
    assertThatThrownBy(() -> Combinations.of(with(rule(one, other))))
        .isInstanceOfSatisfying(
            UserProblem.class,
            problem -> {
              assertThat(problem.code()).isEqualTo("policy.invalid");
              assertThat(problem.getMessage()).startsWith("rule both: ").contains(complaint);
              assertThat(problem.remedy()).isNotBlank();
            });
  }
}
