package dev.halcyon.engine.calibration;

import java.util.ArrayList;
import java.util.List;

/**
 * How far scores can be taken at their word: of what scored about 0.7, are seven in ten a yes? Yes
 * and no rows are weighted so that the yes rows make up the share one may expect in a feed, for
 * that is what the scores are calibrated for. Immutable.
 *
 * @param error the expected calibration error over ten equal steps (Guo and others 2017)
 */
public record Reliability(List<Step> steps, double error) {
  private static final int STEPS = 10;

  /** Scores from {@code from} to a tenth above: how many, their mean, and the share of yes. */
  public record Step(double from, int count, double meanScore, double share) {}

  /** Of scores that are calibrated for the share that is assumed where nobody knows better. */
  public static Reliability of(double[] scores, boolean[] yes) {
    return of(scores, yes, FeedShare.assumed(shareOf(yes)));
  }

  /**
   * Of scores that are calibrated for a share of one's own.
   *
   * @param inFeed the share of yes that is expected where the scores are used
   */
  public static Reliability of(double[] scores, boolean[] yes, double inFeed) {
    double inData = shareOf(yes);
    double[] weights = new double[STEPS];
    double[] sums = new double[STEPS];
    double[] hits = new double[STEPS];
    int[] counts = new int[STEPS];
    double total = 0;
    for (int i = 0; i < yes.length; i++) {
      int step = Math.min(STEPS - 1, (int) (scores[i] * STEPS));
      double weight = yes[i] ? inFeed / inData : (1 - inFeed) / (1 - inData);
      weights[step] += weight;
      sums[step] += weight * scores[i];
      hits[step] += yes[i] ? weight : 0;
      counts[step]++;
      total += weight;
    }
    List<Step> steps = new ArrayList<>();
    double error = 0;
    for (int step = 0; step < STEPS; step++) {
      error += Math.abs(sums[step] - hits[step]) / total;
      if (counts[step] > 0) {
        steps.add(
            new Step(
                step / (double) STEPS,
                counts[step],
                sums[step] / weights[step],
                hits[step] / weights[step]));
      }
    }
    return new Reliability(List.copyOf(steps), error);
  }

  private static double shareOf(boolean[] yes) {
    int positives = 0;
    for (boolean one : yes) {
      positives += one ? 1 : 0;
    }
    return positives / (double) yes.length;
  }
}
