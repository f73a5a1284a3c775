package dev.halcyon.engine.cli;

import dev.halcyon.engine.calibration.Curve;
import dev.halcyon.engine.calibration.CurveFit;
import dev.halcyon.engine.calibration.Measures.Interval;
import dev.halcyon.engine.calibration.Reliability;
import java.util.Locale;

/** Says in words and figures what a calibration is worth. Stateless. */
final class CalibrationReport {
  private static final double[] SHOWN = {0.1, 0.3, 0.5, 0.7, 0.9};

  private CalibrationReport() {}

  static String of(String what, CurveFit fit) {
    StringBuilder all = new StringBuilder();
    all.append(
        text(
            "%s: %d yes and %d no; for a feed with %.1f %% of yes%n",
            what, fit.yes(), fit.no(), 100 * fit.share()));
    all.append(text("  %-20s %-22s %s%n", "", "before", "after, out of fold"));
    row(all, "AUROC", fit.before().auroc(), fit.after().auroc());
    row(all, "average precision", fit.before().averagePrecision(), fit.after().averagePrecision());
    row(all, "Brier score", fit.before().brier(), fit.after().brier());
    row(all, "calibration error", fit.before().error(), fit.after().error());
    all.append("  after, out of fold:\n");
    for (Reliability.Step step : fit.reliability().steps()) {
      all.append(
          text(
              "    scores %.1f to %.1f: %4d files, mean score %.2f, share of yes %.2f%n",
              step.from(), step.from() + 0.1, step.count(), step.meanScore(), step.share()));
    }
    all.append("  curve (").append(method(fit.curve())).append("):");
    for (double raw : SHOWN) {
      all.append(text(" %.1f becomes %.3f;", raw, fit.curve().at(raw)));
    }
    return all.substring(0, all.length() - 1);
  }

  static String tooFew(int yes, int no, int fewest) {
    return text(
        "%d yes and %d no were looked at; %d of each are needed, so %d more yes and %d more no.",
        yes, no, fewest, Math.max(0, fewest - yes), Math.max(0, fewest - no));
  }

  private static String method(Curve curve) {
    return switch (curve) {
      case Curve.Sigmoid sigmoid -> "Platt";
      case Curve.Points points -> "isotonic, " + points.scores().size() + " points";
    };
  }

  private static void row(StringBuilder all, String name, Interval before, Interval after) {
    all.append(text("  %-20s %-22s %s%n", name, in(before), in(after)));
  }

  private static String in(Interval interval) {
    return text("%.3f (%.3f–%.3f)", interval.value(), interval.low(), interval.high());
  }

  private static String text(String format, Object... values) {
    return String.format(Locale.ROOT, format.replace("%n", "\n"), values);
  }
}
