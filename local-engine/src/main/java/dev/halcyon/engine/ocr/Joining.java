package dev.halcyon.engine.ocr;

import dev.halcyon.engine.ocr.SmallestRectangle.Point;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.stream.Stream;

/**
 * Joins rectangles that hold parts of one line: a detector gives wide gaps between words up, and
 * the parts, grown, would show each other's last letters. Stateless.
 */
final class Joining {
  /** How far apart parts of one line may be, and how far off its middle, in line heights. */
  private static final double GAP = 0.6;

  private static final double OFFSET = 0.3;

  /** How unlike in height. */
  private static final double TALLER = 1.6;

  /** Sine of the largest angle between them. */
  private static final double TURN = 0.12;

  private Joining() {}

  /** The rectangles, those of one line as one. */
  static List<Quad> joined(List<Quad> quads) {
    List<Quad> open = new ArrayList<>(quads);
    open.sort(Comparator.comparingDouble(Quad::centreX));
    for (int i = 0; i < open.size(); i++) {
      for (int j = i + 1; j < open.size(); j++) {
        if (oneLine(open.get(i), open.get(j))) {
          open.set(i, around(open.get(i), open.get(j)));
          open.remove(j);
          // What is now longer may reach others passed before.
          j = i;
        }
      }
    }
    return List.copyOf(open);
  }

  private static boolean oneLine(Quad one, Quad other) {
    double low = Math.min(one.height(), other.height());
    double high = Math.max(one.height(), other.height());
    Quad longer = one.width() >= other.width() ? one : other;
    double dx = other.centreX() - one.centreX();
    double dy = other.centreY() - one.centreY();
    double along = Math.abs(dx * longer.rightX() + dy * longer.rightY());
    double down = Math.abs(dy * longer.rightX() - dx * longer.rightY());
    // A short word's own angle says little: its letters differ in height.
    boolean parallel =
        Math.min(one.width(), other.width()) < 3 * low
            || Math.abs(one.rightX() * other.rightY() - one.rightY() * other.rightX()) < TURN;
    return parallel
        && high < TALLER * low
        && down < OFFSET * low
        && along - (one.width() + other.width()) / 2 < GAP * low;
  }

  private static Quad around(Quad one, Quad other) {
    List<Point> corners =
        Stream.of(one, other)
            .flatMap(
                quad ->
                    Stream.of(
                        corner(quad, 0, 0),
                        corner(quad, 1, 0),
                        corner(quad, 0, 1),
                        corner(quad, 1, 1)))
            .toList();
    return SmallestRectangle.around(corners);
  }

  private static Point corner(Quad quad, double along, double down) {
    return new Point((int) Math.round(quad.x(along, down)), (int) Math.round(quad.y(along, down)));
  }
}
