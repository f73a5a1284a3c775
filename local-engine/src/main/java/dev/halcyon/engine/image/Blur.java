package dev.halcyon.engine.image;

/**
 * Makes pixels harmless: three passes of a box filter, which approximate a Gaussian (Wells,
 * "Efficient synthesis of Gaussian filters by cascaded uniform filters", IEEE PAMI 8(2), 1986), on
 * a raster that was made so small before that no detail is left to be sharpened back. Stateless.
 */
public final class Blur {
  private Blur() {}

  /** The radius a style means, in pixels of a picture whose longer side is given. */
  public static double radius(double strength, int longerSide) {
    return strength * longerSide / 20;
  }

  /** By what a picture is shrunk before it is blurred with this radius. */
  public static int shrink(double radius) {
    return Math.max(1, (int) (radius / 2));
  }

  /**
   * Blurs with a standard deviation.
   *
   * @param sigma in pixels of {@code from}; less than a third leaves it as it is
   */
  public static Pixels gaussian(Pixels from, double sigma) {
    int box = (int) Math.round((Math.sqrt(4 * sigma * sigma + 1) - 1) / 2);
    if (box < 1) {
      return from;
    }
    byte[] samples = from.bytes().clone();
    byte[] scratch = new byte[samples.length];
    int n = from.channels();
    int row = from.width() * n;
    for (int pass = 0; pass < 3; pass++) {
      for (int y = 0; y < from.height(); y++) {
        for (int k = 0; k < n; k++) {
          line(samples, scratch, y * row + k, n, from.width(), box);
        }
      }
      for (int x = 0; x < row; x++) {
        line(scratch, samples, x, row, from.height(), box);
      }
    }
    return new Pixels(from.width(), from.height(), n, samples);
  }

  /** One line of one pass: a running mean over {@code 2·box + 1} samples, edges repeated. */
  private static void line(byte[] in, byte[] out, int start, int step, int count, int box) {
    int last = count - 1;
    int sum = (box + 1) * (in[start] & 0xff);
    for (int i = 1; i <= box; i++) {
      sum += in[start + Math.min(i, last) * step] & 0xff;
    }
    int size = 2 * box + 1;
    for (int i = 0; i < count; i++) {
      out[start + i * step] = (byte) ((sum + box) / size);
      sum += in[start + Math.min(i + box + 1, last) * step] & 0xff;
      sum -= in[start + Math.max(i - box, 0) * step] & 0xff;
    }
  }

  /** Enlarges bilinearly, sample centres aligned. */
  public static Pixels enlarge(Pixels from, int width, int height) {
    int n = from.channels();
    byte[] out = new byte[width * height * n];
    int[] left = new int[width];
    int[] share = new int[width];
    for (int x = 0; x < width; x++) {
      double at = position(x, width, from.width());
      left[x] = (int) at;
      share[x] = (int) ((at - left[x]) * 256);
    }
    // Each row is widened once, for many rows of the larger picture lie between the same two.
    int[][] wide = new int[from.height()][];
    for (int y = 0; y < height; y++) {
      double at = position(y, height, from.height());
      int top = (int) at;
      int bottom = Math.min(top + 1, from.height() - 1);
      int down = (int) ((at - top) * 256);
      for (int row = top; row <= bottom; row++) {
        if (wide[row] == null) {
          wide[row] = widened(from, row, left, share);
        }
      }
      between(wide[top], wide[bottom], down, out, y * width * n);
    }
    return new Pixels(width, height, n, out);
  }

  private static int[] widened(Pixels from, int row, int[] left, int[] share) {
    int n = from.channels();
    byte[] in = from.bytes();
    int start = row * from.width() * n;
    int[] out = new int[left.length * n];
    for (int x = 0; x < left.length; x++) {
      int a = start + left[x] * n;
      int b = start + Math.min(left[x] + 1, from.width() - 1) * n;
      for (int k = 0; k < n; k++) {
        out[x * n + k] = mix(in[a + k], in[b + k], share[x]);
      }
    }
    return out;
  }

  private static void between(int[] upper, int[] lower, int down, byte[] out, int start) {
    for (int i = 0; i < upper.length; i++) {
      out[start + i] = (byte) ((upper[i] * (256 - down) + lower[i] * down + 32768) >> 16);
    }
  }

  private static double position(int at, int size, int from) {
    double position = (at + 0.5) * from / size - 0.5;
    return Math.clamp(position, 0, from - 1.0);
  }

  private static int mix(byte a, byte b, int share) {
    return (a & 0xff) * (256 - share) + (b & 0xff) * share;
  }
}
