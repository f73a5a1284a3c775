package dev.halcyon.engine.cache;

import dev.halcyon.engine.ScanResult;
import dev.halcyon.engine.cascade.ScanContext;
import dev.halcyon.engine.cascade.StageOutcome;
import dev.halcyon.engine.policy.Thresholds;
import dev.halcyon.protocol.Assessment;
import dev.halcyon.protocol.AssessmentStatus;
import dev.halcyon.protocol.CategoryScore;
import dev.halcyon.protocol.Evidence;
import dev.halcyon.protocol.ModelRef;
import dev.halcyon.protocol.Tier;
import dev.halcyon.protocol.Verdict;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** What can be said again of a verdict, and how the cache says it. Stateless. */
final class Sayings {
  private static final ModelRef ENGINE = new ModelRef("verdict-cache", "2", "", "jvm");

  private Sayings() {}

  /**
   * What the cascade said by itself.
   *
   * @param verdict without what a likeness raised it to
   * @param after what the stages after the cache's said
   */
  record Own(Verdict verdict, List<Assessment> after) {
    List<Evidence> evidence() {
      return after.stream().flatMap(each -> each.evidence().stream()).toList();
    }
  }

  /**
   * What can be said again after a stage of the cache: nothing that was late, failed or asked for
   * what was missing, nothing that a bank had a say in, for banks change without the policy. What a
   * likeness raised is remembered as it was without, and raised again as long as there is one.
   */
  static Optional<Own> own(String stage, ScanContext context, ScanResult result) {
    if (!result.complete() || context.recalled().isPresent()) {
      return Optional.empty();
    }
    List<Assessment> after = new ArrayList<>();
    boolean passed = false;
    boolean raised = false;
    boolean judged = false;
    Verdict own = Thresholds.verdict(result.scores());
    for (Assessment said : result.assessments()) {
      boolean spoke = said.verdict() != Verdict.ALLOW || !said.note().isEmpty();
      if (said.status() != AssessmentStatus.OK || said.tier() == Tier.BANK && spoke) {
        return Optional.empty();
      }
      switch (said.tier()) {
        case CACHE -> {
          raised |= spoke;
          passed |= said.stage().equals(stage);
        }
        case FUSION -> {}
        default -> {
          judged |= said.tier() == Tier.JUDGE;
          own = Thresholds.sterner(own, said.verdict());
          if (passed) {
            after.add(said);
          }
        }
      }
    }
    // A judge may have cleared it, or not, for the likeness that it was shown.
    return !passed || raised && judged
        ? Optional.empty()
        : Optional.of(new Own(raised ? own : result.verdict(), after));
  }

  static StageOutcome nothing(String key) {
    return outcome("", Verdict.ALLOW, List.of(), List.of(), key);
  }

  /** The same item again. */
  static StageOutcome same(Remembered item, String key) {
    return outcome(
        "the same as item " + item.item(), item.verdict(), item.scores(), item.evidence(), key);
  }

  /** The same as one that was allowed, and like one that was not: nothing is asked again. */
  static StageOutcome sameAndLike(Remembered same, String how, Remembered like, String key) {
    return outcome(
        how
            + " item "
            + like.item()
            + ", which was not allowed; else the same as item "
            + same.item(),
        Verdict.REVIEW,
        same.scores(),
        same.evidence(),
        key);
  }

  /** One that is like an item that was not allowed: a person looks, whatever the others say. */
  static StageOutcome like(String how, Remembered item, String key) {
    return outcome(
        how + " item " + item.item() + ", which was not allowed",
        Verdict.REVIEW,
        List.of(),
        List.of(),
        key);
  }

  private static StageOutcome outcome(
      String note,
      Verdict verdict,
      List<CategoryScore> scores,
      List<Evidence> evidence,
      String inputHash) {
    return new StageOutcome(
        AssessmentStatus.OK, note, verdict, scores, evidence, ENGINE, inputHash);
  }
}
