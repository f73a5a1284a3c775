package dev.halcyon.engine.video;

import dev.halcyon.engine.image.Pixels;

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
