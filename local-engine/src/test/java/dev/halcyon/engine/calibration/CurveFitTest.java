package dev.halcyon.engine.calibration;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.DoubleRange;
import net.jqwik.api.constraints.IntRange;
import org.junit.jupiter.api.Test;

class CurveFitTest {
  /** Scores whose true probability is known: that of the raw score, squared. */
  private static List<LabelledScore> boastful(int rows, long seed) {
    Random random = new Random(seed);
    List<LabelledScore> all = new ArrayList<>();
    for (int i = 0; i < rows; i++) {
      double score = random.nextDouble();
      all.add(new LabelledScore(score, random.nextDouble() < score * score));
    }
    return all;
  }

  private static double share(List<LabelledScore> rows) {
    return rows.stream().filter(LabelledScore::yes).count() / (double) rows.size();
  }

  @Test
  void manyRowsFindTheProbabilityThatTheScoresHide() {
    List<LabelledScore> rows = boastful(20_000, 7);
    CurveFit fit = CurveFit.of(rows, share(rows));
    for (double score : new double[] {0.2, 0.4, 0.6, 0.8}) {
      assertThat(fit.curve().at(score)).isCloseTo(score * score, within(0.05));
    }
    assertThat(fit.before().error().value()).isGreaterThan(0.12);
    assertThat(fit.after().error().value()).isLessThan(0.03);
    assertThat(fit.after().brier().value()).isLessThan(fit.before().brier().value());
    assertThat(fit.after().auroc().value()).isCloseTo(fit.before().auroc().value(), within(0.01));
  }

  @Test
  void fewRowsGetTheSigmoidAndGoodScoresStayNearThemselves() {
    Random random = new Random(3);
    List<LabelledScore> rows = new ArrayList<>();
    for (int i = 0; i < 400; i++) {
      double score = random.nextDouble();
      rows.add(new LabelledScore(score, random.nextDouble() < score));
    }
    CurveFit fit = CurveFit.of(rows.subList(0, 200), share(rows));
    assertThat(fit.curve()).isInstanceOf(Curve.Sigmoid.class);
    assertThat(fit.curve().at(0.5)).isCloseTo(0.5, within(0.1));
    assertThat(fit.curve().at(0.9)).isCloseTo(0.9, within(0.1));
  }

  @Test
  void aFeedWithLessHarmThanTheLabelsGetsLowerScores() {
    List<LabelledScore> rows = boastful(2_000, 5);
    CurveFit usual = CurveFit.of(rows, Double.NaN);
    assertThat(usual.share()).as("one in ten is assumed at most").isEqualTo(0.1);
    CurveFit rare = CurveFit.of(rows, 0.01);
    double odds = rare.curve().at(0.8) / (1 - rare.curve().at(0.8));
    double usualOdds = usual.curve().at(0.8) / (1 - usual.curve().at(0.8));
    // Elkan: odds move by the ratio of the odds of the two shares.
    assertThat(odds / usualOdds).isCloseTo((0.01 / 0.99) / (0.1 / 0.9), within(0.01));
    assertThat(rare.after().error().value()).isLessThan(0.02);
  }

  @Test
  void fewerThanFiftyOfEitherAreRefused() {
    List<LabelledScore> rows = new ArrayList<>(boastful(4_000, 1));
    List<LabelledScore> few = new ArrayList<>(rows.stream().filter(each -> !each.yes()).toList());
    few.addAll(rows.stream().filter(LabelledScore::yes).limit(CurveFit.FEWEST - 1).toList());
    assertThatThrownBy(() -> CurveFit.of(few, Double.NaN))
        .isInstanceOf(IllegalArgumentException.class);
  }

  @Test
  void stepsAreThoseOfTheTextbookBeforeTheyAreJoined() {
    double[] scores = {0.1, 0.2, 0.3, 0.4, 0.5, 0.6};
    boolean[] yes = {false, true, false, true, true, true};
    Curve.Points points = Isotonic.fit(scores, yes, 0);
    // 0.2 and 0.3 fall and are pooled to one half; labels count as 1/4 and 5/6.
    assertThat(points.scores()).hasSize(3);
    assertThat(points.scores().get(1)).isCloseTo(0.25, within(1e-12));
    assertThat(points.values().get(1)).isCloseTo((0.25 + 5.0 / 6) / 2, within(1e-12));
    assertThat(points.values().getLast()).isCloseTo(5.0 / 6, within(1e-12));
    assertThat(points.at(0)).isCloseTo(0.25, within(1e-12));
    assertThat(points.at(1)).isCloseTo(5.0 / 6, within(1e-12));
    assertThat(points.at(0.175))
        .as("half way on the line")
        .isCloseTo((0.25 + (0.25 + 5.0 / 6) / 2) / 2, within(1e-12));
  }

  @Property(tries = 60)
  void noCurveFallsOrReachesCertainty(
      @ForAll @IntRange(min = 0, max = 10_000) int seed,
      @ForAll @DoubleRange(min = 0.01, max = 0.99) double share,
      @ForAll @IntRange(min = 2, max = 200) int levels) {
    List<LabelledScore> rows =
        boastful(1_500, seed).stream()
            .map(each -> new LabelledScore(Math.rint(each.score() * levels) / levels, each.yes()))
            .toList();
    CurveFit fit = CurveFit.of(rows, share);
    double[] scores = rows.stream().mapToDouble(LabelledScore::score).toArray();
    boolean[] yes = new boolean[scores.length];
    for (int i = 0; i < yes.length; i++) {
      yes[i] = rows.get(i).yes();
    }
    for (Curve curve : List.of(fit.curve(), Isotonic.fit(scores, yes, 0.5))) {
      assertThat(curve.complaint()).isEmpty();
      double before = 0;
      for (int i = 0; i <= 100; i++) {
        double at = curve.at(i / 100.0);
        assertThat(at).isGreaterThanOrEqualTo(before).isLessThan(1).isPositive();
        before = at;
      }
    }
  }
}
