package dev.halcyon.engine.fusion;

import static org.assertj.core.api.Assertions.assertThat;

import dev.halcyon.engine.Scans;
import dev.halcyon.engine.policy.Thresholds;
import dev.halcyon.protocol.Assessment;
import dev.halcyon.protocol.AssessmentStatus;
import dev.halcyon.protocol.Category;
import dev.halcyon.protocol.CategoryScore;
import dev.halcyon.protocol.ModelRef;
import dev.halcyon.protocol.Origin;
import dev.halcyon.protocol.PolicyRef;
import dev.halcyon.protocol.Surface;
import dev.halcyon.protocol.Tier;
import dev.halcyon.protocol.Verdict;
import java.time.Instant;
import java.util.List;
import java.util.UUID;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.DoubleRange;
import org.junit.jupiter.api.Test;

class FusionTest {
  private static final Thresholds THRESHOLDS =
      new Thresholds(Scans.policy(2), "en", "US", Surface.POST);

  private static Assessment said(String stage, double score) {
    return new Assessment(
        new UUID(0, 1),
        Tier.CLASSIFIER,
        stage,
        AssessmentStatus.OK,
        "",
        Verdict.ALLOW,
        List.of(new CategoryScore(Category.SEXUAL, score, null)),
        List.of(),
        new ModelRef("m", "1", "", "jvm"),
        new PolicyRef("p", 1, null),
        "",
        Origin.LOCAL,
        0,
        0,
        Instant.EPOCH);
  }

  private static double fused(Assessment... assessments) {
    return Fusion.scores(List.of(assessments), THRESHOLDS).getFirst().score();
  }

  @Test
  void stagesOverTheSameTextCountOnce() {
    assertThat(fused(said("text.rules", 0.4), said("text.linear", 0.5))).isEqualTo(0.5);
  }

  @Test
  void textAndPictureConfirmEachOther() {
    assertThat(fused(said("text.linear", 0.4), said("image.nsfw", 0.4))).isEqualTo(1 - 0.6 * 0.6);
  }

  @Test
  void faintScoresOfManyWitnessesDoNotAddUp() {
    assertThat(fused(said("text.linear", 0.1), said("image.nsfw", 0.1), said("audio.x", 0.1)))
        .isEqualTo(0.1);
  }

  @Property
  void fusedScoreIsNeverBelowAnySingleOneNorAboveOne(
      @ForAll @DoubleRange(min = 0, max = 1) double text,
      @ForAll @DoubleRange(min = 0, max = 1) double image) {
    assertThat(fused(said("text.linear", text), said("image.nsfw", image)))
        .isGreaterThanOrEqualTo(Math.max(text, image))
        .isLessThanOrEqualTo(1);
  }

  @Property
  void moreRiskInOnePartNeverLowersTheWhole(
      @ForAll @DoubleRange(min = 0, max = 1) double text,
      @ForAll @DoubleRange(min = 0, max = 1) double image,
      @ForAll @DoubleRange(min = 0, max = 1) double more) {
    double higher = Math.max(text, more);
    assertThat(fused(said("text.linear", higher), said("image.nsfw", image)))
        .isGreaterThanOrEqualTo(
            fused(said("text.linear", text), said("image.nsfw", image)) - 1e-12);
  }
}
