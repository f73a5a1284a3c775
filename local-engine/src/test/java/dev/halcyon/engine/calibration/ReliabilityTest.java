package dev.halcyon.engine.calibration;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import org.junit.jupiter.api.Test;

class ReliabilityTest {
  @Test
  void honestScoresHaveNoErrorAndBoastfulOnesDo() {
    boolean[] yes = new boolean[1000];
    double[] honest = new double[1000];
    double[] boastful = new double[1000];
    for (int i = 0; i < 1000; i++) {
      yes[i] = i % 20 == 0; // one in twenty, which a feed may have: no weights
      honest[i] = 0.05;
      boastful[i] = 0.55;
    }
    assertThat(Reliability.of(honest, yes).error()).isCloseTo(0, within(1e-9));
    assertThat(Reliability.of(boastful, yes).error()).isCloseTo(0.5, within(1e-9));
    assertThat(Reliability.of(boastful, yes).steps())
        .singleElement()
        .satisfies(
            step -> {
              assertThat(step.from()).isEqualTo(0.5);
              assertThat(step.share()).isCloseTo(0.05, within(1e-9));
            });
  }

  @Test
  void rowsRicherInHarmThanAFeedAreWeightedDown() {
    boolean[] yes = {true, false};
    assertThat(Reliability.of(new double[] {0.1, 0.1}, yes).error()).isCloseTo(0, within(1e-9));
  }
}
