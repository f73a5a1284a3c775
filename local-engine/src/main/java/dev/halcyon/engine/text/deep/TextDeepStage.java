package dev.halcyon.engine.text.deep;

import dev.halcyon.engine.cascade.ScanContext;
import dev.halcyon.engine.cascade.Stage;
import dev.halcyon.engine.cascade.StageOutcome;
import dev.halcyon.engine.policy.Thresholds;
import dev.halcyon.engine.text.CompiledRules;
import dev.halcyon.engine.text.EnglishText;
import dev.halcyon.engine.text.Hashes;
import dev.halcyon.engine.text.StageVersions;
import dev.halcyon.protocol.AssessmentStatus;
import dev.halcyon.protocol.Category;
import dev.halcyon.protocol.CategoryScore;
import dev.halcyon.protocol.Evidence;
import dev.halcyon.protocol.ModelRef;
import dev.halcyon.protocol.ResolvedPolicy;
import dev.halcyon.protocol.Threshold;
import dev.halcyon.protocol.Tier;
import dev.halcyon.protocol.Verdict;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Tier 1 for text, the thorough part: sentence encoder and linear half together. It knows English;
 * other languages get no score but NOT_SUPPORTED. Safe for any thread.
 *
 * <p>The encoder takes a second to load. An item whose deadline is nearer than that is not held up:
 * the stage says that it could not read it, and a policy that does not require the stage goes by
 * the others.
 */
public final class TextDeepStage implements Stage {
  public static final String NAME = "text.deep";

  /** Evidence is worth its cost from this share of the review threshold on. */
  private static final double NEAR_REVIEW = 0.6;

  /** Of a text that is near review for everything, the nearest are explained. */
  private static final int MOST_EXPLAINED = 3;

  /**
   * A score without its words is better than none: explaining ends this long before the deadline.
   */
  private static final Duration TO_EXPLAIN = Duration.ofMillis(80);

  private static final Duration TO_ANSWER = Duration.ofMillis(20);

  private final DeepModels models;

  public TextDeepStage(DeepModels models) {
    this.models = models;
  }

  @Override
  public String name() {
    return NAME;
  }

  /** For the encoder, behind which the texts of many scans gather. */
  @Override
  public boolean waits() {
    return true;
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
    @Nullable String version = StageVersions.of(policy, NAME);
    return DeepModels.ENCODER.sha256() + (version == null ? models.newest() : version);
  }

  @Override
  public StageOutcome assess(ScanContext context) throws InterruptedException {
    String text = context.request().text();
    ResolvedPolicy policy = context.request().policy();
    @Nullable String version = StageVersions.of(policy, NAME);
    @Nullable String unread = EnglishText.whyNot(text, context.language());
    if (unread != null) {
      return silent(AssessmentStatus.NOT_SUPPORTED, unread, text, named(version));
    }
    Optional<DeepModel> model = models.model(version, context.deadline().minus(TO_ANSWER));
    if (model.isEmpty()) {
      return silent(
          AssessmentStatus.FAILED, "the model was still being loaded", text, named(version));
    }
    return read(model.get(), context);
  }

  private static ModelRef named(@Nullable String version) {
    return new ModelRef("text-deep", version == null ? "" : version, "", "none");
  }

  private static StageOutcome silent(
      AssessmentStatus status, String why, String text, ModelRef model) {
    return new StageOutcome(
        status, why, Verdict.ALLOW, List.of(), List.of(), model, Hashes.sha256(text));
  }

  private static StageOutcome read(DeepModel model, ScanContext context)
      throws InterruptedException {
    String text = context.request().text();
    ResolvedPolicy policy = context.request().policy();
    DeepScorer scorer =
        DeepScorer.score(
            model, CompiledRules.of(policy).normaliser().normalise(text), context.deadline());
    Thresholds thresholds =
        new Thresholds(
            policy,
            context.language(),
            context.request().region(),
            context.request().surface(),
            context.request().audience());
    List<CategoryScore> scores = new ArrayList<>();
    List<Near> near = new ArrayList<>();
    for (int c = 0; c < model.head().categories().size(); c++) {
      Category category = model.head().categories().get(c);
      double score = scorer.score(c);
      scores.add(new CategoryScore(category, score, null));
      @Nullable Threshold threshold = thresholds.of(category);
      if (threshold != null && score >= NEAR_REVIEW * threshold.review()) {
        near.add(new Near(c, score / threshold.review()));
      }
    }
    return new StageOutcome(
        AssessmentStatus.OK,
        "",
        Verdict.ALLOW,
        scores,
        evidence(scorer, near, context.deadline()),
        model.head().model(),
        Hashes.sha256(text));
  }

  private static List<Evidence> evidence(DeepScorer scorer, List<Near> near, Instant deadline)
      throws InterruptedException {
    near.sort(Comparator.comparingDouble(Near::ofReview).reversed());
    List<Evidence> evidence = new ArrayList<>();
    for (Near each : near.subList(0, Math.min(MOST_EXPLAINED, near.size()))) {
      if (Instant.now().plus(TO_EXPLAIN).isAfter(deadline)) {
        break;
      }
      try {
        evidence.addAll(scorer.evidence(each.category(), deadline.minus(TO_ANSWER)));
      } catch (InterruptedException e) {
        if (Instant.now().isAfter(deadline)) {
          throw e;
        }
        break; // the encoder was too busy to explain in time; the scores stand
      }
    }
    return evidence;
  }

  /** A category whose score comes near its review threshold, or passes it. */
  private record Near(int category, double ofReview) {}
}
