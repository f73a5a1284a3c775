package dev.halcyon.app.reasoning;

import dev.halcyon.protocol.Assessment;
import dev.halcyon.protocol.AssessmentStatus;
import dev.halcyon.protocol.Category;
import dev.halcyon.protocol.CategoryScore;
import dev.halcyon.protocol.Threshold;
import dev.halcyon.protocol.Tier;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.EnumMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * What each tier said, turned round: by category, with the thresholds that applied. Scores are
 * probabilities in 0..1. Immutable and safe for any thread.
 *
 * @param categories the ones worth a line, the highest first
 * @param quiet how many further categories stayed under {@link #QUIET_BELOW} in every tier
 * @param silent stages that could not say anything, with their reason, in cascade order
 */
public record ScoreBoard(List<Line> categories, int quiet, List<Assessment> silent) {
  /** Categories that no tier puts at or above this are counted, not drawn. */
  public static final double QUIET_BELOW = 0.05;

  /** One category on the axis; its tiers in cascade order, the threshold of the last one known. */
  public record Line(Category category, @Nullable Threshold threshold, List<Dot> dots) {
    public Line {
      dots = List.copyOf(dots);
    }

    /** The highest score of any tier. */
    public double highest() {
      return dots.stream().mapToDouble(Dot::score).max().orElse(0);
    }

    /** The tier that has the last word: fusion where it spoke, else the highest. */
    public Dot leading() {
      return dots.stream()
          .filter(dot -> dot.tier() == Tier.FUSION)
          .findFirst()
          .orElseGet(() -> dots.stream().max(Comparator.comparingDouble(Dot::score)).orElseThrow());
    }
  }

  /** One tier's score of a category. */
  public record Dot(Tier tier, String stage, double score, @Nullable Threshold threshold) {}

  public ScoreBoard {
    categories = List.copyOf(categories);
    silent = List.copyOf(silent);
  }

  /** The board of these assessments; of a stage that spoke twice the later word counts. */
  public static ScoreBoard of(List<Assessment> assessments) {
    Map<Category, List<Dot>> dots = new EnumMap<>(Category.class);
    List<Assessment> silent = new ArrayList<>();
    for (Assessment assessment : latest(assessments)) {
      if (assessment.status() != AssessmentStatus.OK) {
        silent.add(assessment);
        continue;
      }
      for (CategoryScore score : assessment.scores()) {
        dots.computeIfAbsent(score.category(), _ -> new ArrayList<>()).add(dot(assessment, score));
      }
    }
    List<Line> lines = new ArrayList<>();
    dots.forEach((category, at) -> lines.add(new Line(category, threshold(at), at)));
    lines.sort(
        Comparator.comparingDouble((Line line) -> line.leading().score())
            .thenComparingDouble(Line::highest)
            .reversed());
    List<Line> loud =
        lines.stream()
            .filter(line -> line.category() != Category.UNKNOWN && line.highest() >= QUIET_BELOW)
            .toList();
    return new ScoreBoard(loud, lines.size() - loud.size(), silent);
  }

  private static Dot dot(Assessment assessment, CategoryScore score) {
    return new Dot(
        assessment.tier(), assessment.stage(), Math.clamp(score.score(), 0, 1), score.threshold());
  }

  private static Collection<Assessment> latest(List<Assessment> assessments) {
    Map<String, Assessment> byStage = new LinkedHashMap<>();
    for (Assessment assessment : assessments) {
      byStage.merge(
          assessment.stage(), assessment, (one, two) -> two.at().isBefore(one.at()) ? one : two);
    }
    return byStage.values();
  }

  private static @Nullable Threshold threshold(List<Dot> dots) {
    for (Dot dot : dots.reversed()) {
      if (dot.threshold() != null) {
        return dot.threshold();
      }
    }
    return null;
  }
}
