package dev.halcyon.engine.text.train;

import dev.halcyon.engine.text.deep.SentenceEncoder;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.Iterator;
import java.util.List;

/**
 * Fits one logistic regression over the sentence encoder's points: L2-regularised, C = 5, the bias
 * free, yes rows weighted by {@code min(√(no/yes), 8)}; by L-BFGS (Liu and Nocedal 1989). Written
 * by hand because liblinear wants an object for each of a point's 384 numbers. The problem is
 * strictly convex and solved to a gradient of {@value #TOLERANCE}, so the same points give the same
 * weights whatever the way there. Stateless.
 */
final class PointTrainer {
  private static final double C = 5;
  private static final double MOST_WEIGHT = 8;
  private static final double TOLERANCE = 1e-4;
  private static final int MEMORY = 12;
  private static final int MOST_STEPS = 400;
  private static final int N = SentenceEncoder.DIMENSIONS;

  private final List<float[]> points;
  private final boolean[] yes;
  private final double[] weights;

  private PointTrainer(List<float[]> points, boolean[] yes, double[] weights) {
    this.points = points;
    this.yes = yes;
    this.weights = weights;
  }

  /** What each row weighs when the yes rows are made up for being few. */
  private static double[] weights(boolean[] yes) {
    int count = 0;
    for (boolean one : yes) {
      count += one ? 1 : 0;
    }
    double yesWeight = Math.min(Math.sqrt((yes.length - count) / (double) count), MOST_WEIGHT);
    double[] weights = new double[yes.length];
    for (int i = 0; i < weights.length; i++) {
      weights[i] = C * (yes[i] ? yesWeight : 1);
    }
    return weights;
  }

  /** Weights and, last, the bias. */
  static float[] fit(List<float[]> points, boolean[] yes) {
    return fit(points, yes, weights(yes));
  }

  /** Weights and, last, the bias, where each row weighs as it is told, C included. */
  static float[] fit(List<float[]> points, boolean[] yes, double[] rows) {
    double[] found = new PointTrainer(points, yes, rows).minimise();
    float[] weights = new float[found.length];
    for (int i = 0; i < weights.length; i++) {
      weights[i] = (float) found[i];
    }
    return weights;
  }

  /** A place, the loss there and its slope. */
  private record At(double[] place, double loss, double[] slope) {}

  /** A step that was taken and what it changed in the slope. */
  private record Step(double[] moved, double[] turned, double product) {}

  private double[] minimise() {
    At at = at(new double[N + 1]);
    Deque<Step> steps = new ArrayDeque<>();
    for (int i = 0; i < MOST_STEPS && length(at.slope) > TOLERANCE; i++) {
      double[] direction = direction(at.slope, steps);
      if (dot(direction, at.slope) >= 0) {
        steps.clear();
        direction = direction(at.slope, steps);
      }
      double first = steps.isEmpty() ? Math.min(1, 1 / length(at.slope)) : 1;
      At next = search(at, direction, first);
      if (next == at) {
        break;
      }
      double[] moved = minus(next.place, at.place);
      double[] turned = minus(next.slope, at.slope);
      double product = dot(moved, turned);
      if (product > 1e-12 * dot(turned, turned)) {
        steps.addLast(new Step(moved, turned, product));
        if (steps.size() > MEMORY) {
          steps.removeFirst();
        }
      }
      at = next;
    }
    return at.place;
  }

  /** Halves the step until the loss falls enough (Armijo); the place itself when it never does. */
  private At search(At at, double[] direction, double first) {
    double slope = dot(direction, at.slope);
    for (double size = first; size > 1e-10; size /= 2) {
      double[] place = at.place.clone();
      for (int i = 0; i < place.length; i++) {
        place[i] += size * direction[i];
      }
      At next = at(place);
      // Near the end the loss no longer tells two places apart; the slope still does.
      if (next.loss <= at.loss + 1e-4 * size * slope
          || (next.loss - at.loss <= 1e-12 * Math.abs(at.loss)
              && length(next.slope) < length(at.slope))) {
        return next;
      }
    }
    return at;
  }

  /** The two loops of L-BFGS: minus the slope times what is known of the inverse curvature. */
  private static double[] direction(double[] slope, Deque<Step> steps) {
    double[] q = slope.clone();
    double[] alpha = new double[steps.size()];
    int i = alpha.length;
    for (Iterator<Step> back = steps.descendingIterator(); back.hasNext(); ) {
      Step step = back.next();
      alpha[--i] = dot(step.moved, q) / step.product;
      add(q, -alpha[i], step.turned);
    }
    if (!steps.isEmpty()) {
      Step last = steps.getLast();
      double scale = last.product / dot(last.turned, last.turned);
      for (int d = 0; d < q.length; d++) {
        q[d] *= scale;
      }
    }
    for (Step step : steps) {
      double beta = dot(step.turned, q) / step.product;
      add(q, alpha[i++] - beta, step.moved);
    }
    for (int d = 0; d < q.length; d++) {
      q[d] = -q[d];
    }
    return q;
  }

  private At at(double[] place) {
    double loss = 0;
    double[] slope = place.clone();
    slope[N] = 0;
    for (int d = 0; d < N; d++) {
      loss += place[d] * place[d] / 2;
    }
    for (int row = 0; row < yes.length; row++) {
      float[] point = points.get(row);
      double z = place[N];
      double z1 = 0;
      double z2 = 0;
      double z3 = 0;
      for (int d = 0; d < N; d += 4) {
        z += place[d] * point[d];
        z1 += place[d + 1] * point[d + 1];
        z2 += place[d + 2] * point[d + 2];
        z3 += place[d + 3] * point[d + 3];
      }
      z += z1 + z2 + z3;
      double margin = yes[row] ? z : -z;
      double weight = weights[row];
      loss +=
          weight
              * (margin > 0
                  ? Math.log1p(Math.exp(-margin))
                  : Math.log1p(Math.exp(margin)) - margin);
      double pull = weight / (1 + Math.exp(margin)) * (yes[row] ? -1 : 1);
      for (int d = 0; d < N; d++) {
        slope[d] += pull * point[d];
      }
      slope[N] += pull;
    }
    return new At(place, loss, slope);
  }

  private static double dot(double[] a, double[] b) {
    double sum = 0;
    for (int i = 0; i < a.length; i++) {
      sum += a[i] * b[i];
    }
    return sum;
  }

  private static double length(double[] a) {
    return Math.sqrt(dot(a, a));
  }

  private static double[] minus(double[] a, double[] b) {
    double[] difference = new double[a.length];
    for (int i = 0; i < a.length; i++) {
      difference[i] = a[i] - b[i];
    }
    return difference;
  }

  private static void add(double[] to, double factor, double[] what) {
    for (int i = 0; i < to.length; i++) {
      to[i] += factor * what[i];
    }
  }
}
