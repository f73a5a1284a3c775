package dev.halcyon.engine.capacity;

/** Quantiles of a sample, with linear interpolation between neighbours (Hyndman–Fan type 7). */
public final class Quantiles {
  private Quantiles() {}

  /**
   * A quantile.
   *
   * @param sorted ascending, not empty
   * @param part 0..1
   */
  public static double of(double[] sorted, double part) {
    double place = part * (sorted.length - 1);
    int below = (int) Math.floor(place);
    int above = Math.min(sorted.length - 1, below + 1);
    return sorted[below] + (place - below) * (sorted[above] - sorted[below]);
  }
}
