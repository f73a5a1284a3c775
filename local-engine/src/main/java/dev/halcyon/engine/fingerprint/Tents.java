package dev.halcyon.engine.fingerprint;

/**
 * The two box filters of PDQ and its choice of 64 samples along one side of a picture, as one
 * weighted sum for each sample: a box over a box is a tent, and only the samples that are kept need
 * computing. Filters along rows and along columns commute, so the result is that of the published
 * order of passes but for rounding. Immutable.
 *
 * @param starts first index each sample takes in
 * @param weights of the indices from there on; each row sums to 1
 */
record Tents(int[] starts, float[][] weights) {
  /** Tents for a side of {@code length} pixels, at least 1. */
  static Tents of(int length) {
    int window = Math.ceilDiv(length, 2 * PdqHasher.SIDE);
    int half = (window + 2) / 2;
    int right = half - 1;
    int left = window - half;
    int[] starts = new int[PdqHasher.SIDE];
    float[][] weights = new float[PdqHasher.SIDE][];
    for (int i = 0; i < PdqHasher.SIDE; i++) {
      int centre = (int) ((i + 0.5) * length / PdqHasher.SIDE);
      int from = Math.max(0, centre - left);
      int to = Math.min(length - 1, centre + right);
      int start = Math.max(0, from - left);
      double[] sums = new double[Math.min(length - 1, to + right) - start + 1];
      for (int m = from; m <= to; m++) {
        int first = Math.max(0, m - left);
        int last = Math.min(length - 1, m + right);
        double share = 1.0 / (to - from + 1) / (last - first + 1);
        for (int k = first; k <= last; k++) {
          sums[k - start] += share;
        }
      }
      starts[i] = start;
      weights[i] = new float[sums.length];
      for (int k = 0; k < sums.length; k++) {
        weights[i][k] = (float) sums[k];
      }
    }
    return new Tents(starts, weights);
  }
}
