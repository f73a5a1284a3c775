package dev.halcyon.engine.cache;

import static org.assertj.core.api.Assertions.assertThat;

import dev.halcyon.engine.ScanResult;
import dev.halcyon.engine.Scans;
import dev.halcyon.engine.cascade.CascadeRunner;
import dev.halcyon.engine.cascade.ScanContext;
import dev.halcyon.engine.cascade.Stage;
import dev.halcyon.engine.cascade.StageOutcome;
import dev.halcyon.engine.fusion.Meaning;
import dev.halcyon.engine.text.deep.DeepModels;
import dev.halcyon.engine.text.deep.EncoderMeaning;
import dev.halcyon.engine.text.deep.SentenceEncoder;
import dev.halcyon.protocol.Assessment;
import dev.halcyon.protocol.AssessmentStatus;
import dev.halcyon.protocol.Category;
import dev.halcyon.protocol.CategoryScore;
import dev.halcyon.protocol.ModelRef;
import dev.halcyon.protocol.Origin;
import dev.halcyon.protocol.ResolvedPolicy;
import dev.halcyon.protocol.StageSpec;
import dev.halcyon.protocol.Tier;
import dev.halcyon.protocol.Verdict;
import java.time.Clock;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** With the encoder that ships; the model that judges is a stand-in. */
class MeaningCacheStageTest {
  private static final DeepModels MODELS = DeepModels.shipped();
  private static final String OFFER =
      "You can earn five thousand dollars a week from home, write to me for details";
  private static final ResolvedPolicy POLICY =
      Scans.withStages(
          Scans.policy(2),
          new StageSpec("text.model", null, true),
          new StageSpec("cache.meaning", null, false));

  private double score = 0.9;
  private String models = "";
  private int asked;
  private final CascadeRunner runner = runner(new EncoderMeaning(MODELS), 100);

  private CascadeRunner runner(Meaning meaning, int entries) {
    return new CascadeRunner(
        List.of(model(), new MeaningCacheStage(entries, policy -> models, meaning)),
        Origin.SERVER,
        Clock.systemUTC());
  }

  @AfterEach
  void close() {
    runner.close();
  }

  @AfterAll
  static void closeModels() {
    MODELS.close();
  }

  private Stage model() {
    return new Stage() {
      @Override
      public String name() {
        return "text.model";
      }

      @Override
      public Tier tier() {
        return Tier.CLASSIFIER;
      }

      @Override
      public boolean appliesTo(ScanContext context) {
        return true;
      }

      @Override
      public StageOutcome assess(ScanContext context) {
        asked++;
        return new StageOutcome(
            AssessmentStatus.OK,
            "",
            Verdict.ALLOW,
            List.of(new CategoryScore(Category.SPAM, score, null)),
            List.of(),
            new ModelRef("m", "1", "", "jvm"),
            "00");
      }
    };
  }

  private static Assessment said(ScanResult result) {
    return result.assessments().stream()
        .filter(each -> each.stage().equals(MeaningCacheStage.NAME))
        .findFirst()
        .orElseThrow();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "Earn five thousand dollars per week from your home! Write me for the details",
        "From home you can earn five thousand dollars a week, message me for details",
        "Want to earn five thousand dollars a week at home? Write to me for details",
      })
  void aParaphraseOfWhatWasNotAllowedGoesToReviewAndNothingIsServed(String paraphrase) {
    assertThat(runner.run(Scans.text(OFFER, "en", POLICY)).verdict()).isEqualTo(Verdict.REVIEW);
    score = 0;

    ScanResult like = runner.run(Scans.text(paraphrase, "en", POLICY));

    assertThat(said(like).note())
        .startsWith("nearly the same meaning (0.")
        .endsWith("which was not allowed");
    assertThat(like.verdict()).isEqualTo(Verdict.REVIEW);
    assertThat(asked).isEqualTo(2);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "I work from home three days a week and earn about the same as before",
        "My sister wrote to me about her holiday in the mountains",
        "Can you write down the details of the bus to the museum for me?",
      })
  void whatOnlySharesWordsPasses(String other) {
    runner.run(Scans.text(OFFER, "en", POLICY));
    score = 0;
    assertThat(runner.run(Scans.text(other, "en", POLICY)).verdict()).isEqualTo(Verdict.ALLOW);
  }

  @Test
  void whatWasAllowedLowersNothingAndOtherModelsOrPlacesRememberNothing() {
    score = 0;
    runner.run(Scans.text(OFFER, "en", POLICY));
    score = 0.9;
    String again = OFFER + " today";
    assertThat(runner.run(Scans.text(again, "en", POLICY)).verdict()).isEqualTo(Verdict.REVIEW);
    score = 0;
    models = "newer";
    assertThat(runner.run(Scans.text(OFFER, "en", POLICY)).verdict()).isEqualTo(Verdict.ALLOW);
  }

  @Test
  void withoutAModelItSaysThatItCouldNotCompare() {
    try (CascadeRunner without = runner(Meaning.NONE, 100)) {
      ScanResult result = without.run(Scans.text(OFFER, "en", POLICY));
      assertThat(said(result).status()).isEqualTo(AssessmentStatus.FAILED);
    }
  }

  /** A text's point is its number as an angle: neighbours in number are far enough apart. */
  private static final Meaning BY_NUMBER =
      (text, until) -> {
        float[] point = new float[SentenceEncoder.DIMENSIONS];
        int number = Integer.parseInt(text.replaceAll("\\D", ""));
        point[number % point.length] = 1;
        return java.util.Optional.of(point);
      };

  private static String numbered(int number) {
    return "this is the text that has number " + number;
  }

  @Test
  void theOldestAreForgottenAGenerationAtATime() {
    try (CascadeRunner bounded = runner(BY_NUMBER, 4)) {
      for (int i = 1; i <= 9; i++) {
        bounded.run(Scans.text(numbered(i), "en", POLICY));
      }
      score = 0;
      assertThat(bounded.run(Scans.text(numbered(1), "en", POLICY)).verdict())
          .isEqualTo(Verdict.ALLOW);
      assertThat(bounded.run(Scans.text(numbered(5), "en", POLICY)).verdict())
          .isEqualTo(Verdict.REVIEW);
      assertThat(bounded.run(Scans.text(numbered(9), "en", POLICY)).verdict())
          .isEqualTo(Verdict.REVIEW);
    }
  }
}
