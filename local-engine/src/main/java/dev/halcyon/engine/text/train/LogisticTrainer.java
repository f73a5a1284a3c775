package dev.halcyon.engine.text.train;

import de.bwaldvogel.liblinear.Feature;
import de.bwaldvogel.liblinear.FeatureNode;
import de.bwaldvogel.liblinear.Linear;
import de.bwaldvogel.liblinear.Model;
import de.bwaldvogel.liblinear.Parameter;
import de.bwaldvogel.liblinear.Problem;
import de.bwaldvogel.liblinear.SolverType;
import dev.halcyon.engine.text.HashedFeatures;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/**
 * Fits one logistic regression (liblinear, L2-regularised, primal trust region, C = 4), which gives
 * the same weights for the same rows in the same order. Safe for any thread.
 */
final class LogisticTrainer {
  private static final double C = 4;
  private static final double TOLERANCE = 0.01;
  private static final FeatureNode BIAS = new FeatureNode(HashedFeatures.BUCKETS + 1, 1);

  private final Map<String, Feature[]> nodes = new ConcurrentHashMap<>();

  /** Weights by bucket, then the bias as the last value. */
  double[] fit(List<Row> rows, List<Boolean> yes) {
    Linear.disableDebugOutput();
    Problem problem = new Problem();
    problem.l = rows.size();
    problem.n = HashedFeatures.BUCKETS + 1;
    problem.x = new Feature[rows.size()][];
    problem.y = new double[rows.size()];
    for (int i = 0; i < rows.size(); i++) {
      Row row = rows.get(i);
      problem.x[i] = nodes.computeIfAbsent(row.fingerprint(), key -> nodes(row.text()));
      problem.y[i] = yes.get(i) ? 1 : -1;
    }
    Model model = Linear.train(problem, new Parameter(SolverType.L2R_LR, C, TOLERANCE));
    double sign = model.getLabels()[0] == 1 ? 1 : -1;
    double[] weights = model.getFeatureWeights();
    for (int i = 0; i < weights.length; i++) {
      weights[i] *= sign;
    }
    return weights;
  }

  private static Feature[] nodes(String text) {
    HashedFeatures features = HashedFeatures.of(text);
    int[] buckets = features.buckets();
    Feature[] nodes = new Feature[buckets.length + 1];
    for (int i = 0; i < buckets.length; i++) {
      nodes[i] = new FeatureNode(buckets[i] + 1, features.values()[i]);
    }
    nodes[buckets.length] = BIAS;
    return nodes;
  }
}
