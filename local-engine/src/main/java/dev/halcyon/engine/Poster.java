package dev.halcyon.engine;

import dev.halcyon.engine.fingerprint.PdqFingerprint;
import dev.halcyon.protocol.Keyframe;
import java.util.List;
import java.util.OptionalInt;

/** Chooses the keyframe that stands for a media part. Stateless. */
final class Poster {
  /** Scores that lie closer are taken for the same: models are no finer than that. */
  private static final double STEP = 0.05;

  private Poster() {}

  /**
   * The place on the strip of the keyframe to show: lowest risk first, then pictures that show
   * something (a black or flat one has no fingerprint to speak of), then how long it is seen, then
   * which comes first.
   */
  static OptionalInt of(MediaAnalysis analysis) {
    List<Keyframe> strip = analysis.info().keyframes();
    if (strip.isEmpty() || analysis.renditions().size() != strip.size()) {
      return OptionalInt.empty();
    }
    double[] seen = seen(analysis);
    int best = 0;
    for (int i = 1; i < strip.size(); i++) {
      if (better(analysis, seen, i, best)) {
        best = i;
      }
    }
    return OptionalInt.of(best);
  }

  /** How long each picture is seen, at its first keyframe; 0 at the others. */
  private static double[] seen(MediaAnalysis analysis) {
    List<Keyframe> strip = analysis.info().keyframes();
    double[] seen = new double[strip.size()];
    for (int i = 0; i < seen.length; i++) {
      double end = i + 1 < seen.length ? strip.get(i + 1).atSeconds() : analysis.info().seconds();
      seen[analysis.sameAs(i).orElse(i)] += Math.max(0, end - strip.get(i).atSeconds());
    }
    return seen;
  }

  private static boolean better(MediaAnalysis analysis, double[] seen, int i, int than) {
    int risk = Long.compare(risk(analysis, i), risk(analysis, than));
    if (risk != 0) {
      return risk < 0;
    }
    int shows = Boolean.compare(shows(analysis, i), shows(analysis, than));
    return shows != 0 ? shows > 0 : seen[i] > seen[than];
  }

  private static long risk(MediaAnalysis analysis, int i) {
    return (long) (analysis.info().keyframes().get(i).risk() / STEP);
  }

  private static boolean shows(MediaAnalysis analysis, int i) {
    List<PdqFingerprint> prints = analysis.prints();
    return i >= prints.size() || prints.get(i).usable();
  }
}
