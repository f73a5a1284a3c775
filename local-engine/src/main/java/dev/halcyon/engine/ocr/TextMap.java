package dev.halcyon.engine.ocr;

import dev.halcyon.engine.ocr.SmallestRectangle.Point;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;

/**
 * Turns a detector's map of how likely each pixel belongs to the core of a text line into
 * rectangles around whole lines (Liao et al., "Real-time scene text detection with differentiable
 * binarization", AAAI 2020, section 3.5): connected components over a threshold, the smallest
 * rectangle around each, grown by area · ratio / perimeter, since the map shows lines shrunk.
 * Confined to one thread.
 */
final class TextMap {
  /** PaddleOCR's own values for its fourth model. */
  private static final float CORE = 0.3f;

  private static final double LEAST_MEAN = 0.5;
  private static final double GROWTH = 1.6;

  /** Cores thinner than this are specks. */
  private static final int LEAST_SIDE = 3;

  /** More lines than this in one picture are a pattern, not a text; the surest are kept. */
  private static final int MOST_LINES = 200;

  private final float[] map;
  private final int width;
  private final int height;
  private final int[] label;
  private final int[] queue;

  /**
   * Reads a map.
   *
   * @param map row-major, 0..1
   */
  TextMap(float[] map, int width, int height) {
    if (map.length != width * height) {
      throw new IllegalArgumentException(width + "×" + height + " is not " + map.length);
    }
    this.map = map;
    this.width = width;
    this.height = height;
    this.label = new int[map.length];
    this.queue = new int[map.length];
  }

  private record Scored(Quad quad, double mean) {}

  /** The lines, in pixels of the map, the surest first. */
  List<Quad> lines() {
    List<Scored> found = new ArrayList<>();
    int components = 0;
    for (int at = 0; at < map.length; at++) {
      if (label[at] == 0 && map[at] > CORE) {
        Quad core = SmallestRectangle.around(outline(at, ++components));
        double mean = mean(core);
        if (Math.min(core.width(), core.height()) >= LEAST_SIDE && mean >= LEAST_MEAN) {
          double by = core.width() * core.height() * GROWTH / (2 * (core.width() + core.height()));
          found.add(new Scored(core.grown(by), mean));
        }
      }
    }
    return found.stream()
        .sorted(Comparator.comparingDouble(Scored::mean).reversed())
        .limit(MOST_LINES)
        .map(Scored::quad)
        .toList();
  }

  /** Labels the component that holds a pixel; the corners of its rows' ends span its hull. */
  private List<Point> outline(int start, int component) {
    int end = fill(start, component);
    int top = height;
    int bottom = 0;
    for (int i = 0; i < end; i++) {
      top = Math.min(top, queue[i] / width);
      bottom = Math.max(bottom, queue[i] / width);
    }
    int[] left = new int[bottom - top + 1];
    int[] right = new int[bottom - top + 1];
    java.util.Arrays.fill(left, width);
    for (int i = 0; i < end; i++) {
      int row = queue[i] / width - top;
      left[row] = Math.min(left[row], queue[i] % width);
      right[row] = Math.max(right[row], queue[i] % width);
    }
    List<Point> points = new ArrayList<>();
    for (int row = 0; row < left.length; row++) {
      for (int below = 0; below < 2; below++) {
        points.add(new Point(left[row], top + row + below));
        points.add(new Point(right[row] + 1, top + row + below));
      }
    }
    return points;
  }

  /** Fills the queue with the pixels that hang together by edge or corner and counts them. */
  private int fill(int start, int component) {
    int end = 0;
    queue[end++] = start;
    label[start] = component;
    for (int begin = 0; begin < end; begin++) {
      int x = queue[begin] % width;
      int y = queue[begin] / width;
      for (int ny = Math.max(0, y - 1); ny <= Math.min(height - 1, y + 1); ny++) {
        for (int nx = Math.max(0, x - 1); nx <= Math.min(width - 1, x + 1); nx++) {
          int next = ny * width + nx;
          if (label[next] == 0 && map[next] > CORE) {
            label[next] = component;
            queue[end++] = next;
          }
        }
      }
    }
    return end;
  }

  /** The mean of the map inside a rectangle, sampled once a pixel. */
  private double mean(Quad quad) {
    int across = (int) Math.max(1, quad.width());
    int down = (int) Math.max(1, quad.height());
    double sum = 0;
    for (int j = 0; j < down; j++) {
      for (int i = 0; i < across; i++) {
        double u = (i + 0.5) / across;
        double v = (j + 0.5) / down;
        int x = Math.clamp((int) quad.x(u, v), 0, width - 1);
        int y = Math.clamp((int) quad.y(u, v), 0, height - 1);
        sum += map[y * width + x];
      }
    }
    return sum / (across * down);
  }
}
