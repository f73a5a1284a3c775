package dev.halcyon.app.media;

/**
 * Where the lens lies over the picture and what it does.
 *
 * @param x middle of the lens, share of the picture's width, 0..1
 * @param y the same of its height
 * @param zoom how much larger the original is inside the lens, 1 to {@value LensViewModel#MOST}
 * @param whole whether the whole picture is seen instead of what lies under the lens
 */
public record LensState(double x, double y, double zoom, boolean whole) {
  /** A rectangle in pixels. */
  public record Rectangle(double x, double y, double width, double height) {}

  /** Side of the lens over a picture of this size; never more than the picture, px. */
  double side(double width, double height) {
    return Math.min(LensViewModel.SIDE, Math.min(width, height));
  }

  /** Where the lens lies, px of the picture as drawn; inside it wherever the pointer is. */
  public Rectangle place(double width, double height) {
    double side = side(width, height);
    return new Rectangle(
        Math.clamp(x * width - side / 2, 0, width - side),
        Math.clamp(y * height - side / 2, 0, height - side),
        side,
        side);
  }

  /**
   * What of the original is seen inside the lens, in pixels of the original.
   *
   * @param width of the picture as drawn, px
   * @param originalWidth pixels
   */
  public Rectangle source(
      double width, double height, double originalWidth, double originalHeight) {
    Rectangle lens = place(width, height);
    double side = lens.width() / zoom;
    double left = lens.x() + (lens.width() - side) / 2;
    double top = lens.y() + (lens.height() - side) / 2;
    return new Rectangle(
        left * originalWidth / width,
        top * originalHeight / height,
        side * originalWidth / width,
        side * originalHeight / height);
  }
}
