package dev.halcyon.engine.image;

/**
 * Makes pixels harmless to look at by leaving out detail as a drawing does: two passes of
 * Kuwahara's filter (Kuwahara et al., "Processing of RI-angiocardiographic images", 1976), which
 * takes for each pixel the mean of that of its four neighbouring windows that varies least, so that
 * edges stay and texture goes; then few tones. Stateless.
 */
public final class Cartoon {
  /** Share of the longer side that a window has at full strength. */
  private static final double WIDEST = 0.03;

  private static final int PASSES = 2;

  /** Steps of lightness that are left. */
  public static final int TONES = 7;

  private Cartoon() {}

  /** The side of a window less one, pixels of a picture whose longer side is given. */
  public static int radius(double strength, int longerSide) {
    return (int) Math.max(1, Math.round(strength * WIDEST * longerSide));
  }

  /** The picture as a drawing. */
  public static Pixels of(Pixels from, int radius) {
    // So that everywhere one of the four windows lies inside the picture.
    int inside = Math.min(radius, (Math.min(from.width(), from.height()) - 1) / 2);
    Pixels smooth = from;
    for (int pass = 0; pass < PASSES && inside > 0; pass++) {
      smooth = new Windows(smooth, inside).leastVaried();
    }
    return fewTones(smooth);
  }

  /** Luma in steps; the difference goes to each colour alike, so that hues stay. */
  private static Pixels fewTones(Pixels from) {
    int n = from.channels();
    byte[] luma = from.gray().bytes();
    byte[] out = new byte[from.bytes().length];
    for (int i = 0; i < luma.length; i++) {
      int value = luma[i] & 0xff;
      int tone = (value * (TONES - 1) + 127) / 255 * 255 / (TONES - 1);
      for (int k = 0; k < n; k++) {
        out[i * n + k] = (byte) Math.clamp((from.bytes()[i * n + k] & 0xff) + tone - value, 0, 255);
      }
    }
    return new Pixels(from.width(), from.height(), n, out);
  }

  /** Sums over windows in constant time (Crow, "Summed-area tables", SIGGRAPH 1984). */
  private static final class Windows {
    private final Pixels from;
    private final int radius;
    private final int stride;

    /** Of each channel, then of the squares of luma. */
    private final long[][] sums;

    Windows(Pixels from, int radius) {
      this.from = from;
      this.radius = radius;
      this.stride = from.width() + 1;
      int n = from.channels();
      this.sums = new long[n + 2][stride * (from.height() + 1)];
      byte[] luma = from.gray().bytes();
      for (int y = 0; y < from.height(); y++) {
        for (int x = 0; x < from.width(); x++) {
          int at = y * from.width() + x;
          for (int k = 0; k < n; k++) {
            add(sums[k], x, y, from.bytes()[at * n + k] & 0xff);
          }
          long value = luma[at] & 0xff;
          add(sums[n], x, y, value);
          add(sums[n + 1], x, y, value * value);
        }
      }
    }

    private void add(long[] table, int x, int y, long value) {
      int at = (y + 1) * stride + x + 1;
      table[at] = value + table[at - 1] + table[at - stride] - table[at - stride - 1];
    }

    private long sum(long[] table, int left, int top, int right, int bottom) {
      return table[bottom * stride + right]
          - table[top * stride + right]
          - table[bottom * stride + left]
          + table[top * stride + left];
    }

    Pixels leastVaried() {
      int n = from.channels();
      byte[] out = new byte[from.bytes().length];
      for (int y = 0; y < from.height(); y++) {
        for (int x = 0; x < from.width(); x++) {
          double least = Double.MAX_VALUE;
          for (int window = 0; window < 4; window++) {
            int left = Math.max(0, x - (window % 2 == 0 ? radius : 0));
            int right = Math.min(from.width(), x + 1 + (window % 2 == 0 ? 0 : radius));
            int top = Math.max(0, y - (window < 2 ? radius : 0));
            int bottom = Math.min(from.height(), y + 1 + (window < 2 ? 0 : radius));
            long count = (long) (right - left) * (bottom - top);
            double mean = (double) sum(sums[n], left, top, right, bottom) / count;
            double variance =
                (double) sum(sums[n + 1], left, top, right, bottom) / count - mean * mean;
            // At the rim a window may be one pixel alone, which varies from nothing.
            if (variance < least && count * 2 > (long) radius * radius) {
              least = variance;
              for (int k = 0; k < n; k++) {
                long total = sum(sums[k], left, top, right, bottom);
                out[(y * from.width() + x) * n + k] = (byte) ((total + count / 2) / count);
              }
            }
          }
        }
      }
      return new Pixels(from.width(), from.height(), n, out);
    }
  }
}
