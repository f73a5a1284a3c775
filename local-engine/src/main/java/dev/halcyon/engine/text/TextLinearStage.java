package dev.halcyon.engine.text;

import dev.halcyon.engine.cascade.ScanContext;
import dev.halcyon.engine.cascade.Stage;
import dev.halcyon.engine.cascade.StageOutcome;
import dev.halcyon.engine.model.ModelRegistry;
import dev.halcyon.engine.policy.Thresholds;
import dev.halcyon.protocol.AssessmentStatus;
import dev.halcyon.protocol.CategoryScore;
import dev.halcyon.protocol.Evidence;
import dev.halcyon.protocol.ResolvedPolicy;
import dev.halcyon.protocol.Threshold;
import dev.halcyon.protocol.Tier;
import dev.halcyon.protocol.Verdict;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Tier 1 for text: the linear head that the policy names. It knows English; other languages get no
 * score but NOT_SUPPORTED. Text without any letter, such as emoji alone, belongs to no language and
 * is read by the emoji's names. Safe for any thread.
 */
public final class TextLinearStage implements Stage {
  public static final String NAME = "text.linear";

  /** Evidence is worth its cost from this share of the review threshold on. */
  private static final double NEAR_REVIEW = 0.6;

  private final ModelRegistry models;

  public TextLinearStage(ModelRegistry models) {
    this.models = models;
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
    return !context.request().text().isBlank();
  }

  @Override
  public String runs(ResolvedPolicy policy) {
    return models.textHead(StageVersions.of(policy, NAME)).model().toString();
  }

  @Override
  public StageOutcome assess(ScanContext context) throws InterruptedException {
    String text = context.request().text();
    ResolvedPolicy policy = context.request().policy();
    LinearHead head = models.textHead(StageVersions.of(policy, NAME));
    String inputHash = Hashes.sha256(text);
    @Nullable String unread = EnglishText.whyNot(text, context.language());
    if (unread != null) {
      return new StageOutcome(
          AssessmentStatus.NOT_SUPPORTED,
          unread,
          Verdict.ALLOW,
          List.of(),
          List.of(),
          head.model(),
          inputHash);
    }
    LinearScorer scorer =
        LinearScorer.score(head, CompiledRules.of(policy).normaliser().normalise(text));
    Thresholds thresholds =
        new Thresholds(
            policy,
            context.language(),
            context.request().region(),
            context.request().surface(),
            context.request().audience());
    List<CategoryScore> scores = new ArrayList<>();
    List<Evidence> evidence = new ArrayList<>();
    for (int c = 0; c < head.categories().size(); c++) {
      double score = scorer.score(c);
      @Nullable Threshold threshold = thresholds.of(head.categories().get(c));
      scores.add(new CategoryScore(head.categories().get(c), score, null));
      if (threshold != null && score >= NEAR_REVIEW * threshold.review()) {
        evidence.addAll(scorer.evidence(c));
      }
    }
    return new StageOutcome(
        AssessmentStatus.OK, "", Verdict.ALLOW, scores, evidence, head.model(), inputHash);
  }
}
