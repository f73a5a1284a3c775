package dev.halcyon.engine.fusion;

import dev.halcyon.engine.MediaAnalysis;
import dev.halcyon.engine.Transcript;
import dev.halcyon.engine.cascade.Observation;
import dev.halcyon.engine.cascade.ScanContext;
import dev.halcyon.engine.cascade.Stage;
import dev.halcyon.engine.cascade.StageOutcome;
import dev.halcyon.engine.text.Hashes;
import dev.halcyon.engine.text.TextTiers;
import dev.halcyon.protocol.AssessmentStatus;
import dev.halcyon.protocol.Category;
import dev.halcyon.protocol.CategoryScore;
import dev.halcyon.protocol.ContextMessage;
import dev.halcyon.protocol.Evidence;
import dev.halcyon.protocol.ModelRef;
import dev.halcyon.protocol.Tier;
import dev.halcyon.protocol.Verdict;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * {@code together.text}: has the text stages read what belongs together as one text: the caption
 * with the words in its picture or sound, and a message with the one its author sent just before,
 * since a sentence may be cut in two so that neither half says anything. Only what is more than the
 * parts say by themselves counts. Safe for any thread.
 */
public final class TogetherStage implements Stage {
  public static final String NAME = Fusion.TOGETHER + ".text";

  /** A text beyond this says what it says by itself. */
  private static final int LONGEST = 400;

  /** A film may show many texts; the first are read with the caption. */
  private static final int MOST_TEXTS = 4;

  /** A difference below this is noise. */
  private static final double LEAST_MORE = 0.02;

  private static final ModelRef ENGINE = new ModelRef("together", "1", "", "jvm");

  private final TextTiers tiers;

  /** A stage that asks these text stages, where the policy lists them. */
  public TogetherStage(List<Stage> text) {
    this.tiers = new TextTiers(text);
  }

  @Override
  public String name() {
    return NAME;
  }

  @Override
  public Tier tier() {
    return Tier.CLASSIFIER;
  }

  @Override
  public boolean appliesTo(ScanContext context) {
    String text = context.request().text();
    return !text.isBlank()
        && text.length() <= LONGEST
        && (!inMedia(context).isEmpty() || !justBefore(context).isEmpty());
  }

  @Override
  public StageOutcome assess(ScanContext context) throws InterruptedException {
    String text = context.request().text();
    Map<Category, Double> more = new EnumMap<>(Category.class);
    List<Evidence> evidence = new ArrayList<>();
    StringBuilder read = new StringBuilder(text);
    for (String other : inMedia(context)) {
      read.append('\n').append(other);
      Map<Category, Double> alone = alone(context);
      join(context, text, other, alone, more, evidence);
    }
    String before = justBefore(context);
    if (!before.isEmpty()) {
      read.append('\n').append(before);
      Map<Category, Double> alone = alone(context);
      for (CategoryScore score : tiers.read(context, before).scores()) {
        context.background().merge(score.category(), score.score(), Math::max);
        alone.merge(score.category(), score.score(), Math::max);
      }
      join(context, text, before, alone, more, evidence);
    }
    return new StageOutcome(
        AssessmentStatus.OK,
        "",
        Verdict.ALLOW,
        more.entrySet().stream()
            .map(entry -> new CategoryScore(entry.getKey(), entry.getValue(), null))
            .toList(),
        evidence,
        ENGINE,
        Hashes.sha256(read.toString()));
  }

  /** Reads two texts as one, in either order, and keeps what is more than each alone. */
  private void join(
      ScanContext context,
      String text,
      String other,
      Map<Category, Double> alone,
      Map<Category, Double> more,
      List<Evidence> evidence)
      throws InterruptedException {
    for (boolean first : new boolean[] {true, false}) {
      String joined = first ? text + " " + other : other + " " + text;
      int shift = first ? 0 : other.length() + 1;
      TextTiers.Reading reading = tiers.read(context, joined);
      for (CategoryScore score : reading.scores()) {
        if (score.score() >= alone.getOrDefault(score.category(), 0.0) + LEAST_MORE
            && score.score() > more.getOrDefault(score.category(), 0.0)) {
          more.put(score.category(), score.score());
          evidence.removeIf(each -> each.category() == score.category());
          for (Evidence.Words words : reading.evidence()) {
            if (words.category() == score.category()) {
              own(words, shift, text.length(), evidence);
            }
          }
        }
      }
    }
  }

  /** The part of a piece of evidence that stands in the item's own text. */
  private static void own(Evidence.Words words, int shift, int length, List<Evidence> evidence) {
    int start = Math.max(0, words.start() - shift);
    int end = Math.min(length, words.end() - shift);
    if (end > start) {
      evidence.add(
          new Evidence.Words(
              words.category(), words.weight(), words.source(), start, end, words.label()));
    }
  }

  /** The highest score of each category that any stage gave to a part of the item. */
  private static Map<Category, Double> alone(ScanContext context) {
    Map<Category, Double> alone = new EnumMap<>(Category.class);
    for (StageOutcome outcome : context.outcomes().values()) {
      for (CategoryScore score : outcome.scores()) {
        alone.merge(score.category(), score.score(), Math::max);
      }
    }
    return alone;
  }

  /** The different short texts read or heard in the media. */
  private static List<String> inMedia(ScanContext context) {
    Set<String> texts = new LinkedHashSet<>();
    for (Observation each : context.observations()) {
      if (each.kind() == Observation.Kind.WORDS) {
        texts.add(each.value());
      }
    }
    for (MediaAnalysis each : context.analyses()) {
      each.transcript().map(Transcript::text).ifPresent(texts::add);
    }
    return texts.stream()
        .filter(each -> !each.isBlank() && each.length() <= LONGEST)
        .limit(MOST_TEXTS)
        .toList();
  }

  /** The last message before the item, if it is by the same author; else the empty string. */
  private static String justBefore(ScanContext context) {
    List<ContextMessage> conversation = context.request().conversation();
    if (conversation.isEmpty()
        || !conversation.getLast().authorId().equals(context.request().author().id())
        || conversation.getLast().text().length() > LONGEST) {
      return "";
    }
    return conversation.getLast().text().strip();
  }
}
