package dev.halcyon.engine.text.train;

import static org.assertj.core.api.Assertions.assertThat;

import dev.halcyon.engine.calibration.Measures;
import dev.halcyon.engine.text.deep.DeepHead;
import dev.halcyon.engine.text.deep.SentenceEncoder;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;

class PointTrainerTest {
  private static final int N = SentenceEncoder.DIMENSIONS;
  private final List<float[]> points = new ArrayList<>();
  private final boolean[] yes = new boolean[400];

  /**
   * Points of unit length; yes ones lie to one side, with some noise, so that no line is perfect.
   */
  PointTrainerTest() {
    Random random = new Random(4);
    for (int i = 0; i < yes.length; i++) {
      float[] point = new float[N];
      double square = 0;
      for (int d = 0; d < N; d++) {
        point[d] = (float) random.nextGaussian();
      }
      yes[i] = point[0] + point[1] + random.nextGaussian() > 1.5;
      point[0] *= 6;
      point[1] *= 6;
      for (float value : point) {
        square += value * value;
      }
      for (int d = 0; d < N; d++) {
        point[d] /= (float) Math.sqrt(square);
      }
      points.add(point);
    }
  }

  /** Source: the loss that the class says it minimises, written out again. */
  private double loss(float[] weights) {
    double loss = 0;
    int count = 0;
    for (int d = 0; d < N; d++) {
      loss += weights[d] * (double) weights[d] / 2;
    }
    for (boolean one : yes) {
      count += one ? 1 : 0;
    }
    double weight = Math.min(Math.sqrt((yes.length - count) / (double) count), 8);
    for (int i = 0; i < yes.length; i++) {
      double z = DeepHead.decision(weights, 0, points.get(i));
      loss += 5 * (yes[i] ? weight : 1) * Math.log1p(Math.exp(yes[i] ? -z : z));
    }
    return loss;
  }

  @Test
  void noSmallStepInAnyDirectionLowersTheLoss() {
    float[] weights = PointTrainer.fit(points, yes);
    double least = loss(weights);
    for (int d = 0; d <= N; d += 16) {
      for (float step : new float[] {-0.01f, 0.01f}) {
        float[] moved = weights.clone();
        moved[d] += step;
        assertThat(loss(moved)).as("dimension " + d).isGreaterThan(least);
      }
    }
    double[] scores =
        points.stream().mapToDouble(point -> DeepHead.decision(weights, 0, point)).toArray();
    assertThat(Measures.auroc(scores, yes).value()).isGreaterThan(0.85);
  }

  @Test
  void orderOfTheTextsDoesNotMatter() {
    float[] weights = PointTrainer.fit(points, yes);
    List<float[]> turned = new ArrayList<>(points);
    Collections.reverse(turned);
    boolean[] turnedYes = new boolean[yes.length];
    for (int i = 0; i < yes.length; i++) {
      turnedYes[i] = yes[yes.length - 1 - i];
    }
    float[] again = PointTrainer.fit(turned, turnedYes);
    for (int d = 0; d <= N; d++) {
      assertThat(Math.abs(weights[d] - again[d])).isLessThan(1e-4f);
    }
  }
}
