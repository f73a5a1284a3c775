package dev.halcyon.engine.face;

import dev.halcyon.engine.image.Pixels;
import dev.halcyon.protocol.Box;
import java.util.List;

/**
 * Covers faces with a few tiles of their mean colour, a margin around them included, and leaves the
 * rest of a picture as it is. Nothing finer than the tiles is kept, so nothing can be won back.
 * Stateless.
 */
public final class FaceMask {
  /** Around a box, as a share of its sides: hair, ears and chin tell who somebody is. */
  private static final double MARGIN = 0.25;

  /** Tiles across a face at no strength; at full strength there is one. */
  private static final int MOST_TILES = 5;

  private FaceMask() {}

  /**
   * A picture with its faces covered.
   *
   * @param strength 0..1; more is fewer tiles
   */
  public static Pixels cover(Pixels picture, List<Box> faces, double strength) {
    byte[] bytes = picture.bytes().clone();
    int tiles = (int) Math.max(1, Math.round(MOST_TILES - strength * (MOST_TILES - 1)));
    for (Box face : faces) {
      int left = at(face.x() - MARGIN * face.width(), picture.width());
      int right = at(face.x() + (1 + MARGIN) * face.width(), picture.width());
      int top = at(face.y() - MARGIN * face.height(), picture.height());
      int bottom = at(face.y() + (1 + MARGIN) * face.height(), picture.height());
      for (int j = 0; j < tiles; j++) {
        for (int i = 0; i < tiles; i++) {
          flatten(
              bytes,
              picture,
              left + (right - left) * i / tiles,
              top + (bottom - top) * j / tiles,
              left + (right - left) * (i + 1) / tiles,
              top + (bottom - top) * (j + 1) / tiles);
        }
      }
    }
    return new Pixels(picture.width(), picture.height(), picture.channels(), bytes);
  }

  private static int at(double fraction, int side) {
    return (int) Math.clamp(Math.round(fraction * side), 0, side);
  }

  private static void flatten(
      byte[] bytes, Pixels picture, int left, int top, int right, int bottom) {
    int n = picture.channels();
    int count = (right - left) * (bottom - top);
    for (int channel = 0; channel < n && count > 0; channel++) {
      long sum = 0;
      for (int y = top; y < bottom; y++) {
        for (int x = left; x < right; x++) {
          sum += bytes[(y * picture.width() + x) * n + channel] & 0xff;
        }
      }
      byte mean = (byte) (sum / count);
      for (int y = top; y < bottom; y++) {
        for (int x = left; x < right; x++) {
          bytes[(y * picture.width() + x) * n + channel] = mean;
        }
      }
    }
  }
}
