package dev.halcyon.engine.ocr;

import dev.halcyon.engine.image.Pixels;

/**
 * Reads turned and scaled parts out of a raster as a model's input: planes of blue, green and red
 * (the order PaddleOCR trains with), each sample {@code (value / 255 - mean) / deviation}. What is
 * shrunk is averaged over a grid, so that thin strokes do not break. Stateless.
 */
final class Sampler {
  /** Points a side taken for one sample at most; shrinking beyond eightfold blurs text anyway. */
  private static final int MOST_POINTS = 8;

  private Sampler() {}

  /** Mean and deviation of each plane, in the order blue, green, red. */
  record Norm(float[] mean, float[] deviation) {}

  /**
   * Samples a part of a picture.
   *
   * @param planes three planes of {@code stride × height}, row-major, written in columns {@code
   *     0..width - 1}
   */
  static void sample(
      Pixels from, Quad part, int width, int height, float[] planes, int stride, Norm norm) {
    int across = points(part.width() / width);
    int down = points(part.height() / height);
    double[] sums = new double[3];
    double share = 1.0 / (across * down);
    for (int y = 0; y < height; y++) {
      for (int x = 0; x < width; x++) {
        sums[0] = 0;
        sums[1] = 0;
        sums[2] = 0;
        for (int j = 0; j < down; j++) {
          double v = (y + (j + 0.5) / down) / height;
          for (int i = 0; i < across; i++) {
            double u = (x + (i + 0.5) / across) / width;
            add(from, part.x(u, v) - 0.5, part.y(u, v) - 0.5, sums);
          }
        }
        for (int plane = 0; plane < 3; plane++) {
          double value = sums[2 - plane] * share / 255;
          planes[(plane * height + y) * stride + x] =
              (float) ((value - norm.mean[plane]) / norm.deviation[plane]);
        }
      }
    }
  }

  private static int points(double perSample) {
    return Math.clamp((int) Math.ceil(perSample - 0.01), 1, MOST_POINTS);
  }

  /** Adds the colour at a place, between pixel centres bilinearly, edges repeated. */
  private static void add(Pixels from, double x, double y, double[] sums) {
    int n = from.channels();
    double inX = Math.clamp(x, 0, from.width() - 1.0);
    double inY = Math.clamp(y, 0, from.height() - 1.0);
    int left = (int) inX;
    int top = (int) inY;
    double right = inX - left;
    double below = inY - top;
    int row = from.width() * n;
    int at = top * row + left * n;
    int nextX = left + 1 < from.width() ? n : 0;
    int nextY = top + 1 < from.height() ? row : 0;
    byte[] bytes = from.bytes();
    for (int k = 0; k < 3; k++) {
      int c = n == 1 ? 0 : k;
      double upper = (bytes[at + c] & 0xff) * (1 - right) + (bytes[at + nextX + c] & 0xff) * right;
      double lower =
          (bytes[at + nextY + c] & 0xff) * (1 - right)
              + (bytes[at + nextY + nextX + c] & 0xff) * right;
      sums[k] += upper * (1 - below) + lower * below;
    }
  }
}
