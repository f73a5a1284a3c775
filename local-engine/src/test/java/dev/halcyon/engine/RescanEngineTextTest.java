package dev.halcyon.engine;

import static org.assertj.core.api.Assertions.assertThat;

import dev.halcyon.protocol.Assessment;
import dev.halcyon.protocol.AssessmentStatus;
import dev.halcyon.protocol.Category;
import dev.halcyon.protocol.Evidence;
import dev.halcyon.protocol.Origin;
import dev.halcyon.protocol.StepKind;
import dev.halcyon.protocol.Tier;
import dev.halcyon.protocol.Verdict;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;

class RescanEngineTextTest {
  private static final RescanEngine ENGINE = RescanEngine.start(EngineOptions.forServer());

  @AfterAll
  static void close() {
    ENGINE.close();
  }

  @Test
  void everydayTextIsAllowedAndEveryStageSaysWhatItRead() {
    ScanResult result = ENGINE.scan(Scans.text("The library on Elm Street is open on Saturdays."));

    assertThat(result.verdict()).isEqualTo(Verdict.ALLOW);
    assertThat(result.complete()).isTrue();
    assertThat(result.language()).isEqualTo("en");
    assertThat(result.assessments())
        .extracting(Assessment::stage)
        .containsExactly("text.rules", "text.linear", "text.deep", "fusion");
    assertThat(result.assessments().getLast().tier()).isEqualTo(Tier.FUSION);
    for (Assessment assessment : result.assessments()) {
      assertThat(assessment.inputHash()).matches("[0-9a-f]{64}");
      assertThat(assessment.id().version()).isEqualTo(7);
      assertThat(assessment.policy().version()).isEqualTo(2);
      assertThat(assessment.origin()).isEqualTo(Origin.SERVER);
    }
    assertThat(result.rationale().assessments())
        .containsExactlyElementsOf(result.assessments().stream().map(Assessment::id).toList());
  }

  @Test
  void disguisedThreatIsFoundAndItsEvidencePointsAtTheOriginalWords() {
    String text = "yo. I w1ll k1ll y\u200Bou, wait and see";
    ScanResult result = ENGINE.scan(Scans.text(text));

    assertThat(result.verdict()).isEqualTo(Verdict.REVIEW);
    assertThat(result.rationale().category()).isEqualTo(Category.VIOLENCE);
    assertThat(result.rationale().clause()).isNotNull();
    assertThat(result.rationale().clause().id()).isEqualTo("V1");
    assertThat(result.rationale().exceptions()).isNotEmpty();
    Evidence.Words words =
        (Evidence.Words) result.rationale().steps().getFirst().evidence().getFirst();
    assertThat(words.source()).isEqualTo("rule:threat-en");
    assertThat(text.substring(words.start(), words.end())).isEqualTo("I w1ll k1ll y\u200Bou");
    assertThat(words.label()).isEqualTo("i will kill you");
  }

  @Test
  void languageTheModelDoesNotKnowGetsNoScoreButReview() {
    ScanResult result =
        ENGINE.scan(Scans.text("Morgen gibt es frisches Brot.", "de", Scans.policy(2)));

    Assessment linear = result.assessments().get(1);
    assertThat(linear.status()).isEqualTo(AssessmentStatus.NOT_SUPPORTED);
    assertThat(linear.scores()).isEmpty();
    assertThat(linear.verdict()).isEqualTo(Verdict.REVIEW);
    assertThat(result.verdict()).isEqualTo(Verdict.REVIEW);
    assertThat(result.rationale().steps())
        .anySatisfy(step -> assertThat(step.kind()).isEqualTo(StepKind.NOT_SUPPORTED));
  }

  @Test
  void knownFingerprintBlocksHoweverItIsSpaced() {
    ScanResult result =
        ENGINE.scan(Scans.text("[Placeholder:  known ILLEGAL content, bank test entry 0001]"));

    assertThat(result.verdict()).isEqualTo(Verdict.BLOCK);
    assertThat(result.rationale().category()).isEqualTo(Category.CHILD_SAFETY);
    assertThat(result.rationale().clause().id()).isEqualTo("C1");
  }

  @Test
  void theTwoShippedPoliciesJudgeTheSameTextWithDifferentModels() {
    String text = "you pathetic idiot, nobody wants you here";
    ScanResult older = ENGINE.scan(Scans.text(text, "en", Scans.policy(1)));
    ScanResult newer = ENGINE.scan(Scans.text(text, "en", Scans.policy(2)));

    assertThat(older.assessments().get(1).model().version()).isEqualTo("1.0.0");
    assertThat(newer.assessments().get(1).model().version()).isEqualTo("1.1.0");
    assertThat(older.assessments().get(1).scores())
        .isNotEqualTo(newer.assessments().get(1).scores());
  }
}
