package dev.halcyon.engine.image;

/**
 * A raster of 8-bit samples, row-major, interleaved.
 *
 * @param channels 1 (gray) or 3 (RGB)
 * @param bytes {@code width · height · channels} samples; treat as immutable
 */
public record Pixels(int width, int height, int channels, byte[] bytes) {
  public Pixels {
    if (width < 1
        || height < 1
        || (channels != 1 && channels != 3)
        || (long) width * height * channels != bytes.length) {
      throw new IllegalArgumentException(
          width + "×" + height + "×" + channels + " does not fit " + bytes.length + " bytes");
    }
  }

  /** Luma by ITU-R BT.601, the weights viewers expect of "grayscale". */
  public Pixels gray() {
    if (channels == 1) {
      return this;
    }
    byte[] out = new byte[width * height];
    for (int i = 0, j = 0; i < out.length; i++, j += 3) {
      int r = bytes[j] & 0xff;
      int g = bytes[j + 1] & 0xff;
      int b = bytes[j + 2] & 0xff;
      out[i] = (byte) ((299 * r + 587 * g + 114 * b + 500) / 1000);
    }
    return new Pixels(width, height, 1, out);
  }
}
