package dev.halcyon.app.kit;

import dev.halcyon.protocol.Category;
import dev.halcyon.protocol.CategoryScore;
import dev.halcyon.protocol.Threshold;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/**
 * Says scores against their thresholds, stages by their name, and times in a recording. Scores are
 * probabilities in 0..1. Immutable, safe for any thread.
 */
public final class ScoreWords {
  /** What is less than this reads as 0.00 and says nothing. */
  private static final double LEAST_SHOWN = 0.005;

  private final Words words;

  public ScoreWords(Words words) {
    this.words = words;
  }

  /** "hate 0.82 over review threshold 0.65". */
  public String say(CategoryScore score) {
    return say(score.category(), score.score(), score.threshold());
  }

  /** "hate 0.82 over review threshold 0.65"; without a threshold it says that there is none. */
  public String say(Category category, double score, @Nullable Threshold threshold) {
    String name = inline(category);
    if (threshold == null) {
      return words.say("score.no_threshold", name, score);
    }
    return switch (threshold.verdict(score)) {
      case BLOCK -> words.say("score.over_block", name, score, threshold.block());
      case REVIEW -> words.say("score.over_review", name, score, threshold.review());
      case ALLOW, UNKNOWN -> words.say("score.under_review", name, score, threshold.review());
    };
  }

  /** Whether a score reads as more than 0.00. */
  public static boolean speaks(CategoryScore score) {
    return score.score() >= LEAST_SHOWN;
  }

  /** "hate 0.82", where no threshold applies, as to one frame of a video. */
  public String bare(CategoryScore score) {
    return words.say("score.bare", inline(score.category()), score.score());
  }

  /** A category as it stands in the middle of a sentence: "hate". */
  public String inline(Category category) {
    return words
        .find("category." + category.name().toLowerCase(Locale.ROOT) + ".inline")
        .orElseGet(() -> words.name(category));
  }

  /** A bare score, two decimals in the reader's language: "0.82". */
  public String figure(double score) {
    return words.say("score.figure", score);
  }

  /** What people call a stage of the cascade; its own name when there are no words for it. */
  public String stage(String stage) {
    return words.find("stage." + stage).orElse(stage);
  }

  /** A time in a recording: "00:14", "1:02:03". Seconds from the start. */
  public static String clock(double seconds) {
    long whole = (long) Math.floor(Math.max(0, seconds) + 1e-6);
    long hours = whole / 3600;
    return hours > 0
        ? "%d:%02d:%02d".formatted(hours, whole / 60 % 60, whole % 60)
        : "%02d:%02d".formatted(whole / 60, whole % 60);
  }
}
