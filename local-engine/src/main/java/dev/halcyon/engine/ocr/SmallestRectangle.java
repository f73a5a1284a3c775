package dev.halcyon.engine.ocr;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;

/**
 * Finds the rectangle of least area around points: one of its sides lies on an edge of their convex
 * hull (Freeman and Shapira, "Determining the minimum-area encasing rectangle for an arbitrary
 * closed curve", CACM 18(7), 1975); the hull is Andrew's monotone chain. Stateless.
 */
final class SmallestRectangle {
  private SmallestRectangle() {}

  /** A corner of a pixel. */
  record Point(int x, int y) {}

  /**
   * The rectangle, turned so that its text runs within 45° of level.
   *
   * @param points at least three that are not on one line
   */
  static Quad around(List<Point> points) {
    List<Point> hull = hull(points);
    Quad best = new Quad(0, 0, 1, 0, Double.MAX_VALUE, 1);
    for (int i = 0; i < hull.size(); i++) {
      Point from = hull.get(i);
      Point to = hull.get((i + 1) % hull.size());
      Quad found = along(hull, to.x - from.x, to.y - from.y);
      if (found.width() * found.height() < best.width() * best.height()) {
        best = found;
      }
    }
    return best;
  }

  /** The rectangle around the hull with a side in a direction. */
  private static Quad along(List<Point> hull, double dx, double dy) {
    double length = Math.hypot(dx, dy);
    double rightX = dx / length;
    double rightY = dy / length;
    if (Math.abs(rightY) > Math.abs(rightX)) {
      // Turned by a right angle: the side of the rectangle that is nearer to level counts.
      double turn = rightX;
      rightX = rightY;
      rightY = -turn;
    }
    if (rightX < 0) {
      rightX = -rightX;
      rightY = -rightY;
    }
    double left = Double.MAX_VALUE;
    double right = -Double.MAX_VALUE;
    double top = Double.MAX_VALUE;
    double bottom = -Double.MAX_VALUE;
    for (Point point : hull) {
      double along = point.x * rightX + point.y * rightY;
      double down = point.y * rightX - point.x * rightY;
      left = Math.min(left, along);
      right = Math.max(right, along);
      top = Math.min(top, down);
      bottom = Math.max(bottom, down);
    }
    return new Quad(
        left * rightX - top * rightY,
        left * rightY + top * rightX,
        rightX,
        rightY,
        right - left,
        bottom - top);
  }

  private static List<Point> hull(List<Point> points) {
    List<Point> sorted =
        points.stream()
            .distinct()
            .sorted(Comparator.comparingInt(Point::x).thenComparingInt(Point::y))
            .toList();
    List<Point> hull = new ArrayList<>(chain(sorted));
    hull.removeLast();
    List<Point> back = chain(sorted.reversed());
    back.removeLast();
    hull.addAll(back);
    return hull;
  }

  private static List<Point> chain(List<Point> points) {
    List<Point> chain = new ArrayList<>();
    for (Point point : points) {
      while (chain.size() > 1 && !turnsRight(chain.get(chain.size() - 2), chain.getLast(), point)) {
        chain.removeLast();
      }
      chain.add(point);
    }
    return chain;
  }

  private static boolean turnsRight(Point a, Point b, Point c) {
    return (long) (b.x - a.x) * (c.y - a.y) - (long) (b.y - a.y) * (c.x - a.x) > 0;
  }
}
