package dev.halcyon.engine.image;

/**
 * Makes pixels harmless by tiles of one colour. The tiles' means are all that is ever computed from
 * the picture, so nothing finer can be won back. Stateless.
 */
public final class Mosaic {
  /** Share of the longer side that a tile has at full strength. */
  private static final double WIDEST = 0.1;

  private Mosaic() {}

  /** The side of a tile, pixels of a picture whose longer side is given; at least 1. */
  public static int tile(double strength, int longerSide) {
    return (int) Math.max(1, Math.round(strength * WIDEST * longerSide));
  }

  /** Tiles from their means: each sample of {@code means} becomes a rectangle. */
  public static Pixels enlarge(Pixels means, int width, int height) {
    int n = means.channels();
    byte[] out = new byte[width * height * n];
    for (int y = 0; y < height; y++) {
      int row = (int) ((long) y * means.height() / height) * means.width();
      for (int x = 0; x < width; x++) {
        int from = (row + (int) ((long) x * means.width() / width)) * n;
        System.arraycopy(means.bytes(), from, out, (y * width + x) * n, n);
      }
    }
    return new Pixels(width, height, n, out);
  }
}
