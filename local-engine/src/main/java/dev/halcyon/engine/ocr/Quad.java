package dev.halcyon.engine.ocr;

import dev.halcyon.protocol.Box;
import java.util.stream.DoubleStream;

/**
 * A rectangle that may be turned, in pixels of a picture, by the corner where its text begins and
 * the directions of its two sides. Immutable.
 *
 * @param x of the corner at the top left as the text is read
 * @param rightX unit vector along the text, with {@code rightY}; the text's downward direction is
 *     this vector turned by 90° clockwise, {@code (-rightY, rightX)}
 * @param width along the text, pixels
 * @param height across it, pixels
 */
record Quad(double x, double y, double rightX, double rightY, double width, double height) {

  /** The x coordinate of a place, given as shares of width and height. */
  double x(double along, double down) {
    return x + along * width * rightX - down * height * rightY;
  }

  /** The y coordinate of a place, given as shares of width and height. */
  double y(double along, double down) {
    return y + along * width * rightY + down * height * rightX;
  }

  double centreX() {
    return x(0.5, 0.5);
  }

  double centreY() {
    return y(0.5, 0.5);
  }

  /** The same rectangle with each side moved outwards. */
  Quad grown(double by) {
    return new Quad(
        x - by * rightX + by * rightY,
        y - by * rightY - by * rightX,
        rightX,
        rightY,
        width + 2 * by,
        height + 2 * by);
  }

  /** The same rectangle in a picture that is so many times as wide and as high. */
  Quad scaled(double byX, double byY) {
    double alongX = rightX * width * byX;
    double alongY = rightY * width * byY;
    double downX = -rightY * height * byX;
    double downY = rightX * height * byY;
    double along = Math.hypot(alongX, alongY);
    double down = Math.hypot(downX, downY);
    return new Quad(x * byX, y * byY, alongX / along, alongY / along, along, down);
  }

  /** The same place read from bottom to top, as a text turned to the left is. */
  Quad turnedLeft() {
    return new Quad(x(0, 1), y(0, 1), rightY, -rightX, height, width);
  }

  /** The same place read from top to bottom, as a text turned to the right is. */
  Quad turnedRight() {
    return new Quad(x(1, 0), y(1, 0), -rightY, rightX, height, width);
  }

  /** The part between two shares of the width. */
  Quad part(double from, double to) {
    return new Quad(
        x(from, 0), y(from, 0), rightX, rightY, Math.max(1, (to - from) * width), height);
  }

  /** The upright box around it, as fractions of a picture of this size. */
  Box box(int pictureWidth, int pictureHeight) {
    double left = edge(DoubleStream.of(x(0, 0), x(1, 0), x(0, 1), x(1, 1)).min(), pictureWidth);
    double right = edge(DoubleStream.of(x(0, 0), x(1, 0), x(0, 1), x(1, 1)).max(), pictureWidth);
    double top = edge(DoubleStream.of(y(0, 0), y(1, 0), y(0, 1), y(1, 1)).min(), pictureHeight);
    double bottom = edge(DoubleStream.of(y(0, 0), y(1, 0), y(0, 1), y(1, 1)).max(), pictureHeight);
    return new Box(left, top, right - left, bottom - top);
  }

  private static double edge(java.util.OptionalDouble at, int size) {
    return Math.clamp(at.orElse(0) / size, 0, 1);
  }
}
