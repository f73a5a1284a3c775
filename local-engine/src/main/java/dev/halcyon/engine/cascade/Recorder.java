package dev.halcyon.engine.cascade;

import com.github.f4b6a3.uuid.UuidCreator;
import dev.halcyon.engine.judge.Reasoned;
import dev.halcyon.engine.policy.Thresholds;
import dev.halcyon.engine.text.Hashes;
import dev.halcyon.protocol.Assessment;
import dev.halcyon.protocol.AssessmentStatus;
import dev.halcyon.protocol.CategoryScore;
import dev.halcyon.protocol.ModelRef;
import dev.halcyon.protocol.Origin;
import dev.halcyon.protocol.ResolvedPolicy;
import dev.halcyon.protocol.StageSpec;
import dev.halcyon.protocol.Tier;
import dev.halcyon.protocol.Verdict;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Turns what stages answered into assessments, with thresholds, verdict, versions and time, and
 * keeps the sternest verdict that counts. Confined to the thread of one scan.
 */
final class Recorder {
  private static final ModelRef FUSION = new ModelRef("fusion", "1", "", "jvm");

  private final ResolvedPolicy policy;
  private final Thresholds thresholds;
  private final Origin origin;
  private final Clock clock;
  private final List<Assessment> assessments = new ArrayList<>();
  private Verdict verdict = Verdict.ALLOW;
  private @Nullable Reasoned reasoned;

  Recorder(ResolvedPolicy policy, Thresholds thresholds, Origin origin, Clock clock) {
    this.policy = policy;
    this.thresholds = thresholds;
    this.origin = origin;
    this.clock = clock;
  }

  List<Assessment> assessments() {
    return List.copyOf(assessments);
  }

  /** The sternest verdict of the stages that count, whatever the fused scores say. */
  Verdict verdict() {
    return verdict;
  }

  /** The policy names a stage that this build does not have. */
  void missing(StageSpec spec) {
    String note = "this engine has no stage of that name";
    add(spec, Tier.UNKNOWN, AssessmentStatus.FAILED, note, null, Duration.ZERO);
  }

  void answered(StageSpec spec, Stage stage, StageExecutor.Answer answer, Duration took) {
    add(spec, stage.tier(), answer.status(), answer.note(), answer.outcome(), took);
  }

  /** What a stage said before holds; only the policy's thresholds are another's. */
  void recalled(StageSpec spec, Assessment said, StageOutcome outcome) {
    add(spec, said.tier(), said.status(), said.note(), outcome, Duration.ZERO);
  }

  private void add(
      StageSpec spec,
      Tier tier,
      AssessmentStatus status,
      String note,
      @Nullable StageOutcome outcome,
      Duration took) {
    List<CategoryScore> scores =
        outcome == null || status != AssessmentStatus.OK
            ? List.of()
            : thresholds.applied(outcome.scores());
    Verdict said = concluded(spec, tier, status, scores, outcome);
    if (status == AssessmentStatus.OK
        || spec.required()
        || status == AssessmentStatus.NOT_SUPPORTED && spec.stage().startsWith("text.")) {
      verdict = Thresholds.sterner(verdict, said);
    }
    assessments.add(
        new Assessment(
            UuidCreator.getTimeOrderedEpoch(),
            tier,
            spec.stage(),
            status,
            note,
            said,
            scores,
            outcome == null ? List.of() : outcome.evidence(),
            outcome == null
                ? new ModelRef(spec.stage(), spec.model() == null ? "" : spec.model(), "", "none")
                : outcome.model(),
            policy.ref(),
            outcome == null ? "" : outcome.inputHash(),
            origin,
            took.toNanos() / 1000,
            outcome == null ? 0 : outcome.costMicros(),
            clock.instant()));
    if (outcome != null && status == AssessmentStatus.OK) {
      outcome.reasoned().ifPresent(each -> reasoned = each);
    }
  }

  /** A stage that could not speak says REVIEW: silence is no clearance. */
  private Verdict concluded(
      StageSpec spec,
      Tier tier,
      AssessmentStatus status,
      List<CategoryScore> scores,
      @Nullable StageOutcome outcome) {
    Verdict floor = outcome == null ? Verdict.ALLOW : outcome.floor();
    return switch (status) {
      // What a judge is sure of is an opinion; what it may bring about is its floor alone.
      case OK -> tier == Tier.JUDGE ? floor : Thresholds.sterner(floor, Thresholds.verdict(scores));
      case NOT_SUPPORTED ->
          Thresholds.sterner(
              floor,
              spec.stage().startsWith("text.") ? policy.unsupportedLanguage() : Verdict.REVIEW);
      case FAILED, TIMED_OUT, UNKNOWN -> Thresholds.sterner(floor, Verdict.REVIEW);
    };
  }

  /** What a judge argued, if one did. */
  Optional<Reasoned> reasoned() {
    return Optional.ofNullable(reasoned);
  }

  /**
   * What all said together.
   *
   * @param note why the verdict is not that of the scores and stages, or the empty string
   */
  Assessment fused(List<CategoryScore> scores, Verdict fused, boolean complete, String note) {
    StringBuilder inputs = new StringBuilder();
    long micros = 0;
    long cost = 0;
    for (Assessment assessment : assessments) {
      inputs.append(assessment.stage()).append(' ').append(assessment.inputHash()).append('\n');
      micros += assessment.latencyMicros();
      cost += assessment.costMicros();
    }
    return new Assessment(
        UuidCreator.getTimeOrderedEpoch(),
        Tier.FUSION,
        "fusion",
        complete ? AssessmentStatus.OK : AssessmentStatus.TIMED_OUT,
        complete ? note : "the deadline passed before every stage had spoken",
        fused,
        scores,
        List.of(),
        FUSION,
        policy.ref(),
        Hashes.sha256(inputs.toString()),
        origin,
        micros,
        cost,
        clock.instant());
  }
}
