package dev.halcyon.engine.text.train;

import dev.halcyon.engine.calibration.FeedShare;
import dev.halcyon.engine.calibration.Platt;
import dev.halcyon.protocol.Category;
import java.util.List;
import java.util.function.ToDoubleFunction;

/**
 * One category's part of the deep tier as it was fitted: the encoder's half, the calibration of
 * either half, and that of their mean. Immutable.
 *
 * @param weights of the encoder's half, the bias last
 * @param share weight of the encoder's half in the mean
 */
record DeepFit(
    Category category, float[] weights, Platt vector, Platt linear, double share, Platt mean) {
  /**
   * With fewer yes texts to calibrate on, either half counts the same: nothing is left to chance.
   */
  private static final int FEWEST_TO_WEIGH = 100;

  private static final double[] SHARES = {0.5, 0.2, 0.3, 0.4, 0.6, 0.7, 0.8};

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
    int positives = 0;
    for (boolean one : known) {
      positives += one ? 1 : 0;
    }
    double share = SHARES[0];
    double[] means = means(vectorPlatt, vectors, linearPlatt, linears, share);
    Platt mean = Platt.fit(means, known);
    for (double other : positives < FEWEST_TO_WEIGH ? new double[0] : SHARES) {
      double[] otherMeans = means(vectorPlatt, vectors, linearPlatt, linears, other);
      Platt otherMean = Platt.fit(otherMeans, known);
      if (otherMean.loss(otherMeans, known) < mean.loss(means, known)) {
        share = other;
        means = otherMeans;
        mean = otherMean;
      }
    }
    double shift = FeedShare.shift(positives / (double) known.length);
    return new DeepFit(
        category, weights, vectorPlatt, linearPlatt, share, new Platt(mean.a(), mean.b() - shift));
  }

  private static double[] means(
      Platt vector, double[] vectors, Platt linear, double[] linears, double share) {
    double[] means = new double[vectors.length];
    for (int i = 0; i < means.length; i++) {
      means[i] = share * vector.logOdds(vectors[i]) + (1 - share) * linear.logOdds(linears[i]);
    }
    return means;
  }

  static boolean[] labels(List<Reading> readings, Category category) {
    return HeadTrainer.labels(readings.stream().map(Reading::row).toList(), category);
  }

  /** The score of both halves together. */
  double score(Reading reading, double linearDecision, EmbeddingStore store) {
    double v = vector.logOdds(reading.vector(weights, store));
    return mean.probability(share * v + (1 - share) * linear.logOdds(linearDecision));
  }
}
