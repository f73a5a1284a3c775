package dev.halcyon.app.media;

import dev.halcyon.protocol.Keyframe;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.TreeSet;

/**
 * The risk of a recording over its length as a line to draw: the highest score of each keyframe,
 * held until the next one, and of whatever was found at the time. Pure and safe for any thread.
 */
public final class RiskCurve {
  /**
   * A corner of the line.
   *
   * @param x share of the length, 0..1
   * @param y risk, 0..1
   */
  public record Point(double x, double y) {}

  private RiskCurve() {}

  /** What was found in no time at all is still drawn, seconds. */
  private static final double LEAST = 0.2;

  /**
   * The line from 0 to the end, as steps; flat at 0 when nothing is known.
   *
   * @param frames in any order
   * @param moments likewise
   * @param seconds length of the recording; taken from the last frame when it is 0 or too small
   */
  public static List<Point> of(List<Keyframe> frames, List<Moment> moments, double seconds) {
    List<Keyframe> byTime =
        frames.stream().sorted(Comparator.comparingDouble(Keyframe::atSeconds)).toList();
    double last = byTime.isEmpty() ? 0 : byTime.getLast().atSeconds();
    double length = Math.max(seconds, last);
    if (length <= 0) {
      double risk = new Sweep(byTime, moments).at(0);
      return List.of(new Point(0, risk), new Point(1, risk));
    }
    TreeSet<Double> corners = new TreeSet<>();
    byTime.forEach(frame -> corners.add(frame.atSeconds()));
    for (Moment moment : moments) {
      corners.add(moment.from());
      corners.add(end(moment));
    }
    Sweep sweep = new Sweep(byTime, moments);
    List<Point> points = new ArrayList<>();
    double before = sweep.at(0);
    points.add(new Point(0, before));
    for (double corner : corners.subSet(0.0, true, length, true)) {
      double x = clamp(corner / length);
      points.add(new Point(x, before));
      before = sweep.at(corner);
      points.add(new Point(x, before));
    }
    points.add(new Point(1, before));
    return points;
  }

  private static double end(Moment moment) {
    return Math.max(moment.to(), moment.from() + LEAST);
  }

  /** Asked for times that only grow. */
  private static final class Sweep {
    private final List<Keyframe> frames;
    private final List<Moment> coming;
    private final List<Moment> now = new ArrayList<>();
    private int frame;
    private int next;

    Sweep(List<Keyframe> frames, List<Moment> moments) {
      this.frames = frames;
      this.coming = moments.stream().sorted(Comparator.comparingDouble(Moment::from)).toList();
    }

    /** Before the first frame its own risk counts. */
    double at(double seconds) {
      while (frame + 1 < frames.size() && frames.get(frame + 1).atSeconds() <= seconds) {
        frame++;
      }
      while (next < coming.size() && coming.get(next).from() <= seconds) {
        now.add(coming.get(next++));
      }
      now.removeIf(moment -> end(moment) <= seconds);
      double risk = frames.isEmpty() ? 0 : clamp(frames.get(frame).risk());
      for (Moment moment : now) {
        risk = Math.max(risk, clamp(moment.score()));
      }
      return risk;
    }
  }

  private static double clamp(double value) {
    return Double.isNaN(value) ? 0 : Math.clamp(value, 0, 1);
  }
}
