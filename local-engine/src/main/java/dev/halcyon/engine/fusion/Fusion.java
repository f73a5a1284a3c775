package dev.halcyon.engine.fusion;

import dev.halcyon.engine.policy.Thresholds;
import dev.halcyon.engine.text.TextLinearStage;
import dev.halcyon.engine.text.deep.TextDeepStage;
import dev.halcyon.protocol.Assessment;
import dev.halcyon.protocol.AssessmentStatus;
import dev.halcyon.protocol.AuthorHistory;
import dev.halcyon.protocol.Category;
import dev.halcyon.protocol.CategoryPolicy;
import dev.halcyon.protocol.CategoryScore;
import dev.halcyon.protocol.DecisionAction;
import dev.halcyon.protocol.PastDecision;
import dev.halcyon.protocol.Threshold;
import dev.halcyon.protocol.Tier;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.UUID;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * Makes one score per category of what all stages said (docs/decisions/0012 and 0112). Stages that
 * look at the same kind of content see the same thing, so among them the highest counts, except
 * that the deep text tier, which holds a linear half, ranks better than the higher of itself and
 * the linear tier, and speaks for both where it spoke (docs/decisions/0126); text, pictures and
 * sound are different witnesses, so across them scores that come at least half-way to review add up
 * by weighted noisy-or, {@code 1 - Π(1 - w·s)}. What the author said just before and what was
 * decided about the author join in only where a witness is already half-way, so that nobody is
 * judged by their past alone. The fused score is never below any single one that counts. Immutable.
 */
public final class Fusion {
  /** Stages that read several witnesses at once; what they say is not added to those again. */
  public static final String TOGETHER = "together";

  private static final String CONVERSATION = "conversation";
  private static final String AUTHOR = "author";

  /** What a witness adds where the policy does not say. */
  public static final Map<String, Double> WEIGHTS =
      Map.of("text", 1.0, "image", 1.0, "sound", 1.0, CONVERSATION, 0.3, AUTHOR, 0.2);

  private static final int MOST_DECISIONS = 5;
  private static final double ROUNDING = 1e-12;

  private final Thresholds thresholds;
  private final Map<Category, Double> background;

  /**
   * Fusion in one place.
   *
   * @param background scores of what the author said just before
   */
  public Fusion(Thresholds thresholds, Map<Category, Double> background) {
    this.thresholds = thresholds;
    this.background = Map.copyOf(background);
  }

  /** Fused scores with their thresholds, highest first. */
  public List<CategoryScore> scores(List<Assessment> assessments, AuthorHistory history) {
    Map<Category, Map<String, Double>> byWitness = new EnumMap<>(Category.class);
    Set<Category> deeply = readDeeply(assessments);
    for (Assessment assessment : assessments) {
      // A judge reads what the others read and is no witness; what it may bring about is contained.
      if (assessment.status() == AssessmentStatus.OK && assessment.tier() != Tier.JUDGE) {
        boolean linear = assessment.stage().equals(TextLinearStage.NAME);
        for (CategoryScore score : assessment.scores()) {
          if (!linear || !deeply.contains(score.category())) {
            byWitness
                .computeIfAbsent(score.category(), key -> new TreeMap<>())
                .merge(witness(assessment.stage()), score.score(), Math::max);
          }
        }
      }
    }
    List<CategoryScore> fused = new ArrayList<>();
    byWitness.forEach(
        (category, scores) ->
            fused.add(new CategoryScore(category, fuse(category, scores, history), null)));
    return thresholds.applied(fused);
  }

  /** What the deep text tier scored, and the linear tier need not say again. */
  private static Set<Category> readDeeply(List<Assessment> assessments) {
    return assessments.stream()
        .filter(each -> each.stage().equals(TextDeepStage.NAME))
        .filter(each -> each.status() == AssessmentStatus.OK)
        .flatMap(each -> each.scores().stream())
        .map(CategoryScore::category)
        .collect(Collectors.toSet());
  }

  private double fuse(Category category, Map<String, Double> scores, AuthorHistory history) {
    @Nullable Threshold threshold = thresholds.of(category);
    double halfWay = threshold == null ? 1 : threshold.review() / 2;
    double highest = 0;
    double clear = 1;
    for (Map.Entry<String, Double> each : scores.entrySet()) {
      double score = each.getValue();
      highest = Math.max(highest, score);
      if (score >= halfWay && !each.getKey().equals(TOGETHER)) {
        clear *= 1 - weight(category, each.getKey()) * score;
      }
    }
    // One witness alone says exactly what it says, to the last bit.
    double fused = 1 - clear > highest + ROUNDING ? 1 - clear : highest;
    if (highest >= halfWay) {
      double before = background.getOrDefault(category, 0.0);
      double past = before < halfWay ? 0 : weight(category, CONVERSATION) * before;
      past = 1 - (1 - past) * (1 - weight(category, AUTHOR) * record(category, history));
      fused = past > 0 ? 1 - (1 - fused) * (1 - past) : fused;
    }
    return Math.max(highest, Math.min(1, fused));
  }

  /**
   * How much the decisions about an author's other items say, 0..1: half of what is missing to 1
   * for each item that people last acted against for this category.
   */
  private static double record(Category category, AuthorHistory history) {
    return 1 - Math.pow(0.5, acted(history).getOrDefault(category, 0));
  }

  /**
   * All that counts of an author's past: for how many items people last acted against each
   * category, as far as it is counted; categories without any are left out.
   */
  public static Map<Category, Integer> acted(AuthorHistory history) {
    Map<Category, Integer> acted = new EnumMap<>(Category.class);
    Set<UUID> items = new HashSet<>();
    for (PastDecision decision : history.decisions()) {
      // Newest first: an earlier decision about the same item no longer stands. What a machine
      // decided is what this machine thinks already.
      boolean stands = items.add(decision.itemId()) && !decision.byMachine();
      boolean against =
          decision.action() == DecisionAction.REMOVE
              || decision.action() == DecisionAction.REMOVE_PERMANENTLY
              || decision.action() == DecisionAction.RESTRICT;
      if (stands && against && decision.category() != null) {
        acted.merge(
            decision.category(), 1, (before, one) -> Math.min(MOST_DECISIONS, before + one));
      }
    }
    return acted;
  }

  private double weight(Category category, String witness) {
    @Nullable CategoryPolicy policy = thresholds.policy().category(category);
    double usual = WEIGHTS.getOrDefault(witness, 1.0);
    return policy == null ? usual : policy.weights().getOrDefault(witness, usual);
  }

  /** What a stage looks at: {@code text} of {@code text.linear}. */
  private static String witness(String stage) {
    int dot = stage.indexOf('.');
    return dot < 0 ? stage : stage.substring(0, dot);
  }
}
