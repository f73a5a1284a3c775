package dev.halcyon.engine.personal;

import dev.halcyon.engine.cascade.ScanContext;
import dev.halcyon.engine.cascade.Stage;
import dev.halcyon.engine.cascade.StageOutcome;
import dev.halcyon.engine.text.Hashes;
import dev.halcyon.engine.text.RuleFindings;
import dev.halcyon.protocol.Evidence;
import dev.halcyon.protocol.ModelRef;
import dev.halcyon.protocol.PolicyRule;
import dev.halcyon.protocol.Tier;
import java.util.List;
import java.util.Optional;

/**
 * {@code text.personal-data}: finds personal data by the policy's rules of that kind. Evidence says
 * where and of which kind, never what. Safe for any thread.
 */
public final class PersonalDataStage implements Stage {
  public static final String NAME = "text.personal-data";
  private static final int MOST_EVIDENCE = 100;

  /** The finder has no weights; its version changes when the same text gives other findings. */
  private static final ModelRef ENGINE = new ModelRef("personal-data", "2", "", "jvm");

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
    RuleFindings said = new RuleFindings();
    for (Finding finding : findings) {
      Optional<PolicyRule> rule = rules.of(finding.kind());
      if (rule.isPresent()) {
        said.add(
            rule.get(),
            said.evidence() < MOST_EVIDENCE ? List.of(evidence(rule.get(), finding)) : List.of());
      }
    }
    return said.outcome(ENGINE, Hashes.sha256(text));
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
