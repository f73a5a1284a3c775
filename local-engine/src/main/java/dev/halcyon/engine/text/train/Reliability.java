package dev.halcyon.engine.text.train;

import java.util.ArrayList;
import java.util.List;

/**
 * How far scores can be taken at their word: of the texts that scored about 0.7, are seven in ten a
 * yes? Yes and no rows are weighted so that the yes rows make up the share one may expect in a
 * feed, for that is what the scores are calibrated for. Immutable.
 *
 * @param error the expected calibration error over ten equal steps (Guo and others 2017)
 */
record Reliability(List<Step> steps, double error) {
  private static final int STEPS = 10;

  /** Scores from {@code from} to a tenth above: how many, their mean, and the share of yes. */
  record Step(double from, int texts, double meanScore, double share) {}

  static Reliability of(double[] scores, boolean[] yes) {
    int positives = 0;
    for (boolean one : yes) {
      positives += one ? 1 : 0;
    }
    double inData = positives / (double) yes.length;
    double assumed = HeadTrainer.assumedShare(inData);
    double[] weights = new double[STEPS];
    double[] sums = new double[STEPS];
    double[] hits = new double[STEPS];
    int[] texts = new int[STEPS];
    double total = 0;
    for (int i = 0; i < yes.length; i++) {
      int step = Math.min(STEPS - 1, (int) (scores[i] * STEPS));
      double weight = yes[i] ? assumed / inData : (1 - assumed) / (1 - inData);
      weights[step] += weight;
      sums[step] += weight * scores[i];
      hits[step] += yes[i] ? weight : 0;
      texts[step]++;
      total += weight;
    }
    List<Step> steps = new ArrayList<>();
    double error = 0;
    for (int step = 0; step < STEPS; step++) {
      error += Math.abs(sums[step] - hits[step]) / total;
      if (texts[step] > 0) {
        steps.add(
            new Step(
                step / (double) STEPS,
                texts[step],
                sums[step] / weights[step],
                hits[step] / weights[step]));
      }
    }
    return new Reliability(List.copyOf(steps), error);
  }
}
