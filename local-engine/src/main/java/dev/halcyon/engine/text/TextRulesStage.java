package dev.halcyon.engine.text;

import dev.halcyon.engine.MediaSource;
import dev.halcyon.engine.cascade.ScanContext;
import dev.halcyon.engine.cascade.Stage;
import dev.halcyon.engine.cascade.StageOutcome;
import dev.halcyon.protocol.ModelRef;
import dev.halcyon.protocol.Tier;
import java.util.List;

/**
 * Tier 0: the policy's rules over the text, its links and its shape, and fingerprints of text and
 * media. A category's score is that of the highest rule that matched. Safe for any thread.
 */
public final class TextRulesStage implements Stage {
  public static final String NAME = "text.rules";

  /** The rule engine has no weights; its version changes when the same rules match differently. */
  private static final ModelRef ENGINE = new ModelRef("rules", "1", "", "jvm");

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
    return !context.request().text().isBlank() || !context.request().media().isEmpty();
  }

  @Override
  public StageOutcome assess(ScanContext context) throws InterruptedException {
    String text = context.request().text();
    List<String> mediaIds = context.request().media().stream().map(MediaSource::mediaId).toList();
    CompiledRules rules = CompiledRules.of(context.request().policy());
    List<RuleMatch> matches =
        rules.match(rules.normaliser().normalise(text), context.language(), mediaIds);
    RuleFindings findings = new RuleFindings();
    for (RuleMatch match : matches) {
      findings.add(match.rule(), List.of(match.evidence()));
    }
    return findings.outcome(
        ENGINE,
        Hashes.sha256(mediaIds.isEmpty() ? text : text + "\n" + String.join("\n", mediaIds)));
  }
}
