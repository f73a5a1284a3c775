package dev.halcyon.engine.cascade;

import dev.halcyon.engine.ScanRequest;
import dev.halcyon.engine.cache.CacheStage;
import dev.halcyon.engine.cache.MeaningCacheStage;
import dev.halcyon.engine.cache.MediaCacheStage;
import dev.halcyon.engine.fusion.CombinationStage;
import dev.halcyon.engine.fusion.TogetherStage;
import dev.halcyon.engine.known.BanksStage;
import dev.halcyon.engine.personal.PersonalDataStage;
import dev.halcyon.engine.policy.Thresholds;
import dev.halcyon.engine.text.TextRulesStage;
import dev.halcyon.protocol.Assessment;
import dev.halcyon.protocol.AssessmentStatus;
import dev.halcyon.protocol.CategoryScore;
import dev.halcyon.protocol.PolicyRule;
import dev.halcyon.protocol.ResolvedPolicy;
import dev.halcyon.protocol.RuleKind;
import dev.halcyon.protocol.StageSpec;
import dev.halcyon.protocol.Tier;
import dev.halcyon.protocol.Verdict;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/**
 * Decides, stage by stage, whether what a stage said of an item under one policy still holds under
 * another: models say the same whatever the thresholds, rules over the text are cheap enough to be
 * asked again, and what was read in media is not kept. Confined to one thread.
 */
final class Replay {
  private final Map<String, Assessment> said = new LinkedHashMap<>();
  private final ScanRequest request;
  private final ResolvedPolicy before;

  /**
   * @param said by every stage in the run under {@code before}
   */
  Replay(ScanRequest request, List<Assessment> said, ResolvedPolicy before) {
    said.forEach(each -> this.said.put(each.stage(), each));
    this.request = request;
    this.before = before;
  }

  /** What to do about a stage. */
  sealed interface Step {
    /** What it said holds. */
    record Recall(Assessment said, StageOutcome outcome) implements Step {}

    /** It reads text and policy alone: ask it. */
    record Ask() implements Step {}

    /** It had and has nothing to say. */
    record Skip() implements Step {}

    /** It would have to run over content or with a model. */
    record Missing() implements Step {}
  }

  /** Whether the run had come to its end. */
  boolean complete() {
    @Nullable Assessment fusion = said.get("fusion");
    return fusion != null && fusion.status() == AssessmentStatus.OK;
  }

  Step step(StageSpec spec) {
    @Nullable Assessment found = said.get(spec.stage());
    switch (spec.stage()) {
      case TextRulesStage.NAME, PersonalDataStage.NAME -> {
        return found != null && sameRules(Replay::readsText) ? recall(found) : new Step.Ask();
      }
      case CombinationStage.NAME -> {
        if (!sameRules(rule -> rule.kind() == RuleKind.COMBINATION)) {
          return several() ? new Step.Missing() : new Step.Skip();
        }
      }
      case TogetherStage.NAME -> {
        if (found != null && !sameRules(Replay::readsText)) {
          return new Step.Missing();
        }
      }
      case CacheStage.NAME, MediaCacheStage.NAME, MeaningCacheStage.NAME -> {
        // A verdict of another policy's making says nothing here, and the models were not asked.
        return found != null && !found.note().isEmpty() ? new Step.Missing() : new Step.Skip();
      }
      case BanksStage.NAME -> {
        if (!before.banks().equals(request.policy().banks())) {
          return new Step.Missing();
        }
      }
      default -> {}
    }
    if (found == null) {
      return spoke(spec) ? new Step.Skip() : new Step.Missing();
    }
    boolean otherModel =
        spec.model() != null && !spec.model().equals(found.model().version())
            || !Objects.equals(spec.calibration(), found.model().calibration());
    // What a judge argued may clear what others doubted, and is not kept with what it said.
    boolean judged = found.tier() == Tier.JUDGE && found.status() == AssessmentStatus.OK;
    return otherModel || judged ? new Step.Missing() : recall(found);
  }

  /** Whether a stage without a trace was asked then, or would not be asked now either. */
  private boolean spoke(StageSpec spec) {
    if (spec.stage().startsWith("text.")) {
      return request.text().isBlank();
    }
    boolean ofMedia = Set.of("media", "image", "sound").contains(spec.stage().split("\\.")[0]);
    if (ofMedia && request.media().isEmpty()) {
      return true;
    }
    return before.stages().stream().anyMatch(each -> each.stage().equals(spec.stage()))
        && (!ofMedia || said.containsKey("media.decode"));
  }

  private boolean several() {
    return !request.media().isEmpty() || !request.conversation().isEmpty();
  }

  private static boolean readsText(PolicyRule rule) {
    return rule.kind() != RuleKind.COMBINATION;
  }

  private boolean sameRules(Predicate<PolicyRule> which) {
    List<PolicyRule> one = before.rules();
    List<PolicyRule> other = request.policy().rules();
    return one == other
        || one.stream().filter(which).toList().equals(other.stream().filter(which).toList());
  }

  private static Step recall(Assessment said) {
    Verdict byScore = Thresholds.verdict(said.scores());
    Verdict floor = Verdict.ALLOW;
    if (said.status() == AssessmentStatus.OK) {
      // A verdict sterner than its scores was the stage's own, as was one that it put a note to.
      boolean own = said.verdict() != byScore || !said.note().isEmpty();
      floor = own ? said.verdict() : Verdict.ALLOW;
    }
    List<CategoryScore> scores = new ArrayList<>();
    for (CategoryScore score : said.scores()) {
      scores.add(new CategoryScore(score.category(), score.score(), null));
    }
    return new Step.Recall(
        said,
        new StageOutcome(
            said.status(),
            said.note(),
            floor,
            scores,
            said.evidence(),
            said.model(),
            said.inputHash()));
  }
}
