package dev.halcyon.server.intake;

import com.github.f4b6a3.uuid.UuidCreator;
import dev.halcyon.engine.MediaSource;
import dev.halcyon.engine.ScanRequest;
import dev.halcyon.engine.ScanResult;
import dev.halcyon.protocol.Assessment;
import dev.halcyon.protocol.AssessmentStatus;
import dev.halcyon.protocol.AuthorHistory;
import dev.halcyon.protocol.Item;
import dev.halcyon.protocol.MediaInfo;
import dev.halcyon.protocol.ModelRef;
import dev.halcyon.protocol.Origin;
import dev.halcyon.protocol.PastDecision;
import dev.halcyon.protocol.Rationale;
import dev.halcyon.protocol.RationaleSource;
import dev.halcyon.protocol.RationaleStep;
import dev.halcyon.protocol.ResolvedPolicy;
import dev.halcyon.protocol.StepKind;
import dev.halcyon.protocol.Tier;
import dev.halcyon.protocol.Verdict;
import dev.halcyon.server.decision.DecisionRepository;
import dev.halcyon.server.http.Quiet;
import dev.halcyon.server.intake.IntakeRepository.Known;
import dev.halcyon.server.item.ItemRepository;
import dev.halcyon.server.item.JudgementRepository;
import dev.halcyon.server.media.FetchRepository;
import dev.halcyon.server.media.MediaFiles;
import dev.halcyon.server.metrics.Metrics;
import dev.halcyon.server.store.Database;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.CancellationException;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Has a stored item judged by the engine and the result recorded. Thread-safe. */
final class Judge {
  private static final Logger LOG = LoggerFactory.getLogger(Judge.class);

  /** What the cascade may take when nobody waits any more: text, and each media part. */
  private static final Duration TEXT_LIMIT = Duration.ofSeconds(60);

  private static final Duration MEDIA_LIMIT = Duration.ofSeconds(75);

  private final Database database;
  private final Function<ScanRequest, ScanResult> engine;
  private final Function<String, ResolvedPolicy> policies;
  private final MediaFiles files;
  private final Verdicts verdicts;
  private final Callers callers;
  private final Metrics metrics;
  private final HeldFetches held;
  private final Clock clock;
  private final IntakeRepository repository = new IntakeRepository();
  private final ItemRepository items = new ItemRepository();
  private final DecisionRepository decisions = new DecisionRepository();
  private final JudgementRepository judgements = new JudgementRepository();
  private final FetchRepository fetches = new FetchRepository();
  private volatile boolean closing;

  /**
   * @param policies the policy in force for a region
   */
  Judge(
      Database database,
      Function<ScanRequest, ScanResult> engine,
      Function<String, ResolvedPolicy> policies,
      MediaFiles files,
      Verdicts verdicts,
      Callers callers,
      Metrics metrics,
      HeldFetches held,
      Clock clock) {
    this.database = database;
    this.engine = engine;
    this.policies = policies;
    this.files = files;
    this.verdicts = verdicts;
    this.callers = callers;
    this.metrics = metrics;
    this.held = held;
    this.clock = clock;
  }

  /** From now on no result counts: a shutdown interrupts scans, which is not the item's fault. */
  void closing() {
    closing = true;
  }

  /** Judges an item and records what came of it; blocks until then. */
  Known judge(UUID itemId) {
    Known known = database.read(handle -> repository.get(handle, itemId));
    if (known.complete()) {
      return known;
    }
    Item item = database.read(handle -> items.find(handle, itemId)).orElseThrow();
    ResolvedPolicy policy = policies.apply(item.region());
    List<FetchRepository.Failure> failures =
        database.read(handle -> fetches.failures(handle, itemId));
    ScanResult said = scan(item, policy);
    if (closing || Thread.currentThread().isInterrupted()) {
      throw new CancellationException("the server is shutting down; the next start repeats this");
    }
    if (!failures.isEmpty() && said.verdict() == Verdict.ALLOW && held.hold(itemId)) {
      // Whoever waited is answered without a verdict and told by an event.
      callers.giveUp(itemId);
      return known;
    }
    ScanResult result = Unfetched.add(said, failures, policy, clock.instant());
    return verdicts.record(itemId, policy, result, !callers.takenByCaller(itemId));
  }

