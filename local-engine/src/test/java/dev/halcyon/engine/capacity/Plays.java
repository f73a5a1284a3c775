package dev.halcyon.engine.capacity;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.random.RandomGenerator;

/** What simulations in tests are made of. */
final class Plays {
  private Plays() {}

  static List<QueueSimulation.Case> poisson(
      double rate, double until, double handling, RandomGenerator random) {
    List<QueueSimulation.Case> cases = new ArrayList<>();
    for (double at = random.nextExponential() / rate;
        at < until;
        at += random.nextExponential() / rate) {
      cases.add(new QueueSimulation.Case(at, 0, 2, at, random.nextExponential() * handling));
    }
    return cases;
  }

  static QueueSimulation.Person always() {
    return person(0, Double.POSITIVE_INFINITY, 0, Double.POSITIVE_INFINITY);
  }

  static List<QueueSimulation.Person> always(int people) {
    return Collections.nCopies(people, always());
  }

  static QueueSimulation.Person person(
      double from, double until, double breakSeconds, double budget) {
    return new QueueSimulation.Person(
        from, until, new int[] {0}, breakSeconds, 3600 - breakSeconds, new double[] {budget});
  }

  static double mean(double[] values) {
    return Arrays.stream(values).average().orElseThrow();
  }

  /**
   * Five standard errors of the mean: a right program fails once in a million, a wrong one soon.
   */
  static double slack(double[] values) {
    double mean = mean(values);
    double variance =
        Arrays.stream(values).map(each -> (each - mean) * (each - mean)).sum()
            / (values.length - 1);
    return 5 * Math.sqrt(variance / values.length) + 1e-3;
  }
}
