package dev.halcyon.engine.fusion;

import dev.halcyon.engine.cascade.ScanContext;
import dev.halcyon.engine.cascade.Stage;
import dev.halcyon.engine.cascade.StageOutcome;
import dev.halcyon.engine.policy.Thresholds;
import dev.halcyon.engine.text.CompiledRules;
import dev.halcyon.engine.text.Hashes;
import dev.halcyon.engine.text.SpokenLanguages;
import dev.halcyon.protocol.AssessmentStatus;
import dev.halcyon.protocol.Category;
import dev.halcyon.protocol.CategoryScore;
import dev.halcyon.protocol.Evidence;
import dev.halcyon.protocol.ModelRef;
import dev.halcyon.protocol.PolicyRule;
import dev.halcyon.protocol.Tier;
import dev.halcyon.protocol.Verdict;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * {@code together.rules}: the policy's combinations, over what the stages before it saw, read and
 * heard and over the item's own text. Safe for any thread.
 */
public final class CombinationStage implements Stage {
  public static final String NAME = Fusion.TOGETHER + ".rules";

  private static final ModelRef ENGINE = new ModelRef("combinations", "1", "", "jvm");

  @Override
  public String name() {
    return NAME;
  }

  @Override
  public Tier tier() {
    return Tier.RULES;
  }

  @Override
  public boolean appliesTo(ScanContext context) {
    boolean several =
        !context.analyses().isEmpty()
            || !context.observations().isEmpty()
            || !context.request().text().isBlank() && !context.request().conversation().isEmpty();
    return several && !Combinations.of(context.request().policy()).isEmpty();
  }

  @Override
  public StageOutcome assess(ScanContext context) throws InterruptedException {
    Whole whole = new Whole(context);
    SpokenLanguages languages = whole.languages();
    Map<Category, Double> scores = new EnumMap<>(Category.class);
    List<Evidence> evidence = new ArrayList<>();
    Verdict floor = Verdict.ALLOW;
    for (Combinations.Combination each : Combinations.of(context.request().policy()).all()) {
      PolicyRule rule = each.rule();
      CompiledRules.checkDeadline();
      if (!languages.speaks(rule)) {
        continue;
      }
      Optional<List<Evidence>> found = whole.holds(each);
      if (found.isPresent()) {
        scores.merge(rule.category(), rule.score(), Math::max);
        floor = Thresholds.sterner(floor, rule.verdict());
        evidence.addAll(found.get());
      }
    }
    return new StageOutcome(
        AssessmentStatus.OK,
        "",
        floor,
        scores.entrySet().stream()
            .map(entry -> new CategoryScore(entry.getKey(), entry.getValue(), null))
            .toList(),
        evidence,
        ENGINE,
        Hashes.sha256(whole.read()));
  }
}
