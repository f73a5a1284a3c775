package dev.halcyon.engine.cascade;

import dev.halcyon.engine.MediaAnalysis;
import dev.halcyon.engine.ScanRequest;
import dev.halcyon.engine.ScanResult;
import dev.halcyon.engine.fusion.Fusion;
import dev.halcyon.engine.judge.Containment;
import dev.halcyon.engine.judge.JudgeRationale;
import dev.halcyon.engine.judge.LocalRationale;
import dev.halcyon.engine.judge.Reasoned;
import dev.halcyon.engine.policy.Thresholds;
import dev.halcyon.engine.text.LanguageIdentifier;
import dev.halcyon.protocol.Assessment;
import dev.halcyon.protocol.AssessmentStatus;
import dev.halcyon.protocol.Category;
import dev.halcyon.protocol.CategoryScore;
import dev.halcyon.protocol.Origin;
import dev.halcyon.protocol.Rationale;
import dev.halcyon.protocol.ResolvedPolicy;
import dev.halcyon.protocol.StageSpec;
import dev.halcyon.protocol.Verdict;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * Asks the stages a policy lists, in its order, until all have spoken or the deadline passes, then
 * fuses what they said. A stage that fails is recorded and never clears anything. Safe for any
 * thread; {@link #run} blocks its caller.
 */
public final class CascadeRunner implements AutoCloseable {
  /** An estimate of the wait is held to half of the time there is: it may be wrong by so much. */
  private static final int MARGIN = 2;

  /** Why a verdict is milder than the scores it stands on. */
  private static final String CLEARED = "judge.cleared: only classifiers doubted it";

  private final Map<String, Stage> stages = new LinkedHashMap<>();
  private final Origin origin;
  private final Clock clock;
  private final LanguageIdentifier languages = new LanguageIdentifier();
  private final StageExecutor executor = new StageExecutor();

  public CascadeRunner(List<Stage> stages, Origin origin, Clock clock) {
    stages.forEach(stage -> this.stages.put(stage.name(), stage));
    this.origin = origin;
    this.clock = clock;
  }

  /** Judges an item; content can never make it throw. */
  public ScanResult run(ScanRequest request) {
    // Who would be late in any case is told so before any work is spent on it.
    boolean late = wouldBeLate(request);
    Instant deadline = clock.instant().plus(late ? Duration.ZERO : request.deadline());
    ScanContext context = new ScanContext(request, deadline);
    context.language(late ? "und" : languages.languageOf(request.text(), request.language()));
    Thresholds thresholds =
        new Thresholds(
            request.policy(),
            context.language(),
            request.region(),
            request.surface(),
            request.audience());
    Recorder recorder = new Recorder(request.policy(), thresholds, origin, clock);
    List<MediaAnalysis> media = List.of();
    boolean complete = true;
    for (StageSpec spec : request.policy().stages()) {
      @Nullable Stage stage = stages.get(spec.stage());
      if (stage == null) {
        if (concerns(spec, request)) {
          recorder.missing(spec);
        }
        continue;
      }
      if (!stage.appliesTo(context)) {
        continue;
      }
      Instant begun = clock.instant();
      StageExecutor.Answer answer = executor.ask(stage, context, Duration.between(begun, deadline));
      recorder.answered(spec, stage, answer, Duration.between(begun, clock.instant()));
      if (answer.status() == AssessmentStatus.TIMED_OUT) {
        // The stage may still hold the context, so nothing of it is read from here on.
        complete = false;
        break;
      }
      media = List.copyOf(context.analyses());
      @Nullable StageOutcome outcome = answer.outcome();
      if (outcome != null && answer.status() == AssessmentStatus.OK) {
        context.outcomes().put(stage.name(), outcome);
      }
      if (context.isSettled() || context.recalled().isPresent()) {
        break;
      }
    }
    Map<Category, Double> background = complete ? Map.copyOf(context.background()) : Map.of();
    Fusion fusion = new Fusion(thresholds, background);
    List<CategoryScore> scores =
        complete && context.recalled().isPresent()
            ? thresholds.applied(context.recalled().get())
            : fusion.scores(recorder.assessments(), request.history());
    ScanResult result = conclude(request, context.language(), media, complete, recorder, scores);
    if (complete) {
      for (StageSpec spec : request.policy().stages()) {
        @Nullable Stage stage = stages.get(spec.stage());
        if (stage != null) {
          stage.concluded(context, result);
        }
      }
    }
    return result;
  }

  /**
   * Judges an item anew from what its stages said under another policy, without running a model:
   * thresholds, weights and rules over the text are the request's policy's.
   *
   * @param language in which the item was judged
   * @param said by every stage in the run under {@code before}
   */
  public Replayed replay(
      ScanRequest request, String language, List<Assessment> said, ResolvedPolicy before) {
    ScanContext context = new ScanContext(request, clock.instant().plus(request.deadline()));
    context.language(language);
    Thresholds thresholds =
        new Thresholds(
            request.policy(), language, request.region(), request.surface(), request.audience());
    Recorder recorder = new Recorder(request.policy(), thresholds, origin, clock);
    Replay replay = new Replay(request, said, before);
    List<String> missing = new ArrayList<>();
    for (StageSpec spec : request.policy().stages()) {
      switch (replay.step(spec)) {
        case Replay.Step.Recall recall -> recorder.recalled(spec, recall.said(), recall.outcome());
        case Replay.Step.Ask _ -> ask(spec, context, recorder);
        case Replay.Step.Missing _ -> missing.add(spec.stage());
        case Replay.Step.Skip _ -> {}
      }
    }
    if (!missing.isEmpty()) {
      return new Replayed(null, missing);
    }
    List<CategoryScore> scores =
        new Fusion(thresholds, Map.of()).scores(recorder.assessments(), request.history());
    return new Replayed(
        conclude(request, language, List.of(), replay.complete(), recorder, scores), List.of());
  }

  /** Asks a stage that only computes on the caller's own thread. */
  private void ask(StageSpec spec, ScanContext context, Recorder recorder) {
    @Nullable Stage stage = stages.get(spec.stage());
    if (stage == null) {
      recorder.missing(spec);
    } else if (stage.appliesTo(context)) {
      Instant begun = clock.instant();
      StageExecutor.Answer answer = StageExecutor.here(stage, context);
      recorder.answered(spec, stage, answer, Duration.between(begun, clock.instant()));
    }
  }

  /** Each stage that computes queues anew, and must leave time for the next. */
  private boolean wouldBeLate(ScanRequest request) {
    int computing = 0;
    for (StageSpec spec : request.policy().stages()) {
      @Nullable Stage stage = stages.get(spec.stage());
      computing += stage != null && !stage.waits() ? 1 : 0;
    }
    return computing > 0
        && !request.text().isBlank()
        && executor.isTooBusyFor(request.deadline().dividedBy((long) MARGIN * computing));
  }

  /** Whether a stage this engine does not have would have had anything to look at. */
  private static boolean concerns(StageSpec spec, ScanRequest request) {
    return spec.stage().startsWith("text.")
        ? !request.text().isBlank()
        : !request.media().isEmpty();
  }

  private ScanResult conclude(
      ScanRequest request,
      String language,
      List<MediaAnalysis> media,
      boolean complete,
      Recorder recorder,
      List<CategoryScore> scores) {
    List<Assessment> spoken = recorder.assessments();
    Verdict verdict = Thresholds.sterner(Thresholds.verdict(scores), recorder.verdict());
    String note = "";
    if (!complete) {
      verdict = Thresholds.sterner(verdict, Verdict.REVIEW);
    } else if (verdict == Verdict.REVIEW
        && recorder.reasoned().map(Reasoned::clears).orElse(false)
        && Containment.mayBeCleared(spoken, scores, request.policy())) {
      verdict = Verdict.ALLOW;
      note = CLEARED;
    }
    List<Assessment> all = new ArrayList<>(spoken);
    all.add(recorder.fused(scores, verdict, complete, note));
    Rationale local = LocalRationale.compose(request, all, clock.instant());
    Rationale rationale =
        recorder
            .reasoned()
            .map(reasoned -> JudgeRationale.compose(local, reasoned, request.policy()))
            .orElse(local);
    return new ScanResult(verdict, complete, language, scores, all, media, rationale);
  }

  /** Has every stage forget what it keeps of items that were erased. */
  public void forget(Set<UUID> items) {
    stages.values().forEach(stage -> stage.forget(items));
  }

  @Override
  public void close() {
    executor.close();
  }
}
