package dev.halcyon.engine.calibration;

/**
 * Platt's calibration of decision values: the sigmoid {@code 1 / (1 + exp(a·d + b))} fitted by
 * Newton's method with backtracking, after Lin, Lin and Weng, "A note on Platt's probabilistic
 * outputs for support vector machines", 2007. Immutable.
 */
public record Platt(double a, double b) {
  private static final int MOST_STEPS = 100;
  private static final double RIDGE = 1e-12;

  public static Platt fit(double[] decisions, boolean[] yes) {
    int positives = 0;
    for (boolean one : yes) {
      positives += one ? 1 : 0;
    }
    int negatives = yes.length - positives;
    double high = (positives + 1.0) / (positives + 2.0);
    double low = 1 / (negatives + 2.0);
    double a = 0;
    double b = Math.log((negatives + 1.0) / (positives + 1.0));
    double loss = loss(decisions, yes, high, low, a, b);
    for (int step = 0; step < MOST_STEPS; step++) {
      double h11 = RIDGE;
      double h22 = RIDGE;
      double h21 = 0;
      double g1 = 0;
      double g2 = 0;
      for (int i = 0; i < decisions.length; i++) {
        double z = decisions[i] * a + b;
        double p = z >= 0 ? Math.exp(-z) / (1 + Math.exp(-z)) : 1 / (1 + Math.exp(z));
        double d2 = p * (1 - p);
        double d1 = (yes[i] ? high : low) - p;
        h11 += decisions[i] * decisions[i] * d2;
        h22 += d2;
        h21 += decisions[i] * d2;
        g1 += decisions[i] * d1;
        g2 += d1;
      }
      if (Math.abs(g1) < 1e-5 && Math.abs(g2) < 1e-5) {
        break;
      }
      double determinant = h11 * h22 - h21 * h21;
      double da = -(h22 * g1 - h21 * g2) / determinant;
      double db = -(-h21 * g1 + h11 * g2) / determinant;
      double slope = g1 * da + g2 * db;
      double size = 1;
      double next = loss(decisions, yes, high, low, a + da, b + db);
      while (size >= 1e-10 && !(next < loss + 1e-4 * size * slope)) {
        size /= 2;
        next = loss(decisions, yes, high, low, a + size * da, b + size * db);
      }
      if (size < 1e-10) {
        break;
      }
      a += size * da;
      b += size * db;
      loss = next;
    }
    return new Platt(a, b);
  }

  /** The log odds of a yes at a decision value. */
  public double logOdds(double decision) {
    return -(a * decision + b);
  }

  /** How badly it tells what is known, in nats over all rows (the log loss). */
  public double loss(double[] decisions, boolean[] yes) {
    return loss(decisions, yes, 1, 0, a, b);
  }

  /** The probability of a yes at a decision value. */
  public double probability(double decision) {
    return 1 / (1 + Math.exp(a * decision + b));
  }

  private static double loss(
      double[] decisions, boolean[] yes, double high, double low, double a, double b) {
    double loss = 0;
    for (int i = 0; i < decisions.length; i++) {
      double z = decisions[i] * a + b;
      double target = yes[i] ? high : low;
      loss +=
          z >= 0
              ? target * z + Math.log1p(Math.exp(-z))
              : (target - 1) * z + Math.log1p(Math.exp(z));
    }
    return loss;
  }
}
