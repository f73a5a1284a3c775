package dev.halcyon.engine.calibration;

/**
 * The share of content that belongs to a category where scores are used. What was gathered to learn
 * from is rich in harm (seven of ten texts with a harassment label are harassing); a feed is not,
 * and scores calibrated on the one would cry wolf on the other. Stateless.
 */
public final class FeedShare {
  private static final double MOST_ASSUMED = 0.10;

  private FeedShare() {}

  /** The share to assume where nobody knows better. */
  public static double assumed(double shareInData) {
    return Math.min(shareInData, MOST_ASSUMED);
  }

  /** The step in log odds from the share in the data to the assumed one (Elkan 2001). */
  public static double shift(double shareInData) {
    return shift(shareInData, assumed(shareInData));
  }

  /** The step in log odds from the share in the data to that in a feed. */
  public static double shift(double shareInData, double inFeed) {
    return Math.log(inFeed / (1 - inFeed)) - Math.log(shareInData / (1 - shareInData));
  }
}
