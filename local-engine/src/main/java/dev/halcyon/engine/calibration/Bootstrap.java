package dev.halcyon.engine.calibration;

import dev.halcyon.engine.calibration.Measures.Interval;
import java.util.Arrays;
import java.util.Comparator;
import java.util.SplittableRandom;
import java.util.function.ToDoubleFunction;
import java.util.stream.IntStream;

/**
 * Measures of how well scores tell yes from no, with 95 % intervals by the bootstrap (Efron 1979):
 * the rows are drawn again {@value #DRAWS} times, yes and no rows each among themselves, and the
 * middle 95 % of the measure are given. The same rows and seed give the same intervals. Confined to
 * one thread.
 */
public final class Bootstrap {
  private static final int DRAWS = 300;
  private static final int STEPS = 10;

  private final boolean[] yes;
  private final int[][] draws;

  public Bootstrap(boolean[] yes, long seed) {
    this.yes = yes;
    int[] yesRows = IntStream.range(0, yes.length).filter(i -> yes[i]).toArray();
    int[] noRows = IntStream.range(0, yes.length).filter(i -> !yes[i]).toArray();
    SplittableRandom random = new SplittableRandom(seed);
    this.draws = new int[DRAWS][];
    for (int draw = 0; draw < DRAWS; draw++) {
      int[] counts = new int[yes.length];
      for (int[] rows : new int[][] {yesRows, noRows}) {
        for (int i = 0; i < rows.length; i++) {
          counts[rows[random.nextInt(rows.length)]]++;
        }
      }
      draws[draw] = counts;
    }
  }

  /** Area under the ROC curve, ties counted half. */
  public Interval auroc(double[] scores) {
    int[] order = order(scores);
    return interval(counts -> auroc(scores, order, counts));
  }

  /** Average precision, ties taken together. */
  public Interval averagePrecision(double[] scores) {
    int[] order = order(scores);
    return interval(counts -> averagePrecision(scores, order, counts));
  }

  /** By how much the area of one set of scores is larger than that of another on the same rows. */
  public Interval gain(double[] scores, double[] than) {
    int[] order = order(scores);
    int[] thanOrder = order(than);
    return interval(counts -> auroc(scores, order, counts) - auroc(than, thanOrder, counts));
  }

  /**
   * The mean square between score and truth (Brier 1950), rows weighted so that yes has the share
   * it has in a feed.
   */
  public Interval brier(double[] scores, double inFeed) {
    double[] weights = weights(inFeed);
    return interval(
        counts -> {
          double sum = 0;
          double total = 0;
          for (int i = 0; i < yes.length; i++) {
            double off = scores[i] - (yes[i] ? 1 : 0);
            sum += counts[i] * weights[i] * off * off;
            total += counts[i] * weights[i];
          }
          return sum / total;
        });
  }

  /**
   * The expected calibration error over ten equal steps, rows weighted alike. Draws make it larger
   * by chance alone, so that the interval may lie above the value.
   */
  public Interval calibrationError(double[] scores, double inFeed) {
    double[] weights = weights(inFeed);
    return interval(
        counts -> {
          double[] off = new double[STEPS];
          double total = 0;
          for (int i = 0; i < yes.length; i++) {
            double weight = counts[i] * weights[i];
            int step = Math.min(STEPS - 1, (int) (scores[i] * STEPS));
            off[step] += weight * (scores[i] - (yes[i] ? 1 : 0));
            total += weight;
          }
          double sum = 0;
          for (double each : off) {
            sum += Math.abs(each);
          }
          return sum / total;
        });
  }

  private double[] weights(double inFeed) {
    int positives = 0;
    for (boolean one : yes) {
      positives += one ? 1 : 0;
    }
    double inData = positives / (double) yes.length;
    double[] weights = new double[yes.length];
    for (int i = 0; i < weights.length; i++) {
      weights[i] = yes[i] ? inFeed / inData : (1 - inFeed) / (1 - inData);
    }
    return weights;
  }

  private Interval interval(ToDoubleFunction<int[]> measure) {
    int[] once = new int[yes.length];
    Arrays.fill(once, 1);
    double[] drawn = Arrays.stream(draws).mapToDouble(measure).sorted().toArray();
    return new Interval(
        measure.applyAsDouble(once),
        drawn[(int) Math.floor(0.025 * (DRAWS - 1))],
        drawn[(int) Math.ceil(0.975 * (DRAWS - 1))]);
  }

  /** Rows from the highest score to the lowest. */
  private static int[] order(double[] scores) {
    return IntStream.range(0, scores.length)
        .boxed()
        .sorted(Comparator.comparingDouble((Integer i) -> scores[i]).reversed())
        .mapToInt(Integer::intValue)
        .toArray();
  }

  private double auroc(double[] scores, int[] order, int[] counts) {
    double area = 0;
    long hits = 0;
    long misses = 0;
    for (int i = 0; i < order.length; ) {
      long tiedHits = 0;
      long tiedMisses = 0;
      double score = scores[order[i]];
      for (; i < order.length && scores[order[i]] == score; i++) {
        tiedHits += yes[order[i]] ? counts[order[i]] : 0;
        tiedMisses += yes[order[i]] ? 0 : counts[order[i]];
      }
      area += tiedMisses * (hits + tiedHits / 2.0);
      hits += tiedHits;
      misses += tiedMisses;
    }
    return area / ((double) hits * misses);
  }

  private double averagePrecision(double[] scores, int[] order, int[] counts) {
    double sum = 0;
    long hits = 0;
    long seen = 0;
    for (int i = 0; i < order.length; ) {
      long tiedHits = 0;
      double score = scores[order[i]];
      for (; i < order.length && scores[order[i]] == score; i++) {
        tiedHits += yes[order[i]] ? counts[order[i]] : 0;
        seen += counts[order[i]];
      }
      hits += tiedHits;
      sum += seen == 0 ? 0 : tiedHits * ((double) hits / seen);
    }
    return sum / hits;
  }
}
