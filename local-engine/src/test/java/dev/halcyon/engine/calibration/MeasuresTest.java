package dev.halcyon.engine.calibration;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.Random;
import org.junit.jupiter.api.Test;

class MeasuresTest {
  @Test
  void areaIsTheShareOfPairsInTheRightOrder() {
    double[] scores = {0.1, 0.4, 0.35, 0.8};
    boolean[] yes = {false, false, true, true};
    assertThat(Measures.auroc(scores, yes).value()).isCloseTo(0.75, within(1e-12));
  }

  @Test
  void tiesCountHalf() {
    assertThat(
            Measures.auroc(new double[] {1, 1, 1, 1}, new boolean[] {true, false, true, false})
                .value())
        .isCloseTo(0.5, within(1e-12));
  }

  @Test
  void wilsonIntervalIsThatOfTheTextbook() {
    // 10 of 100: 0.0552 to 0.1744 (Newcombe 1998, method 3).
    Measures.Interval interval = Measures.share(10, 100);
    assertThat(interval.low()).isCloseTo(0.0552, within(1e-4));
    assertThat(interval.high()).isCloseTo(0.1744, within(1e-4));
    assertThat(Measures.share(0, 0).value()).isNaN();
    assertThat(Measures.share(0, 20).low()).isZero();
  }

  @Test
  void plattRecoversTheSigmoidTheLabelsWereDrawnFrom() {
    Random random = new Random(11);
    double[] decisions = new double[20_000];
    boolean[] yes = new boolean[decisions.length];
    for (int i = 0; i < yes.length; i++) {
      decisions[i] = random.nextGaussian() * 2;
      yes[i] = random.nextDouble() < 1 / (1 + Math.exp(-1.7 * decisions[i] + 0.6));
    }
    Platt platt = Platt.fit(decisions, yes);
    assertThat(platt.a()).isCloseTo(-1.7, within(0.1));
    assertThat(platt.b()).isCloseTo(0.6, within(0.1));
  }
}
