package dev.halcyon.app.media;

import dev.halcyon.protocol.Keyframe;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;

/**
 * The risk of a video over its length as a line to draw: the highest score of each keyframe, held
 * until the next one. Pure and safe for any thread.
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

  /**
   * The line from 0 to the end, as steps; flat at 0 when nothing is known.
   *
   * @param frames in any order
   * @param seconds length of the video; taken from the last frame when it is 0 or too small
   */
  public static List<Point> of(List<Keyframe> frames, double seconds) {
    List<Keyframe> byTime =
        frames.stream().sorted(Comparator.comparingDouble(Keyframe::atSeconds)).toList();
    if (byTime.isEmpty()) {
      return List.of(new Point(0, 0), new Point(1, 0));
    }
    double length = Math.max(seconds, byTime.getLast().atSeconds());
    if (length <= 0) {
      double risk = clamp(byTime.getFirst().risk());
      return List.of(new Point(0, risk), new Point(1, risk));
    }
    List<Point> points = new ArrayList<>();
    double before = clamp(byTime.getFirst().risk());
    points.add(new Point(0, before));
    for (Keyframe frame : byTime) {
      double x = clamp(frame.atSeconds() / length);
      points.add(new Point(x, before));
      before = clamp(frame.risk());
      points.add(new Point(x, before));
    }
    points.add(new Point(1, before));
    return points;
  }

  private static double clamp(double value) {
    return Double.isNaN(value) ? 0 : Math.clamp(value, 0, 1);
  }
}
