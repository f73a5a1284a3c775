package dev.halcyon.engine.calibration;

import java.util.Arrays;
import java.util.Comparator;
import java.util.stream.IntStream;

/** Figures of how well scores tell yes from no, with 95 % intervals. Stateless. */
public final class Measures {
  private static final double Z = 1.959964;

  private Measures() {}

  /** A figure between the ends of its 95 % interval. */
  public record Interval(double value, double low, double high) {}

  /**
   * The area under the ROC curve: the chance that a yes scores above a no, ties counted half. The
   * interval is that of Hanley and McNeil 1982.
   */
  public static Interval auroc(double[] scores, boolean[] yes) {
    Integer[] order = IntStream.range(0, scores.length).boxed().toArray(Integer[]::new);
    Arrays.sort(order, Comparator.comparingDouble(i -> scores[i]));
    double rankSum = 0;
    long positives = 0;
    for (int i = 0; i < order.length; ) {
      int end = i;
      while (end < order.length && scores[order[end]] == scores[order[i]]) {
        end++;
      }
      double rank = (i + 1 + end) / 2.0;
      for (; i < end; i++) {
        if (yes[order[i]]) {
          rankSum += rank;
          positives++;
        }
      }
    }
    long negatives = scores.length - positives;
    double area = (rankSum - positives * (positives + 1) / 2.0) / ((double) positives * negatives);
    double q1 = area / (2 - area);
    double q2 = 2 * area * area / (1 + area);
    double variance =
        (area * (1 - area)
                + (positives - 1) * (q1 - area * area)
                + (negatives - 1) * (q2 - area * area))
            / ((double) positives * negatives);
    double half = Z * Math.sqrt(Math.max(0, variance));
    return new Interval(area, Math.max(0, area - half), Math.min(1, area + half));
  }

  /** A share with Wilson's interval (1927); NaN everywhere when nothing was counted. */
  public static Interval share(int hits, int count) {
    if (count == 0) {
      return new Interval(Double.NaN, Double.NaN, Double.NaN);
    }
    double p = (double) hits / count;
    double z2 = Z * Z / count;
    double centre = (p + z2 / 2) / (1 + z2);
    double half = Z * Math.sqrt(p * (1 - p) / count + z2 / (4.0 * count)) / (1 + z2);
    return new Interval(p, Math.max(0, centre - half), Math.min(1, centre + half));
  }
}
