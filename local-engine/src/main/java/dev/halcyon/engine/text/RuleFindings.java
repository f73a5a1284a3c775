package dev.halcyon.engine.text;

import dev.halcyon.engine.cascade.StageOutcome;
import dev.halcyon.engine.policy.Thresholds;
import dev.halcyon.protocol.AssessmentStatus;
import dev.halcyon.protocol.Category;
import dev.halcyon.protocol.CategoryScore;
import dev.halcyon.protocol.Evidence;
import dev.halcyon.protocol.ModelRef;
import dev.halcyon.protocol.PolicyRule;
import dev.halcyon.protocol.Verdict;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;

/**
 * Gathers what the rules of a stage found: the score of a category is that of its highest rule, and
 * the sternest verdict of any is the floor. Confined to one thread.
 */
public final class RuleFindings {
  private final Map<Category, Double> scores = new EnumMap<>(Category.class);
  private final List<Evidence> evidence = new ArrayList<>();
  private Verdict floor = Verdict.ALLOW;

  /** A rule that matched; with what shows it, which may be nothing more than shown before. */
  public void add(PolicyRule rule, List<Evidence> shown) {
    scores.merge(rule.category(), rule.score(), Math::max);
    floor = Thresholds.sterner(floor, rule.verdict());
    evidence.addAll(shown);
  }

  /** How many pieces of evidence there are. */
  public int evidence() {
    return evidence.size();
  }

  /**
   * What the stage has to say.
   *
   * @param engine what matched the rules; there are no weights, so its version changes when the
   *     same rules match differently
   */
  public StageOutcome outcome(ModelRef engine, String inputHash) {
    return new StageOutcome(
        AssessmentStatus.OK,
        "",
        floor,
        scores.entrySet().stream()
            .map(entry -> new CategoryScore(entry.getKey(), entry.getValue(), null))
            .toList(),
        evidence,
        engine,
        inputHash);
  }
}
