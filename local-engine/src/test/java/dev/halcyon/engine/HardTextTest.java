package dev.halcyon.engine;

import static org.assertj.core.api.Assertions.assertThat;

import dev.halcyon.protocol.Assessment;
import dev.halcyon.protocol.AssessmentStatus;
import dev.halcyon.protocol.Evidence;
import dev.halcyon.protocol.Verdict;
import java.util.List;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Texts no person would write, which must neither break the scan nor slip through it. */
class HardTextTest {
  private static final RescanEngine ENGINE = RescanEngine.start(EngineOptions.forServer());

  @Test
  void emptyTextWithoutMediaIsAllowedAndOnlyTheFusionSpeaks() {
    for (String text : List.of("", "  \n\t ")) {
      ScanResult result = ENGINE.scan(Scans.text(text));
      assertThat(result.verdict()).isEqualTo(Verdict.ALLOW);
      assertThat(result.assessments()).extracting(Assessment::stage).containsExactly("fusion");
      assertThat(result.rationale().steps()).isEmpty();
    }
  }

  @Test
  void emojiAloneAreReadByTheirNamesInAnyLanguage() {
    ScanResult result = ENGINE.scan(Scans.text("🎉🎂🥳💜💜💜", "de", Scans.policy(2)));
    assertThat(result.verdict()).isEqualTo(Verdict.ALLOW);
    assertThat(result.assessments().get(1).status()).isEqualTo(AssessmentStatus.OK);
    assertThat(result.assessments().get(1).scores()).isNotEmpty();
  }

  @Test
  void shortTextOfUnknownLanguageIsReviewedNotScored() {
    ScanResult result = ENGINE.scan(Scans.text("hola guapa", null, Scans.policy(2)));
    assertThat(result.language()).isEqualTo("und");
    assertThat(result.assessments().get(1).status()).isEqualTo(AssessmentStatus.NOT_SUPPORTED);
    assertThat(result.verdict()).isEqualTo(Verdict.REVIEW);
  }

  @Test
  void ruleOfAnyLanguageStillReadsATextOfUnknownLanguage() {
    ScanResult result = ENGINE.scan(Scans.text("kys", null, Scans.policy(2)));
    assertThat(result.rationale().clause().id()).isEqualTo("S2");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"\uD83D", "a\uDE00b\uD83D", "I will kill you \uD800\uD800", "\uDC00\uD835"})
  void invalidUtf16IsJudgedLikeAnyOtherText(String text) {
    ScanResult result = ENGINE.scan(Scans.text(text));
    assertThat(result.complete()).isTrue();
    assertThat(result.assessments())
        .allSatisfy(each -> assertThat(each.status()).isEqualTo(AssessmentStatus.OK));
    assertThat(result.verdict()).isEqualTo(text.contains("kill") ? Verdict.REVIEW : Verdict.ALLOW);
  }

  @Test
  void threatAtTheEndOfTenMegabytesIsFoundOrTheItemIsReviewed() {
    String text = "All quiet on the harbour front today. ".repeat(270_000) + " I will kill you.";
    ScanResult result = ENGINE.scan(Scans.text(text));

    assertThat(result.verdict()).isNotEqualTo(Verdict.ALLOW);
    if (result.complete()) {
      assertThat(result.assessments().getFirst().evidence())
          .anySatisfy(
              each -> {
                Evidence.Words words = (Evidence.Words) each;
                assertThat(text.substring(words.start(), words.end())).isEqualTo("I will kill you");
              });
    }
  }

  @Property(tries = 300)
  void noStringMakesTheScanThrowAndEvidenceLiesWithinTheText(@ForAll String text) {
    ScanResult result = ENGINE.scan(Scans.text(text));
    for (Assessment assessment : result.assessments()) {
      // Letters of other scripts, declared English as they are, are not for the models.
      assertThat(assessment.status())
          .as(assessment.note())
          .isIn(AssessmentStatus.OK, AssessmentStatus.NOT_SUPPORTED);
      assertThat(assessment.status() == AssessmentStatus.OK || assessment.scores().isEmpty())
          .isTrue();
      for (Evidence evidence : assessment.evidence()) {
        Evidence.Words words = (Evidence.Words) evidence;
        assertThat(words.start()).isBetween(0, words.end());
        assertThat(words.end()).isLessThanOrEqualTo(text.length());
      }
    }
  }
}
