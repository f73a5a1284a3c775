package dev.halcyon.engine.image;

import java.util.Arrays;

/**
 * One pass of Kuwahara's filter (Kuwahara et al., "Processing of RI-angiocardiographic images",
 * 1976): for each pixel the mean of that of the four windows it is a corner of whose luma varies
 * least. Confined to one thread; made for one picture.
 *
 * <p>Each window's mean and variance are worked out once, by running sums down the columns and
 * along the row, and kept for as many rows as a window is high. Both lie in one number, the
 * variance on top, so that choosing is taking the least of four numbers, without a branch that a
 * processor could guess wrong.
 */
final class LeastVaried {
  /** Steps of variance of one unit; 2^22 of them hold that of any window. */
  private static final float STEPS = 256;

  private static final int COLOURS = 24;

  private final Pixels from;
  private final int radius;
  private final byte[] luma;
  private final int[] columns;
  private final int[] lumas;
  private final int[] squares;

  /** Windows by the row they begin in, each shifted right by the radius; outside, the most. */
  private final long[][] ring;

  private final long[] none;

  private LeastVaried(Pixels from, int radius) {
    this.from = from;
    this.radius = radius;
    this.luma = from.gray().bytes();
    this.columns = new int[from.width() * from.channels()];
    this.lumas = new int[from.width()];
    this.squares = new int[from.width()];
    this.none = new long[from.width() + radius];
    Arrays.fill(none, Long.MAX_VALUE);
    this.ring = new long[radius + 1][];
    Arrays.setAll(ring, _ -> none.clone());
  }

  /**
   * The picture after one pass.
   *
   * @param radius side of a window less one; twice it must be less than either side of the picture
   */
  static Pixels pass(Pixels from, int radius) {
    return new LeastVaried(from, radius).run();
  }

  private Pixels run() {
    int height = from.height();
    byte[] out = new byte[from.bytes().length];
    long[] best = new long[from.width()];
    for (int y = 0; y < radius; y++) {
      enter(y);
    }
    for (int y = 0; y < height; y++) {
      boolean below = y + radius < height;
      if (below) {
        enter(y + radius);
        windows(ring[y % ring.length]);
        leave(y);
      }
      long[] up = y >= radius ? ring[(y - radius) % ring.length] : none;
      least(up, below ? ring[y % ring.length] : none, best);
      write(best, out, y);
    }
    return new Pixels(from.width(), height, from.channels(), out);
  }

  private void enter(int y) {
    byte[] in = from.bytes();
    int row = y * columns.length;
    for (int i = 0; i < columns.length; i++) {
      columns[i] += in[row + i] & 0xff;
    }
    int start = y * lumas.length;
    for (int x = 0; x < lumas.length; x++) {
      int value = luma[start + x] & 0xff;
      lumas[x] += value;
      squares[x] += value * value;
    }
  }

  private void leave(int y) {
    byte[] in = from.bytes();
    int row = y * columns.length;
    for (int i = 0; i < columns.length; i++) {
      columns[i] -= in[row + i] & 0xff;
    }
    int start = y * lumas.length;
    for (int x = 0; x < lumas.length; x++) {
      int value = luma[start + x] & 0xff;
      lumas[x] -= value;
      squares[x] -= value * value;
    }
  }

  private void windows(long[] into) {
    if (from.channels() == 1) {
      grayWindows(into);
    } else {
      colourWindows(into);
    }
  }

  private void grayWindows(long[] into) {
    int side = radius + 1;
    float share = 1f / (side * side);
    int sum = 0;
    int square = 0;
    for (int x = 0; x < radius; x++) {
      sum += lumas[x];
      square += squares[x];
    }
    for (int x = radius; x < lumas.length; x++) {
      sum += lumas[x];
      square += squares[x];
      into[x] = variance(sum, square, share) << COLOURS | (int) (sum * share + 0.5f);
      sum -= lumas[x - radius];
      square -= squares[x - radius];
    }
  }

  private void colourWindows(long[] into) {
    int side = radius + 1;
    float share = 1f / (side * side);
    int sum = 0;
    int square = 0;
    int red = 0;
    int green = 0;
    int blue = 0;
    for (int x = 0; x < lumas.length; x++) {
      sum += lumas[x];
      square += squares[x];
      red += columns[3 * x];
      green += columns[3 * x + 1];
      blue += columns[3 * x + 2];
      int first = x - radius;
      if (first < 0) {
        continue;
      }
      int mean =
          (int) (red * share + 0.5f) << 16
              | (int) (green * share + 0.5f) << 8
              | (int) (blue * share + 0.5f);
      into[x] = variance(sum, square, share) << COLOURS | mean;
      sum -= lumas[first];
      square -= squares[first];
      red -= columns[3 * first];
      green -= columns[3 * first + 1];
      blue -= columns[3 * first + 2];
    }
  }

  private static long variance(int sum, int square, float share) {
    float mean = sum * share;
    return Math.max(0, (int) ((square * share - mean * mean) * STEPS));
  }

  /** A window that begins at {@code x} lies at {@code x + radius}. */
  private void least(long[] up, long[] down, long[] best) {
    for (int x = 0; x < best.length; x++) {
      best[x] = Math.min(Math.min(up[x], up[x + radius]), Math.min(down[x], down[x + radius]));
    }
  }

  private void write(long[] best, byte[] out, int y) {
    if (from.channels() == 1) {
      int row = y * best.length;
      for (int x = 0; x < best.length; x++) {
        out[row + x] = (byte) best[x];
      }
      return;
    }
    for (int x = 0, at = y * best.length * 3; x < best.length; x++, at += 3) {
      int colour = (int) best[x];
      out[at] = (byte) (colour >> 16);
      out[at + 1] = (byte) (colour >> 8);
      out[at + 2] = (byte) colour;
    }
  }
}
