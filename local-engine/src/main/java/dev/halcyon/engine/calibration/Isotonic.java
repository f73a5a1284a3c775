package dev.halcyon.engine.calibration;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.stream.IntStream;

/**
 * Isotonic calibration (Zadrozny and Elkan 2002): the rising steps nearest to the labels, found by
 * pooling neighbours that fall (Ayer and others 1955), joined by lines between the middles of the
 * steps. Labels count as Platt's, a little inside of 0 and 1, so that no score becomes a certainty.
 * Stateless.
 */
final class Isotonic {
  private Isotonic() {}

  /** A stretch of scores with one value. */
  private static final class Step {
    private double weight;
    private double scores;
    private double targets;

    private Step(double score, double target) {
      weight = 1;
      scores = score;
      targets = target;
    }

    double value() {
      return targets / weight;
    }

    void take(Step other) {
      weight += other.weight;
      scores += other.scores;
      targets += other.targets;
    }
  }

  /**
   * Fits the curve.
   *
   * @param shift the step in log odds from the share of yes in the data to that in a feed
   */
  static Curve.Points fit(double[] scores, boolean[] yes, double shift) {
    int positives = (int) IntStream.range(0, yes.length).filter(i -> yes[i]).count();
    double high = (positives + 1.0) / (positives + 2.0);
    double low = 1 / (yes.length - positives + 2.0);
    int[] order =
        IntStream.range(0, scores.length)
            .boxed()
            .sorted(Comparator.comparingDouble(i -> scores[i]))
            .mapToInt(Integer::intValue)
            .toArray();
    List<Step> steps = new ArrayList<>();
    double last = Double.NaN;
    for (int i : order) {
      Step next = new Step(scores[i], yes[i] ? high : low);
      if (scores[i] == last) {
        steps.getLast().take(next);
      } else {
        pool(steps);
        steps.add(next);
      }
      last = scores[i];
    }
    pool(steps);
    return new Curve.Points(
        steps.stream().map(each -> each.scores / each.weight).toList(),
        steps.stream().map(each -> shifted(each.value(), shift)).toList());
  }

  /** Joins steps at the end until they rise. */
  private static void pool(List<Step> steps) {
    while (steps.size() > 1 && steps.getLast().value() <= steps.get(steps.size() - 2).value()) {
      Step last = steps.removeLast();
      steps.getLast().take(last);
    }
  }

  private static double shifted(double value, double shift) {
    return 1 / (1 + Math.exp(-(Math.log(value / (1 - value)) + shift)));
  }
}
