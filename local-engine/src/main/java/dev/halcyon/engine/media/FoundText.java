package dev.halcyon.engine.media;

import dev.halcyon.engine.MediaAnalysis;
import dev.halcyon.engine.cascade.ScanContext;
import dev.halcyon.engine.ocr.PictureText;
import dev.halcyon.engine.policy.Thresholds;
import dev.halcyon.engine.text.TextTiers;
import dev.halcyon.protocol.Category;
import dev.halcyon.protocol.CategoryScore;
import dev.halcyon.protocol.Evidence;
import dev.halcyon.protocol.Keyframe;
import dev.halcyon.protocol.Verdict;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Gathers what the text stages said of each frame into one outcome: per category the highest score,
 * with the places of the words in the frame that gave it; and every rule that matched. Confined to
 * one thread.
 */
final class FoundText {
  private static final int MOST_EVIDENCE = 24;

  /** What a keyframe's own scores show; every text has a little of everything. */
  private static final double WORTH_SHOWING = 0.1;

  private record Frame(
      int media,
      String mediaId,
      @Nullable Integer frame,
      PictureText text,
      TextTiers.Reading said) {
    double score(Category category) {
      return said.scores().stream()
          .filter(each -> each.category() == category)
          .mapToDouble(CategoryScore::score)
          .max()
          .orElse(0);
    }
  }

  private final List<Frame> frames = new ArrayList<>();
  private final Set<String> notes = new LinkedHashSet<>();
  private Verdict floor = Verdict.ALLOW;
  private int unread;
  private int leftOut;

  /**
   * Adds a frame.
   *
   * @param media its number in the request
   * @param frame its place in the strip, or null for a picture
   */
  void add(
      int media,
      String mediaId,
      @Nullable Integer frame,
      PictureText text,
      TextTiers.Reading said) {
    frames.add(new Frame(media, mediaId, frame, text, said));
    floor = Thresholds.sterner(floor, said.floor());
    if (!said.note().isEmpty()) {
      notes.add("text in the picture: " + said.note());
    }
  }

  void unread(int places) {
    unread += places;
  }

  void leftOut(int differing) {
    leftOut += differing;
  }

  Verdict floor() {
    return floor;
  }

  /** What was not read, or the empty string. */
  String note() {
    List<String> all = new ArrayList<>(notes);
    if (leftOut > 0) {
      all.add(leftOut + " further keyframes were not read");
    }
    if (unread > 0) {
      all.add(unread + " places look like text and could not be read");
    }
    return String.join("; ", all);
  }

  List<CategoryScore> scores() {
    Map<Category, Double> scores = new EnumMap<>(Category.class);
    for (Frame frame : frames) {
      for (CategoryScore score : frame.said.scores()) {
        scores.merge(score.category(), score.score(), Math::max);
      }
    }
    return scores.entrySet().stream()
        .map(entry -> new CategoryScore(entry.getKey(), entry.getValue(), null))
        .toList();
  }

  List<Evidence> evidence() {
    List<Evidence> all = new ArrayList<>();
    for (CategoryScore score : scores()) {
      boolean shown = false;
      for (Frame frame : frames) {
        boolean best = !shown && frame.score(score.category()) == score.score();
        shown |= best;
        for (Evidence.Words words : frame.said.evidence()) {
          boolean rule = words.source().startsWith("rule:");
          if (words.category() == score.category() && (best || rule)) {
            all.addAll(regions(frame, words, rule));
          }
        }
      }
    }
    all.sort((a, b) -> Double.compare(b.weight(), a.weight()));
    return all.stream().limit(MOST_EVIDENCE).toList();
  }

  private static List<Evidence> regions(Frame frame, Evidence.Words words, boolean rule) {
    List<Evidence> regions = new ArrayList<>();
    for (PictureText.Place place : frame.text.places(words.start(), words.end())) {
      regions.add(
          new Evidence.Region(
              words.category(),
              rule ? words.weight() : words.weight() * place.share(),
              words.source(),
              frame.mediaId,
              frame.frame,
              place.box(),
              place.text()));
    }
    return regions;
  }

  /** Adds the scores to the strips of the outward analyses, the higher where one is there. */
  void noteOn(ScanContext context) {
    for (Frame frame : frames) {
      int at = frame.frame == null ? 0 : frame.frame;
      MediaAnalysis analysis = context.analyses().get(frame.media);
      List<Keyframe> strip = new ArrayList<>(analysis.info().keyframes());
      strip.set(at, scored(strip.get(at), frame.said.scores()));
      context.analyses().set(frame.media, analysis.with(FrameStage.with(analysis.info(), strip)));
    }
  }

  private static Keyframe scored(Keyframe keyframe, List<CategoryScore> more) {
    Map<Category, Double> scores = new EnumMap<>(Category.class);
    keyframe.scores().forEach(each -> scores.put(each.category(), each.score()));
    for (CategoryScore each : more) {
      if (each.score() >= WORTH_SHOWING) {
        scores.merge(each.category(), each.score(), Math::max);
      }
    }
    return new Keyframe(
        keyframe.index(),
        keyframe.atSeconds(),
        keyframe.cut(),
        scores.entrySet().stream()
            .map(entry -> new CategoryScore(entry.getKey(), entry.getValue(), null))
            .sorted(CategoryScore.HIGHEST_FIRST)
            .toList());
  }
}
