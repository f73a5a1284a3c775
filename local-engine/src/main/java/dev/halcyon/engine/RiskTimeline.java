package dev.halcyon.engine;

import dev.halcyon.protocol.Category;
import dev.halcyon.protocol.CategoryScore;
import dev.halcyon.protocol.Keyframe;
import dev.halcyon.protocol.MediaInfo;
import java.util.Arrays;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * How risky each second of a media part is, by category: what the picture models said of its
 * keyframes, and what the text stages said of the words spoken in it. Immutable.
 *
 * <p>Second <i>n</i> covers the time from <i>n</i> up to <i>n</i> + 1. A keyframe's scores hold
 * from its time up to the next keyframe; of several in one second the highest counts, so that a
 * flash shows however short it is.
 */
public final class RiskTimeline {
  /** Longer media is looked at in part; so much of it has a timeline, seconds. */
  private static final int LONGEST = 4 * 3600;

  /**
   * A stretch of time with a score.
   *
   * @param from seconds from the start
   * @param to likewise, not before {@code from}
   * @param score 0..1
   */
  public record Span(Category category, double from, double to, double score) {
    public Span {
      if (!(from >= 0 && to >= from && score >= 0 && score <= 1)) {
        throw new IllegalArgumentException(
            "a score of " + score + " from " + from + " to " + to + " s cannot be");
      }
    }
  }

  private final int seconds;
  private final Map<Category, double[]> scores = new EnumMap<>(Category.class);

  private RiskTimeline(int seconds) {
    this.seconds = seconds;
  }

  /**
   * The timeline of a media part; a picture has one second.
   *
   * @param spoken what was said of the seconds in which somebody speaks
   */
  static RiskTimeline of(MediaInfo info, List<Span> spoken) {
    List<Keyframe> strip = info.keyframes();
    double last = strip.stream().mapToDouble(Keyframe::atSeconds).max().orElse(0);
    double length = Math.max(info.seconds(), Math.nextUp(last));
    RiskTimeline timeline = new RiskTimeline((int) Math.clamp(Math.ceil(length), 1, LONGEST));
    for (int i = 0; i < strip.size(); i++) {
      double from = strip.get(i).atSeconds();
      double to = i + 1 < strip.size() ? strip.get(i + 1).atSeconds() : length;
      for (CategoryScore each : strip.get(i).scores()) {
        timeline.raise(each.category(), from, Math.max(from, to), each.score());
      }
    }
    spoken.forEach(each -> timeline.raise(each.category, each.from, each.to, each.score));
    return timeline;
  }

  private void raise(Category category, double from, double to, double score) {
    if (score <= 0 || from >= seconds) {
      return;
    }
    double[] curve = scores.computeIfAbsent(category, key -> new double[seconds]);
    int first = (int) from;
    // What ends at a whole second does not reach into it.
    int last = (int) Math.clamp(Math.ceil(to) - 1, first, seconds - 1);
    for (int second = first; second <= last; second++) {
      curve[second] = Math.max(curve[second], score);
    }
  }

  /** How many seconds there are, at least 1. */
  public int seconds() {
    return seconds;
  }

  /** The categories of which anything was said. */
  public Set<Category> categories() {
    return Set.copyOf(scores.keySet());
  }

  /** The score of a category in a second, 0 where nothing was said. */
  public double at(Category category, int second) {
    if (second < 0 || second >= seconds) {
      throw new IndexOutOfBoundsException("second " + second + " of " + seconds);
    }
    double[] curve = scores.get(category);
    return curve == null ? 0 : curve[second];
  }

  /** All seconds of a category. */
  public double[] of(Category category) {
    double[] curve = scores.get(category);
    return curve == null ? new double[seconds] : curve.clone();
  }

  /** The highest score of any category in each second. */
  public double[] worst() {
    double[] worst = new double[seconds];
    for (double[] curve : scores.values()) {
      Arrays.setAll(worst, second -> Math.max(worst[second], curve[second]));
    }
    return worst;
  }
}
