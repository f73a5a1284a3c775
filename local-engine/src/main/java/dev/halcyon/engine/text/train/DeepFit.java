package dev.halcyon.engine.text.train;

import dev.halcyon.protocol.Category;
import java.util.List;
import java.util.function.ToDoubleFunction;

/**
 * One category's part of the deep tier as it was fitted: the encoder's half, the calibration of
 * either half, and that of their mean. Immutable.
 *
 * @param weights of the encoder's half, the bias last
 */
record DeepFit(Category category, float[] weights, Platt vector, Platt linear, Platt mean) {

  /**
   * Fits weights on training texts and calibrates on others, both halves each and then their mean.
   *
   * @param points of the training texts
   * @param calibrate held-out texts whose label for the category is known
   * @param linear the linear half's decision value of a held-out text
   */
  static DeepFit of(
      Category category,
      List<float[]> points,
      boolean[] yes,
      List<Reading> calibrate,
      ToDoubleFunction<Reading> linear,
      EmbeddingStore store) {
    float[] weights = PointTrainer.fit(points, yes);
    boolean[] known = labels(calibrate, category);
    double[] vectors =
        calibrate.stream().mapToDouble(each -> each.vector(weights, store)).toArray();
    double[] linears = calibrate.stream().mapToDouble(linear).toArray();
    Platt vectorPlatt = Platt.fit(vectors, known);
    Platt linearPlatt = Platt.fit(linears, known);
    double[] means = new double[known.length];
    long positives = 0;
    for (int i = 0; i < means.length; i++) {
      means[i] = (vectorPlatt.logOdds(vectors[i]) + linearPlatt.logOdds(linears[i])) / 2;
      positives += known[i] ? 1 : 0;
    }
    Platt mean = Platt.fit(means, known);
    double shift = HeadTrainer.shift(positives / (double) known.length);
    return new DeepFit(
        category, weights, vectorPlatt, linearPlatt, new Platt(mean.a(), mean.b() - shift));
  }

  static boolean[] labels(List<Reading> readings, Category category) {
    return HeadTrainer.labels(readings.stream().map(Reading::row).toList(), category);
  }

  /** The score of both halves together. */
  double score(Reading reading, double linearDecision, EmbeddingStore store) {
    double v = vector.logOdds(reading.vector(weights, store));
    return mean.probability((v + linear.logOdds(linearDecision)) / 2);
  }
}
