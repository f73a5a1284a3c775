package dev.halcyon.engine.judge;

import dev.halcyon.engine.ScanRequest;
import dev.halcyon.engine.cascade.ScanContext;
import dev.halcyon.engine.cascade.StageOutcome;
import dev.halcyon.engine.policy.Thresholds;
import dev.halcyon.engine.text.TextLinearStage;
import dev.halcyon.engine.text.deep.TextDeepStage;
import dev.halcyon.protocol.Audience;
import dev.halcyon.protocol.Category;
import dev.halcyon.protocol.CategoryPolicy;
import dev.halcyon.protocol.CategoryScore;
import dev.halcyon.protocol.Evidence;
import dev.halcyon.protocol.JudgePolicy;
import dev.halcyon.protocol.PastDecision;
import dev.halcyon.protocol.Threshold;
import dev.halcyon.protocol.Verdict;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * What the stages before the judge think of an item: whether it is worth a judge's time, and
 * whether it may be sent to another machine. Immutable.
 *
 * @param suspects categories that some stage holds possible
 * @param asked whether a judge is to be asked
 * @param mayLeave whether it may go to a judge on another machine
 */
record Doubt(Set<Category> suspects, boolean asked, boolean mayLeave) {
  /** The least share of the review threshold at which child_safety counts as suspected. */
  private static final double SUSPECTED = 0.25;

  /** The same where the policy has no threshold for it. */
  private static final double SUSPECTED_AT = 0.1;

  Doubt {
    suspects = Set.copyOf(suspects);
  }

  static Doubt of(ScanContext context, JudgePolicy judge) {
    ScanRequest request = context.request();
    Thresholds thresholds =
        new Thresholds(
            request.policy(),
            context.language(),
            request.region(),
            request.surface(),
            request.audience());
    EnumSet<Category> suspects = EnumSet.noneOf(Category.class);
    boolean raised = false;
    boolean decided = false;
    for (StageOutcome outcome : context.outcomes().values()) {
      raised |= outcome.floor() != Verdict.ALLOW;
      decided |= outcome.floor() == Verdict.BLOCK;
      for (CategoryScore score : outcome.scores()) {
        @Nullable Threshold threshold = thresholds.of(score.category());
        if (threshold != null && score.score() >= judge.askFrom() * threshold.review()) {
          suspects.add(score.category());
          decided |= score.score() >= threshold.block();
        }
      }
      for (Evidence evidence : outcome.evidence()) {
        if (evidence.source().startsWith("rule:")) {
          suspects.add(evidence.category());
        }
      }
    }
    // Nothing a judge says lifts a block, so that to ask would only cost.
    boolean asked = !decided && (judge.askFrom() == 0 || raised || !suspects.isEmpty());
    return new Doubt(suspects, asked, mayLeave(context, thresholds, judge, suspects));
  }

  private static boolean mayLeave(
      ScanContext context, Thresholds thresholds, JudgePolicy judge, Set<Category> suspects) {
    if (judge.mayLeave().isEmpty() || childSafety(context, thresholds, suspects)) {
      return false;
    }
    if (!suspects.isEmpty() && judge.askFrom() > 0) {
      return judge.mayLeave().containsAll(suspects);
    }
    // It may be about anything, so everything must be free to go.
    return context.request().policy().categories().stream()
        .map(CategoryPolicy::category)
        .filter(each -> each != Category.CHILD_SAFETY)
        .allMatch(judge.mayLeave()::contains);
  }

  /** Whether child_safety is suspected at all, by anything that is known, or cannot be told. */
  private static boolean childSafety(
      ScanContext context, Thresholds thresholds, Set<Category> suspects) {
    ScanRequest request = context.request();
    boolean read =
        context.outcomes().containsKey(TextLinearStage.NAME)
            || context.outcomes().containsKey(TextDeepStage.NAME);
    boolean young = request.author().minor() || request.audience() == Audience.MINORS;
    if (!read
        || suspects.contains(Category.CHILD_SAFETY)
        || young && suspects.contains(Category.SEXUAL)) {
      return true;
    }
    @Nullable Threshold threshold = thresholds.of(Category.CHILD_SAFETY);
    double from = threshold == null ? SUSPECTED_AT : SUSPECTED * threshold.review();
    Map<Category, Double> before = context.background();
    boolean scored =
        context.outcomes().values().stream()
            .anyMatch(
                outcome ->
                    outcome.evidence().stream()
                            .anyMatch(each -> each.category() == Category.CHILD_SAFETY)
                        || outcome.scores().stream()
                            .anyMatch(
                                each ->
                                    each.category() == Category.CHILD_SAFETY
                                        && each.score() >= from));
    return scored
        || before.getOrDefault(Category.CHILD_SAFETY, 0.0) >= from
        || decided(request.similar())
        || decided(request.history().decisions());
  }

  private static boolean decided(List<PastDecision> decisions) {
    return decisions.stream().anyMatch(each -> each.category() == Category.CHILD_SAFETY);
  }
}
