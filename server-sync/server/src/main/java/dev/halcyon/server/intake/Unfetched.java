package dev.halcyon.server.intake;

import com.github.f4b6a3.uuid.UuidCreator;
import dev.halcyon.engine.ScanResult;
import dev.halcyon.protocol.Assessment;
import dev.halcyon.protocol.AssessmentStatus;
import dev.halcyon.protocol.ModelRef;
import dev.halcyon.protocol.Origin;
import dev.halcyon.protocol.Rationale;
import dev.halcyon.protocol.RationaleStep;
import dev.halcyon.protocol.ResolvedPolicy;
import dev.halcyon.protocol.StepKind;
import dev.halcyon.protocol.Tier;
import dev.halcyon.protocol.Verdict;
import dev.halcyon.server.media.FetchRepository.Failure;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;

/**
 * Adds to what the engine said about an item that some of its media could not be fetched: what
 * nobody saw is never allowed. Pure.
 */
final class Unfetched {
  private static final String STAGE = "media.fetch";

  private Unfetched() {}

  static ScanResult add(
      ScanResult said, List<Failure> failures, ResolvedPolicy policy, Instant now) {
    if (failures.isEmpty()) {
      return said;
    }
    Verdict verdict = said.verdict() == Verdict.ALLOW ? Verdict.REVIEW : said.verdict();
    List<Assessment> assessments = new ArrayList<>();
    List<RationaleStep> steps = new ArrayList<>(said.rationale().steps());
    for (Failure failure : failures) {
      assessments.add(assessment(failure, policy, now));
      steps.add(
          new RationaleStep(
              steps.size() + 1,
              StepKind.STAGE_FAILED,
              null,
              STAGE,
              null,
              STAGE,
              failure.problem(),
              List.of()));
    }
    Rationale rationale = said.rationale();
    List<java.util.UUID> composedOf = new ArrayList<>(rationale.assessments());
    assessments.forEach(each -> composedOf.add(each.id()));
    assessments.addAll(said.assessments());
    return new ScanResult(
        verdict,
        said.complete(),
        said.language(),
        said.scores(),
        assessments,
        said.media(),
        new Rationale(
            rationale.id(),
            rationale.source(),
            verdict,
            rationale.category(),
            rationale.clause(),
            rationale.confidence(),
            steps,
            rationale.exceptions(),
            rationale.policy(),
            composedOf,
            rationale.at()));
  }

  private static Assessment assessment(Failure failure, ResolvedPolicy policy, Instant now) {
    return new Assessment(
        UuidCreator.getTimeOrderedEpoch(),
        Tier.CLASSIFIER,
        STAGE,
        AssessmentStatus.FAILED,
        "media part " + (failure.place() + 1) + " was not fetched: " + failure.problem(),
        Verdict.REVIEW,
        List.of(),
        List.of(),
        new ModelRef("fetch", "", "", "jvm"),
        policy.ref(),
        "",
        Origin.SERVER,
        0,
        0,
        now);
  }
}
