package dev.halcyon.engine.video;

import dev.halcyon.engine.image.Pixels;
import java.util.BitSet;

/**
 * A frame made small enough to be compared with others thousands of times a second. Immutable.
 *
 * <p>{@link #content} is the content value of PySceneDetect's ContentDetector (mean change of hue,
 * saturation and value, OpenCV's 8-bit scales), so that its published thresholds hold here.
 */
final class Thumb {
  static final int WIDTH = 96;
  static final int HEIGHT = 54;
  private static final int COUNT = WIDTH * HEIGHT;
  private static final int BLOCK = 6;
  private static final int DIFFERENT = 8;

  private final double atSeconds;
  private final byte[] rgb;
  private final byte[] hsv;

  Thumb(double atSeconds, Pixels rgb) {
    this.atSeconds = atSeconds;
    this.rgb = rgb.bytes();
    this.hsv = hsv(this.rgb);
  }

  double atSeconds() {
    return atSeconds;
  }

  /** Mean absolute change of hue, saturation and value, 0..255 (hue counts 0..180). */
  double content(Thumb other) {
    long sum = 0;
    for (int i = 0; i < hsv.length; i++) {
      sum += Math.abs((hsv[i] & 0xff) - (other.hsv[i] & 0xff));
    }
    return (double) sum / hsv.length;
  }

  /** Mean absolute change of red, green and blue, 0..255. */
  double difference(Thumb other) {
    long sum = 0;
    for (int i = 0; i < rgb.length; i++) {
      sum += Math.abs((rgb[i] & 0xff) - (other.rgb[i] & 0xff));
    }
    return (double) sum / rgb.length;
  }

  /** How far it is from the mean of the frames around it, mean of red, green and blue, 0..255. */
  double bend(Thumb before, Thumb after) {
    long sum = 0;
    for (int i = 0; i < rgb.length; i++) {
      sum += Math.abs(2 * (rgb[i] & 0xff) - (before.rgb[i] & 0xff) - (after.rgb[i] & 0xff));
    }
    return sum / 2.0 / rgb.length;
  }

  /**
   * The parts of the picture, each a 144th of it, that differ from another by more than a mean
   * change.
   *
   * @param least mean change of red, green and blue, 0..255
   */
  BitSet changed(Thumb other, int least) {
    int[] sums = sums(other);
    BitSet changed = new BitSet(sums.length);
    for (int i = 0; i < sums.length; i++) {
      if (sums[i] > least * BLOCK * BLOCK * 3) {
        changed.set(i);
      }
    }
    return changed;
  }

  private int[] sums(Thumb other) {
    int[] sums = new int[(WIDTH / BLOCK) * (HEIGHT / BLOCK)];
    int at = 0;
    for (int y = 0; y < HEIGHT; y++) {
      int row = y / BLOCK * (WIDTH / BLOCK);
      for (int block = 0; block < WIDTH / BLOCK; block++) {
        int sum = 0;
        for (int end = at + 3 * BLOCK; at < end; at++) {
          sum += Math.abs((rgb[at] & 0xff) - (other.rgb[at] & 0xff));
        }
        sums[row + block] += sum;
      }
    }
    return sums;
  }

  /**
   * Whether no part of the picture, a hundred-and-forty-fourth of its area, looks different: a mean
   * change of 8 of 255 in one sixteenth by ninth is more than encoders leave behind.
   */
  boolean looksLike(Thumb other) {
    return changed(other, DIFFERENT).isEmpty();
  }

  private static byte[] hsv(byte[] rgb) {
    byte[] out = new byte[COUNT * 3];
    for (int i = 0; i < out.length; i += 3) {
      int r = rgb[i] & 0xff;
      int g = rgb[i + 1] & 0xff;
      int b = rgb[i + 2] & 0xff;
      int value = Math.max(r, Math.max(g, b));
      int chroma = value - Math.min(r, Math.min(g, b));
      out[i] = (byte) hue(r, g, b, value, chroma);
      out[i + 1] = (byte) (value == 0 ? 0 : 255 * chroma / value);
      out[i + 2] = (byte) value;
    }
    return out;
  }

  /** Hue in steps of two degrees, 0..179. */
  private static int hue(int r, int g, int b, int value, int chroma) {
    if (chroma == 0) {
      return 0;
    }
    int hue;
    if (value == r) {
      hue = 30 * (g - b) / chroma;
    } else if (value == g) {
      hue = 60 + 30 * (b - r) / chroma;
    } else {
      hue = 120 + 30 * (r - g) / chroma;
    }
    return hue < 0 ? hue + 180 : hue;
  }
}
