package dev.halcyon.engine.text;

import dev.halcyon.engine.MediaSource;
import dev.halcyon.engine.cascade.ScanContext;
import dev.halcyon.engine.cascade.Stage;
import dev.halcyon.engine.cascade.StageOutcome;
import dev.halcyon.engine.policy.Thresholds;
import dev.halcyon.protocol.AssessmentStatus;
import dev.halcyon.protocol.Category;
import dev.halcyon.protocol.CategoryScore;
import dev.halcyon.protocol.ModelRef;
import dev.halcyon.protocol.Tier;
import dev.halcyon.protocol.Verdict;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;

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
    Map<Category, Double> scores = new EnumMap<>(Category.class);
    Verdict floor = Verdict.ALLOW;
    for (RuleMatch match : matches) {
      scores.merge(match.rule().category(), match.rule().score(), Math::max);
      floor = Thresholds.sterner(floor, match.rule().verdict());
    }
    return new StageOutcome(
        AssessmentStatus.OK,
        "",
        floor,
        scores.entrySet().stream()
            .map(entry -> new CategoryScore(entry.getKey(), entry.getValue(), null))
            .toList(),
        matches.stream().map(RuleMatch::evidence).toList(),
        ENGINE,
        Hashes.sha256(mediaIds.isEmpty() ? text : text + "\n" + String.join("\n", mediaIds)));
  }
}
