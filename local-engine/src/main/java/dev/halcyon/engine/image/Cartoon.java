package dev.halcyon.engine.image;

/**
 * Makes pixels harmless to look at by leaving out detail as a drawing does: two passes of
 * Kuwahara's filter ({@link LeastVaried}), so that edges stay and texture goes; then few tones.
 * Stateless.
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
      smooth = LeastVaried.pass(smooth, inside);
    }
    return fewTones(smooth);
  }

  /** Luma in steps; the difference goes to each colour alike, so that hues stay. */
  private static Pixels fewTones(Pixels from) {
    int n = from.channels();
    int[] towards = towardsTones();
    byte[] luma = from.gray().bytes();
    byte[] in = from.bytes();
    byte[] out = new byte[in.length];
    for (int i = 0, at = 0; i < luma.length; i++) {
      int step = towards[luma[i] & 0xff];
      for (int k = 0; k < n; k++, at++) {
        out[at] = (byte) Math.clamp((in[at] & 0xff) + step, 0, 255);
      }
    }
    return new Pixels(from.width(), from.height(), n, out);
  }

  /** For each luma, what brings it to its tone. */
  private static int[] towardsTones() {
    int[] steps = new int[256];
    for (int value = 0; value < steps.length; value++) {
      steps[value] = (value * (TONES - 1) + 127) / 255 * 255 / (TONES - 1) - value;
    }
    return steps;
  }
}
