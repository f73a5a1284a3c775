package dev.halcyon.engine.calibration;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import dev.halcyon.engine.calibration.Measures.Interval;
import java.util.Random;
import org.junit.jupiter.api.Test;

class BootstrapTest {
  private final boolean[] yes = new boolean[600];
  private final double[] good = new double[600];
  private final double[] poor = new double[600];

  BootstrapTest() {
    Random random = new Random(5);
    for (int i = 0; i < yes.length; i++) {
      yes[i] = i % 4 == 0;
      double truth = yes[i] ? 1 : 0;
      good[i] = Math.rint(10 * (truth + random.nextGaussian())) / 10;
      poor[i] = truth / 4 + random.nextGaussian();
    }
  }

  @Test
  void areaIsThatOfTheRankSumAndItsIntervalIsAboutAsWide() {
    Interval drawn = new Bootstrap(yes, 1).auroc(good);
    Interval formula = Measures.auroc(good, yes);
    assertThat(drawn.value()).isCloseTo(formula.value(), within(1e-9));
    assertThat(drawn.low()).isCloseTo(formula.low(), within(0.02));
    assertThat(drawn.high()).isCloseTo(formula.high(), within(0.02));
  }

  @Test
  void averagePrecisionOfAKnownOrder() {
    boolean[] known = {true, false, true, false};
    double[] scores = {0.9, 0.8, 0.7, 0.1};
    // Precision 1 at the first yes and 2/3 at the second.
    assertThat(new Bootstrap(known, 1).averagePrecision(scores).value())
        .isCloseTo((1 + 2.0 / 3) / 2, within(1e-12));
    assertThat(new Bootstrap(known, 1).averagePrecision(new double[4]).value())
        .as("all tied: the share of yes")
        .isCloseTo(0.5, within(1e-12));
  }

  @Test
  void gainOfTheBetterScoresIsClearAndOfTheSameNone() {
    Bootstrap bootstrap = new Bootstrap(yes, 1);
    assertThat(bootstrap.gain(good, poor).low()).isPositive();
    Interval none = bootstrap.gain(good, good);
    assertThat(none.low()).isZero();
    assertThat(none.high()).isZero();
  }

  @Test
  void sameSeedGivesTheSameInterval() {
    assertThat(new Bootstrap(yes, 3).auroc(poor)).isEqualTo(new Bootstrap(yes, 3).auroc(poor));
  }
}
