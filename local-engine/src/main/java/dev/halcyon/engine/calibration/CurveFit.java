package dev.halcyon.engine.calibration;

import dev.halcyon.engine.calibration.Measures.Interval;
import java.util.Arrays;
import java.util.List;
import java.util.stream.IntStream;

/**
 * A calibration curve fitted to labelled scores, with how well it does on rows that it was not
 * fitted to: each fifth of the rows is judged by a curve that the other four made. Immutable.
 *
 * @param share the share of yes that the curve is made for
 * @param before what the raw scores are worth
 * @param after what the calibrated ones are worth, out of fold
 * @param reliability of the calibrated ones, out of fold
 */
public record CurveFit(
    Curve curve,
    int yes,
    int no,
    double share,
    Figures before,
    Figures after,
    Reliability reliability) {
  /** Of yes and of no, each: below that even two numbers cannot be told. */
  public static final int FEWEST = 50;

  /** Of each: below that steps would follow chance. */
  private static final int FEWEST_FOR_STEPS = 200;

  private static final int FOLDS = 5;
  private static final long SEED = 20_260_101;

  /**
   * What scores are worth, with 95 % intervals. Average precision is that of the rows as they are;
   * Brier score and calibration error weigh them as in a feed.
   */
  public record Figures(Interval auroc, Interval averagePrecision, Interval brier, Interval error) {
    static Figures of(double[] scores, boolean[] yes, double share) {
      Bootstrap bootstrap = new Bootstrap(yes, SEED);
      return new Figures(
          bootstrap.auroc(scores),
          bootstrap.averagePrecision(scores),
          bootstrap.brier(scores, share),
          bootstrap.calibrationError(scores, share));
    }
  }

  /** Makes a curve of labelled scores for a share of yes. */
  @FunctionalInterface
  private interface Method {
    Curve fit(double[] scores, boolean[] yes, double share);
  }

  /**
   * Fits the sigmoid, or the isotonic curve where there are enough rows and it tells more.
   *
   * @param rows in an order that does not depend on how they were named: it makes the folds
   * @param share of yes in the feed, or NaN for the usual assumption
   * @throws IllegalArgumentException for fewer than {@link #FEWEST} yes or no
   */
  public static CurveFit of(List<LabelledScore> rows, double share) {
    double[] scores = rows.stream().mapToDouble(LabelledScore::score).toArray();
    boolean[] yes = new boolean[rows.size()];
    for (int i = 0; i < yes.length; i++) {
      yes[i] = rows.get(i).yes();
    }
    int positives = count(yes);
    int negatives = yes.length - positives;
    if (Math.min(positives, negatives) < FEWEST) {
      throw new IllegalArgumentException(positives + " yes and " + negatives + " no");
    }
    double inFeed = Double.isNaN(share) ? FeedShare.assumed(shareOf(yes)) : share;
    Method method = CurveFit::sigmoid;
    double[] after = outOfFold(scores, yes, inFeed, method);
    if (Math.min(positives, negatives) >= FEWEST_FOR_STEPS) {
      double[] steps = outOfFold(scores, yes, inFeed, CurveFit::isotonic);
      if (loss(steps, yes, inFeed) < loss(after, yes, inFeed)) {
        method = CurveFit::isotonic;
        after = steps;
      }
    }
    return new CurveFit(
        method.fit(scores, yes, inFeed),
        positives,
        negatives,
        inFeed,
        Figures.of(scores, yes, inFeed),
        Figures.of(after, yes, inFeed),
        Reliability.of(after, yes, inFeed));
  }

  private static Curve sigmoid(double[] scores, boolean[] yes, double share) {
    Platt platt = Platt.fit(Arrays.stream(scores).map(Curve::logOdds).toArray(), yes);
    return new Curve.Sigmoid(platt.a(), platt.b() - FeedShare.shift(shareOf(yes), share));
  }

  private static Curve isotonic(double[] scores, boolean[] yes, double share) {
    return Isotonic.fit(scores, yes, FeedShare.shift(shareOf(yes), share));
  }

  /** Each row's value by a curve that neither it nor the rest of its fold had a part in. */
  private static double[] outOfFold(double[] scores, boolean[] yes, double share, Method method) {
    int[] folds = folds(yes);
    double[] values = new double[scores.length];
    for (int fold = 0; fold < FOLDS; fold++) {
      int here = fold;
      int[] others = IntStream.range(0, yes.length).filter(i -> folds[i] != here).toArray();
      boolean[] known = new boolean[others.length];
      for (int i = 0; i < others.length; i++) {
        known[i] = yes[others[i]];
      }
      Curve curve =
          method.fit(Arrays.stream(others).mapToDouble(i -> scores[i]).toArray(), known, share);
      for (int i = 0; i < values.length; i++) {
        values[i] = folds[i] == fold ? curve.at(scores[i]) : values[i];
      }
    }
    return values;
  }

  /** Yes and no rows dealt out in turn, so that every fold has its part of both. */
  private static int[] folds(boolean[] yes) {
    int[] folds = new int[yes.length];
    int positives = 0;
    int negatives = 0;
    for (int i = 0; i < yes.length; i++) {
      folds[i] = (yes[i] ? positives++ : negatives++) % FOLDS;
    }
    return folds;
  }

  /** Mean surprise in nats, rows weighted as in a feed. */
  private static double loss(double[] values, boolean[] yes, double share) {
    double inData = shareOf(yes);
    double sum = 0;
    for (int i = 0; i < yes.length; i++) {
      double weight = yes[i] ? share / inData : (1 - share) / (1 - inData);
      sum -= weight * Math.log(yes[i] ? values[i] : 1 - values[i]);
    }
    return sum / yes.length;
  }

  private static int count(boolean[] yes) {
    int positives = 0;
    for (boolean one : yes) {
      positives += one ? 1 : 0;
    }
    return positives;
  }

  private static double shareOf(boolean[] yes) {
    return count(yes) / (double) yes.length;
  }
}
