package dev.halcyon.engine.bench;

import dev.halcyon.engine.calibration.Measures;
import java.util.Locale;

/** Prints shares as figures with their intervals. Stateless. */
final class Figures {
  private Figures() {}

  static void share(String name, int of, int all) {
    Measures.Interval share = Measures.share(of, all);
    System.out.printf(
        Locale.ROOT,
        "figure %s %.1f %% (%d of %d, 95 %% interval %.0f to %.0f %%)%n",
        name,
        100 * share.value(),
        of,
        all,
        100 * share.low(),
        100 * share.high());
  }
}
