package dev.halcyon.app.media;

import dev.halcyon.protocol.Assessment;
import dev.halcyon.protocol.CaseDetail;
import dev.halcyon.protocol.Category;
import dev.halcyon.protocol.CategoryScore;
import dev.halcyon.protocol.Evidence;
import dev.halcyon.protocol.Keyframe;
import dev.halcyon.protocol.MediaInfo;
import dev.halcyon.protocol.RationaleStep;
import dev.halcyon.protocol.Threshold;
import dev.halcyon.protocol.Tier;
import dev.halcyon.protocol.Verdict;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;

/**
 * Finds in what the stages said the seconds of a recording that fired: words and sounds with their
 * seconds, and the highest frame of each run of frames over their threshold. Pure and safe for any
 * thread.
 */
final class Moments {
  /** Where a frame's score has no threshold of its own. */
  private static final double USUAL = 0.5;

  private static final Comparator<Moment> BY_TIME =
      Comparator.comparingDouble(Moment::from)
          .thenComparing(Comparator.comparingDouble(Moment::score).reversed());

  private Moments() {}

  /** Those of one media part, by time. */
  static List<Moment> of(CaseDetail detail, MediaInfo info) {
    List<Moment> found = new ArrayList<>();
    for (Assessment said : detail.assessments()) {
      if (said.tier() != Tier.FUSION) {
        heard(said, detail, info, found);
      }
    }
    argued(detail, info, found);
    seen(detail, info, found);
    return found.stream().sorted(BY_TIME).toList();
  }

  /** What weighs most in a stage's score has all of it, the rest as much less as it weighs less. */
  private static void heard(
      Assessment said, CaseDetail detail, MediaInfo info, List<Moment> found) {
    Map<Category, Double> heaviest = new EnumMap<>(Category.class);
    said.evidence().forEach(each -> heaviest.merge(each.category(), each.weight(), Math::max));
    Map<Category, Double> scores = new EnumMap<>(Category.class);
    said.scores().forEach(each -> scores.merge(each.category(), each.score(), Math::max));
    for (Evidence each : said.evidence()) {
      double most = heaviest.get(each.category());
      if (most > 0 && each instanceof Evidence.Seconds seconds && isOf(seconds, info)) {
        double share = each.weight() == most ? 1 : each.weight() / most;
        double score = scores.getOrDefault(each.category(), 0.0) * share;
        add(moment(said.stage(), seconds, score, step(detail, seconds)), found);
      }
    }
  }

  /** What only the argument names. */
  private static void argued(CaseDetail detail, MediaInfo info, List<Moment> found) {
    if (detail.rationale() == null) {
      return;
    }
    for (RationaleStep step : detail.rationale().steps()) {
      for (Evidence each : step.evidence()) {
        if (each instanceof Evidence.Seconds seconds && isOf(seconds, info)) {
          CategoryScore score = step.score();
          double risk = score == null ? each.weight() : score.score();
          add(moment(step.stage(), seconds, risk, step.number()), found);
        }
      }
    }
  }

  private static boolean isOf(Evidence.Seconds seconds, MediaInfo info) {
    return seconds.mediaId().equals(info.mediaId());
  }

  private static Moment moment(String stage, Evidence.Seconds at, double score, int step) {
    Moment.Kind kind =
        stage.equals("sound.events")
            ? Moment.Kind.SOUND
            : stage.startsWith("sound.") ? Moment.Kind.SPEECH : Moment.Kind.PICTURE;
    return new Moment(
        kind,
        at.from(),
        Math.max(at.from(), at.to()),
        at.category(),
        Math.clamp(score, 0, 1),
        at.label(),
        step);
  }

  /** Two findings of one category at one time are one place to go to. */
  private static void add(Moment moment, List<Moment> found) {
    boolean known =
        found.stream()
            .anyMatch(
                each ->
                    each.category() == moment.category()
                        && each.from() == moment.from()
                        && each.to() == moment.to());
    if (!known) {
      found.add(moment);
    }
  }

  private static int step(CaseDetail detail, Evidence evidence) {
    return detail.rationale() == null
        ? 0
        : detail.rationale().steps().stream()
            .filter(step -> step.evidence().contains(evidence))
            .map(RationaleStep::number)
            .findFirst()
            .orElse(0);
  }

  private static void seen(CaseDetail detail, MediaInfo info, List<Moment> found) {
    List<Keyframe> frames =
        info.keyframes().stream().sorted(Comparator.comparingDouble(Keyframe::atSeconds)).toList();
    int at = 0;
    while (at < frames.size()) {
      int end = at;
      int highest = at;
      while (end < frames.size() && fires(frames.get(end))) {
        highest = frames.get(end).risk() > frames.get(highest).risk() ? end : highest;
        end++;
      }
      if (end > at) {
        double until =
            highest + 1 < frames.size() ? frames.get(highest + 1).atSeconds() : info.seconds();
        found.add(peak(detail, info, frames.get(highest), until));
      }
      at = end + 1;
    }
  }

  /** A frame as a place to go to. */
  static Moment of(Keyframe frame) {
    CategoryScore leading = frame.scores().stream().min(CategoryScore.HIGHEST_FIRST).orElseThrow();
    double at = frame.atSeconds();
    double score = Math.clamp(leading.score(), 0, 1);
    return new Moment(Moment.Kind.PICTURE, at, at, leading.category(), score, "", 0);
  }

  private static Moment peak(CaseDetail detail, MediaInfo info, Keyframe frame, double until) {
    Moment at = of(frame);
    return new Moment(
        at.kind(),
        at.from(),
        Math.max(at.from(), until),
        at.category(),
        at.score(),
        "",
        step(detail, info, frame));
  }

  private static int step(CaseDetail detail, MediaInfo info, Keyframe frame) {
    if (detail.rationale() == null) {
      return 0;
    }
    for (RationaleStep step : detail.rationale().steps()) {
      for (Evidence each : step.evidence()) {
        if (each instanceof Evidence.Frame seen
            && seen.mediaId().equals(info.mediaId())
            && seen.frame() == frame.index()) {
          return step.number();
        }
      }
    }
    return 0;
  }

  private static boolean fires(Keyframe frame) {
    return frame.scores().stream().anyMatch(Moments::fires);
  }

  private static boolean fires(CategoryScore score) {
    Threshold threshold = score.threshold();
    return threshold == null
        ? score.score() >= USUAL
        : threshold.verdict(score.score()) != Verdict.ALLOW;
  }
}
