package dev.halcyon.engine.calibration;

import com.fasterxml.jackson.annotation.JsonSubTypes;
import com.fasterxml.jackson.annotation.JsonTypeInfo;
import java.util.List;

/** Turns a model's raw score, 0 to 1, into a probability; a higher score never into a lower one. */
@JsonTypeInfo(use = JsonTypeInfo.Id.NAME, property = "method")
@JsonSubTypes({
  @JsonSubTypes.Type(value = Curve.Sigmoid.class, name = "platt"),
  @JsonSubTypes.Type(value = Curve.Points.class, name = "isotonic")
})
public sealed interface Curve {
  /** What a score is held to before its log odds are taken: a model's 0 is no certainty. */
  double LEAST = 0.001;

  /** No score becomes a certainty, which a policy leaves to rules. */
  double SUREST = 1 - 1e-6;

  /** The probability at a raw score. */
  double at(double score);

  /** What is wrong with it, or the empty string. */
  String complaint();

  /** The log odds of a raw score. */
  static double logOdds(double score) {
    double held = Math.clamp(score, LEAST, 1 - LEAST);
    return Math.log(held / (1 - held));
  }

  /** {@code 1 / (1 + exp(a·x + b))} over the log odds {@code x} of the raw score (Platt 1999). */
  record Sigmoid(double a, double b) implements Curve {
    @Override
    public double at(double score) {
      return Math.clamp(1 / (1 + Math.exp(a * logOdds(score) + b)), 1 - SUREST, SUREST);
    }

    @Override
    public String complaint() {
      if (!Double.isFinite(a) || !Double.isFinite(b)) {
        return "a and b must be numbers";
      }
      return a < 0 ? "" : "a must be below 0, or higher scores would mean less";
    }
  }

  /** Straight lines between points, level before the first and after the last. */
  record Points(List<Double> scores, List<Double> values) implements Curve {
    private static final int MOST = 4096;

    public Points {
      scores = scores == null ? List.of() : List.copyOf(scores);
      values = values == null ? List.of() : List.copyOf(values);
    }

    @Override
    public double at(double score) {
      if (score <= scores.getFirst()) {
        return values.getFirst();
      }
      int after = 1;
      while (after < scores.size() && scores.get(after) < score) {
        after++;
      }
      if (after == scores.size()) {
        return values.getLast();
      }
      double from = scores.get(after - 1);
      double part = (score - from) / (scores.get(after) - from);
      return values.get(after - 1) + part * (values.get(after) - values.get(after - 1));
    }

    @Override
    public String complaint() {
      if (scores.isEmpty() || scores.size() != values.size() || scores.size() > MOST) {
        return "needs as many values as scores, 1 to " + MOST;
      }
      for (int i = 0; i < scores.size(); i++) {
        if (!isShare(scores.get(i)) || !isShare(values.get(i))) {
          return "scores and values must lie from 0 to 1";
        }
        if (i > 0 && (scores.get(i) <= scores.get(i - 1) || values.get(i) < values.get(i - 1))) {
          return "scores must rise and values must not fall";
        }
      }
      return "";
    }

    private static boolean isShare(double value) {
      return value >= 0 && value <= 1;
    }
  }
}
