package dev.halcyon.app.reasoning;

/**
 * Places scores on a line from 0 to 1. Positions are pixels from the left end. Pure and safe for
 * any thread.
 */
public final class ScoreAxis {
  private ScoreAxis() {}

  /** Where a score stands on an axis of this width; scores outside 0..1 stand at its ends. */
  public static double position(double score, double width) {
    return Double.isNaN(score) ? 0 : Math.clamp(score, 0, 1) * Math.max(0, width);
  }

  /**
   * Lanes that keep marks of one axis from covering each other: 0 is on the line, higher lanes lie
   * above it. The first mark gets the lowest lane it fits.
   *
   * @param positions pixels
   * @param size width of a mark, pixels
   * @return the lane of each mark, in the order given
   */
  public static int[] lanes(double[] positions, double size) {
    int[] lanes = new int[positions.length];
    for (int i = 0; i < positions.length; i++) {
      int lane = 0;
      boolean taken = true;
      while (taken) {
        taken = false;
        for (int j = 0; j < i; j++) {
          if (lanes[j] == lane && Math.abs(positions[i] - positions[j]) < size) {
            taken = true;
            lane++;
            break;
          }
        }
      }
      lanes[i] = lane;
    }
    return lanes;
  }
}
