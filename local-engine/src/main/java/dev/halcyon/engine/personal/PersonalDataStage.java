package dev.halcyon.engine.personal;

import dev.halcyon.engine.cascade.ScanContext;
import dev.halcyon.engine.cascade.Stage;
import dev.halcyon.engine.cascade.StageOutcome;
import dev.halcyon.engine.policy.Thresholds;
import dev.halcyon.engine.text.Hashes;
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
 * {@code text.personal-data}: finds personal data by the policy's rules of that kind. Evidence says
 * where and of which kind, never what. Safe for any thread.
 */
public final class PersonalDataStage implements Stage {
  public static final String NAME = "text.personal-data";
  private static final int MOST_EVIDENCE = 100;

  /** The finder has no weights; its version changes when the same text gives other findings. */
  private static final ModelRef ENGINE = new ModelRef("personal-data", "1", "", "jvm");

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
    return PersonalData.possible(context.request().text());
  }

  @Override
  public StageOutcome assess(ScanContext context) throws InterruptedException {
    String text = context.request().text();
    PersonalRules rules = PersonalRules.of(context.request().policy());
    List<Finding> findings =
        rules.isEmpty()
            ? List.of()
            : PersonalData.find(text, context.request().region(), context.language());
    Map<Category, Double> scores = new EnumMap<>(Category.class);
    List<Evidence> evidence = new ArrayList<>();
    Verdict floor = Verdict.ALLOW;
    for (Finding finding : findings) {
      Optional<PolicyRule> rule = rules.of(finding.kind());
      if (rule.isPresent()) {
        scores.merge(rule.get().category(), rule.get().score(), Math::max);
        floor = Thresholds.sterner(floor, rule.get().verdict());
        if (evidence.size() < MOST_EVIDENCE) {
          evidence.add(evidence(rule.get(), finding));
        }
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
        Hashes.sha256(text));
  }

  private static Evidence evidence(PolicyRule rule, Finding finding) {
    return new Evidence.Words(
        rule.category(),
        1,
        "rule:" + rule.id(),
        finding.start(),
        finding.end(),
        finding.kind().label());
  }
}
