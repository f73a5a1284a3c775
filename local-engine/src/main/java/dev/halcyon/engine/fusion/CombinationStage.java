package dev.halcyon.engine.fusion;

import dev.halcyon.engine.cascade.ScanContext;
import dev.halcyon.engine.cascade.Stage;
import dev.halcyon.engine.cascade.StageOutcome;
import dev.halcyon.engine.text.CompiledRules;
import dev.halcyon.engine.text.Hashes;
import dev.halcyon.engine.text.RuleFindings;
import dev.halcyon.engine.text.SpokenLanguages;
import dev.halcyon.protocol.ModelRef;
import dev.halcyon.protocol.Tier;

/**
 * {@code together.rules}: the policy's combinations, over what the stages before it saw, read and
 * heard and over the item's own text. Safe for any thread.
 */
public final class CombinationStage implements Stage {
  public static final String NAME = Fusion.TOGETHER + ".rules";

  private static final ModelRef ENGINE = new ModelRef("combinations", "1", "", "jvm");

  private final Examples examples;

  /** A stage that compares by meaning as it is told. */
  public CombinationStage(Meaning meaning) {
    examples = new Examples(meaning);
  }

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
    Whole whole = new Whole(context, examples);
    SpokenLanguages languages = whole.languages();
    RuleFindings said = new RuleFindings();
    for (Combinations.Combination each : Combinations.of(context.request().policy()).all()) {
      CompiledRules.checkDeadline();
      if (languages.speaks(each.rule())) {
        whole.holds(each).ifPresent(evidence -> said.add(each.rule(), evidence));
      }
    }
    StageOutcome outcome = said.outcome(ENGINE, Hashes.sha256(whole.read()));
    return whole.uncompared()
        ? outcome.unsure("no model answered that compares meanings")
        : outcome;
  }
}
