package dev.halcyon.engine.capacity;

import java.util.Map;
import java.util.random.RandomGenerator;

/**
 * How many cases come to a queue in an hour, learnt from what came: by hour of the week, later
 * weeks weighing more, drawn towards the queue's mean where little is known. Immutable.
 *
 * <p>The rate of an hour of the week is Gamma-distributed (conjugate to Poisson counts; weeks weigh
 * half after {@link #HALF_LIFE_WEEKS}). The last hours' count against what was expected of them
 * says at which level the present lies. Hours spread more than Poisson counts by the excess that
 * the past shows, as in a negative binomial distribution.
 */
public final class ArrivalModel {
  static final int HOURS_OF_WEEK = 168;
  static final int WEEKS = 6;
  private static final double HALF_LIFE_WEEKS = 2;

  /** Weeks of the queue's mean that stand beside what an hour of the week itself has shown. */
  private static final double PRIOR_WEEKS = 0.5;

  private static final int RECENT_HOURS = 3;

  /** Cases as expected that stand beside the last hours' count. */
  private static final double PRIOR_CASES = 10;

  private static final double MOST_SHAPE = 1e6;

  private final double[] shapes = new double[HOURS_OF_WEEK];
  private final double[] weeks = new double[HOURS_OF_WEEK];
  private final double levelShape;
  private final double levelRate;
  private final double excessShape;

  /**
   * Learns from counts.
   *
   * @param hour the present one, in hours since 1970; only full hours before it are read
   * @param first hour from which cases were counted at all
   * @param counts cases by hour; an hour without an entry had none
   */
  public ArrivalModel(long hour, long first, Map<Long, Integer> counts) {
    long from = Math.max(first, hour - (long) WEEKS * HOURS_OF_WEEK);
    double cases = 0;
    double weight = 0;
    for (long each = from; each < hour; each++) {
      double counted = counted(hour, each);
      shapes[place(each)] += counted * counts.getOrDefault(each, 0);
      weeks[place(each)] += counted;
      cases += counted * counts.getOrDefault(each, 0);
      weight += counted;
    }
    // A queue of which nothing is known gets one case in the hours that were counted, and one more.
    double mean = (cases + 0.5) / (weight + 1);
    for (int place = 0; place < HOURS_OF_WEEK; place++) {
      shapes[place] += PRIOR_WEEKS * mean;
      weeks[place] += PRIOR_WEEKS;
    }
    double came = 0;
    double expected = 0;
    for (long each = Math.max(from, hour - RECENT_HOURS); each < hour; each++) {
      came += counts.getOrDefault(each, 0);
      expected += rate(each);
    }
    levelShape = came + PRIOR_CASES;
    levelRate = expected + PRIOR_CASES;
    excessShape = excess(from, hour, counts);
  }

  private static double counted(long now, long hour) {
    return Math.pow(0.5, (now - hour) / (HALF_LIFE_WEEKS * HOURS_OF_WEEK));
  }

  private static int place(long hour) {
    return Math.floorMod(hour, HOURS_OF_WEEK);
  }

  /** Method of moments: the variance of a count is its rate and, beyond, rate² over the shape. */
  private double excess(long from, long hour, Map<Long, Integer> counts) {
    double squares = 0;
    double beyond = 0;
    for (long each = from; each < hour; each++) {
      double rate = rate(each);
      double off = counts.getOrDefault(each, 0) - rate;
      squares += rate * rate;
      beyond += off * off - rate;
    }
    return beyond <= 0 ? MOST_SHAPE : Math.clamp(squares / beyond, 0.05, MOST_SHAPE);
  }

  /** Cases expected in an hour of the week as this one, at the usual level. */
  public double rate(long hour) {
    return shapes[place(hour)] / weeks[place(hour)];
  }

  /** Cases expected in an hour that comes, at the present level. */
  public double expected(long hour) {
    return rate(hour) * levelShape / levelRate;
  }

  /**
   * Draws what the rates of coming hours may be.
   *
   * @param from the first hour
   * @param hours how many
   * @return cases an hour
   */
  double[] draw(long from, int hours, RandomGenerator random) {
    double level = gamma(levelShape, random) / levelRate;
    double[] rates = new double[hours];
    for (int hour = 0; hour < hours; hour++) {
      int place = place(from + hour);
      rates[hour] = level * gamma(shapes[place], random) / weeks[place];
    }
    return rates;
  }

  /** Draws by how much an hour differs from its rate; 1 on average. */
  double excess(RandomGenerator random) {
    return excessShape >= MOST_SHAPE ? 1 : gamma(excessShape, random) / excessShape;
  }

  /** A Gamma variate of scale 1 (G. Marsaglia and W. W. Tsang, ACM TOMS 26, 2000). */
  static double gamma(double shape, RandomGenerator random) {
    if (shape < 1) {
      return gamma(shape + 1, random) * Math.pow(1 - random.nextDouble(), 1 / shape);
    }
    double d = shape - 1.0 / 3;
    double c = 1 / Math.sqrt(9 * d);
    while (true) {
      double normal = random.nextGaussian();
      double root = 1 + c * normal;
      double cube = root * root * root;
      if (root > 0
          && Math.log(1 - random.nextDouble())
              < 0.5 * normal * normal + d - d * cube + d * Math.log(cube)) {
        return d * cube;
      }
    }
  }
}