  private ScanResult scan(Item item, ResolvedPolicy policy) {
    return scan(request(item, policy), policy);
  }

  /**
   * What the engine is asked about an item of words that is not stored yet.
   *
   * @param history whether people decided on its author's items before; what only the machine
   *     decided says nothing new to it
   * @param alike whether people decided on the same words before
   */
  ScanRequest request(
      Item item, ResolvedPolicy policy, boolean history, boolean alike, @Nullable String hash) {
    return new ScanRequest(
        item.id(),
        item.text(),
        item.language().equals("und") ? null : item.language(),
        item.region(),
        item.surface(),
        item.audience(),
        item.author(),
        item.conversation(),
        List.of(),
        alike && hash != null
            ? database.read(handle -> repository.decidedAlike(handle, hash, item.id()))
            : List.of(),
        0,
        history
            ? database.read(handle -> decisions.history(handle, item))
            : new AuthorHistory(item.author().id(), 0, 0, List.of()),
        policy,
        TEXT_LIMIT);
  }

  ScanResult scan(ScanRequest request, ResolvedPolicy policy) {
    ScanResult result = ask(request, policy);
    if (!closing) {
      metrics.judged(result);
    }
    return result;
  }

  private ScanResult ask(ScanRequest request, ResolvedPolicy policy) {
    try {
      return engine.apply(request);
    } catch (RuntimeException e) {
      // The engine promises not to throw. Should it all the same, a person looks at the item: left
      // unfinished it would fail again at each start, and nobody would ever see it.
      LOG.error("the engine failed on item {}", request.itemId(), Quiet.of(e));
      return failed(policy, e);
    }
  }

  private ScanRequest request(Item item, ResolvedPolicy policy) {
    List<MediaSource> sources = item.media().stream().map(this::source).toList();
    return new ScanRequest(
        item.id(),
        item.text(),
        item.language().equals("und") ? null : item.language(),
        item.region(),
        item.surface(),
        item.audience(),
        item.author(),
        item.conversation(),
        sources,
        decidedAlike(item.id()),
        database.read(handle -> judgements.reports(handle, item.id())).size(),
        database.read(handle -> decisions.history(handle, item)),
        policy,
        TEXT_LIMIT.plus(MEDIA_LIMIT.multipliedBy(sources.size())));
  }

  private MediaSource source(MediaInfo info) {
    return files.source(info.mediaId(), info.kind(), info.declaredType());
  }

  private List<PastDecision> decidedAlike(UUID item) {
    return database.read(
        handle ->
            repository
                .textHash(handle, item)
                .map(hash -> repository.decidedAlike(handle, hash, item))
                .orElse(List.of()));
  }

  private ScanResult failed(ResolvedPolicy policy, RuntimeException e) {
    String what = "the cascade failed: " + e.getClass().getSimpleName();
    Assessment assessment =
        new Assessment(
            UuidCreator.getTimeOrderedEpoch(),
            Tier.FUSION,
            "fusion",
            AssessmentStatus.FAILED,
            what,
            Verdict.REVIEW,
            List.of(),
            List.of(),
            new ModelRef("cascade", "", "", "jvm"),
            policy.ref(),
            "",
            Origin.SERVER,
            0,
            0,
            clock.instant());
    Rationale rationale =
        new Rationale(
            UuidCreator.getTimeOrderedEpoch(),
            RationaleSource.LOCAL,
            Verdict.REVIEW,
            null,
            null,
            0,
            List.of(
                new RationaleStep(
                    1, StepKind.STAGE_FAILED, null, "fusion", null, "fusion", what, List.of())),
            List.of(),
            policy.ref(),
            List.of(assessment.id()),
            clock.instant());
    return new ScanResult(
        Verdict.REVIEW, false, "und", List.of(), List.of(assessment), List.of(), rationale);
  }
}
