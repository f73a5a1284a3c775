package dev.halcyon.engine.fingerprint;

/**
 * The eight ways to turn and mirror a picture. PDQ gives the hash of each from the frequencies of
 * the first: turning only swaps the axes and flips signs.
 */
public enum Dihedral {
  ORIGINAL(false, false, false),
  /** A quarter turn counter-clockwise. */
  ROTATE_90(true, true, false),
  ROTATE_180(false, true, true),
  /** A quarter turn clockwise. */
  ROTATE_270(true, false, true),
  /** Top and bottom exchanged. */
  FLIP_X(false, true, false),
  /** Left and right exchanged: the mirror image. */
  FLIP_Y(false, false, true),
  /** Mirrored at the diagonal from the upper left. */
  FLIP_PLUS_1(true, false, false),
  /** Mirrored at the diagonal from the upper right. */
  FLIP_MINUS_1(true, true, true);

  private final boolean swapped;
  private final boolean rowsNegated;
  private final boolean columnsNegated;

  Dihedral(boolean swapped, boolean rowsNegated, boolean columnsNegated) {
    this.swapped = swapped;
    this.rowsNegated = rowsNegated;
    this.columnsNegated = columnsNegated;
  }

  /**
   * The frequencies of the turned picture.
   *
   * @param dct 16×16 row-major, row i and column j holding frequencies i+1 and j+1; odd frequencies
   *     change sign when their axis is reversed
   */
  float[] apply(float[] dct) {
    float[] turned = new float[dct.length];
    for (int i = 0; i < PdqHasher.BANDS; i++) {
      for (int j = 0; j < PdqHasher.BANDS; j++) {
        float value = swapped ? dct[j * PdqHasher.BANDS + i] : dct[i * PdqHasher.BANDS + j];
        boolean negated = (rowsNegated && (i & 1) == 0) != (columnsNegated && (j & 1) == 0);
        turned[i * PdqHasher.BANDS + j] = negated ? -value : value;
      }
    }
    return turned;
  }
}
