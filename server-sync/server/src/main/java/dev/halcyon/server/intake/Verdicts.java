package dev.halcyon.server.intake;

import dev.halcyon.engine.MediaAnalysis;
import dev.halcyon.engine.ScanResult;
import dev.halcyon.protocol.Assessment;
import dev.halcyon.protocol.AssessmentStatus;
import dev.halcyon.protocol.CategoryScore;
import dev.halcyon.protocol.ChangeKind;
import dev.halcyon.protocol.Clause;
import dev.halcyon.protocol.DecisionAction;
import dev.halcyon.protocol.EffectKind;
import dev.halcyon.protocol.Item;
import dev.halcyon.protocol.MediaInfo;
import dev.halcyon.protocol.MediaState;
import dev.halcyon.protocol.PastDecision;
import dev.halcyon.protocol.Rationale;
import dev.halcyon.protocol.ResolvedPolicy;
import dev.halcyon.protocol.Tier;
import dev.halcyon.protocol.Verdict;
import dev.halcyon.protocol.Visibility;
import dev.halcyon.server.audit.AuditLog;
import dev.halcyon.server.changes.Changes;
import dev.halcyon.server.cluster.Clusters;
import dev.halcyon.server.decision.DecisionLedger;
import dev.halcyon.server.decision.ReviewInSight;
import dev.halcyon.server.decision.VisibilityMachine;
import dev.halcyon.server.effect.Effects;
import dev.halcyon.server.intake.IntakeRepository.Known;
import dev.halcyon.server.item.AllowedItems;
import dev.halcyon.server.item.ItemRepository;
import dev.halcyon.server.item.JudgementRepository;
import dev.halcyon.server.media.MediaRepository;
import dev.halcyon.server.media.RenditionFiles;
import dev.halcyon.server.media.SoundTracks;
import dev.halcyon.server.queue.Cases;
import dev.halcyon.server.store.Database;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.UUID;
import org.jdbi.v3.core.Handle;
import org.jspecify.annotations.Nullable;

/**
 * Turns what the cascade said into what holds: assessments, rationale and renditions kept, the
 * item's visibility, a machine decision or a case. All in one transaction, exactly once for an
 * item. Thread-safe.
 */
final class Verdicts {
  private final Database database;
  private final RenditionFiles renditions;
  private final Cases cases;
  private final Clusters likes;
  private final DecisionLedger ledger;
  private final Changes changes;
  private final AuditLog audit;
  private final Effects effects;
  private final ReviewInSight inSight;
  private final IntakeRepository repository = new IntakeRepository();
  private final ClusterRepository clusters = new ClusterRepository();
  private final ItemRepository items = new ItemRepository();
  private final JudgementRepository judgements = new JudgementRepository();
  private final MediaRepository media = new MediaRepository();

  Verdicts(
      Database database,
      RenditionFiles renditions,
      Cases cases,
      Clusters likes,
      DecisionLedger ledger,
      Changes changes,
      AuditLog audit,
      Effects effects,
      ReviewInSight inSight) {
    this.database = database;
    this.renditions = renditions;
    this.cases = cases;
    this.likes = likes;
    this.ledger = ledger;
    this.changes = changes;
    this.audit = audit;
    this.effects = effects;
    this.inSight = inSight;
  }

  /**
   * Records a result; for an item that has its verdict already, nothing changes.
   *
   * @param late whether nobody waits for it any more, so that the platform must be told
   */
  Known record(UUID item, ResolvedPolicy policy, ScanResult result, boolean late) {
    // Files first: a rendition that no row knows of is harmless, the reverse is a broken picture.
    for (MediaAnalysis analysis : result.media()) {
      renditions.store(analysis.info().mediaId(), analysis.renditions());
      SoundTracks.of(analysis).ifPresent(renditions::store);
    }
    return database.inTransaction(
        handle -> {
          if (repository.lockUnfinished(handle, item)) {
            conclude(handle, item, policy, result);
            Known known = repository.get(handle, item);
            tell(handle, known, late);
            return known;
          }
          return repository.get(handle, item);
        });
  }

  /**
   * Concludes about an item stored in this very transaction.
   *
   * @param unheard whether nobody is answered with it, so that the platform must be told
   */
  void concludeNew(
      Handle handle, UUID item, ResolvedPolicy policy, ScanResult result, boolean unheard) {
    conclude(handle, item, policy, result);
    tell(handle, repository.get(handle, item), unheard);
  }

  /**
   * A verdict that its sender was answered with is not repeated, but for a removal: one that is not
   * heard leaves harm in sight, and nobody would ask again.
   */
  void tell(Handle handle, Known known, boolean late) {
    if (late || known.verdict() == Verdict.BLOCK) {
      effects.write(
          handle,
          EffectKind.ITEM_VERDICT,
          known.itemId(),
          (source, externalId) -> Intake.answer(source, externalId, known, false));
    }
  }

  private void conclude(Handle handle, UUID item, ResolvedPolicy policy, ScanResult result) {
    judgements.addAssessments(handle, item, result.assessments());
    judgements.addRationale(handle, item, result.rationale());
    for (MediaAnalysis analysis : result.media()) {
      media.saveInfo(handle, analysis.info());
    }
    Rationale rationale = result.rationale();
    double score = result.scores().stream().mapToDouble(CategoryScore::score).max().orElse(0);
    items.conclude(
        handle,
        item,
        true,
        result.verdict(),
        rationale.category(),
        score,
        result.language(),
        policy.ref());
    Visibility before = items.lockVisibility(handle, item).orElseThrow();
    Visibility after = VisibilityMachine.after(before, result.verdict(), policy.reviewHides());
    logVerdict(handle, item, policy, result, after);
    switch (result.verdict()) {
      case ALLOW -> {
        decide(handle, item, DecisionAction.ALLOW, policy, rationale, before, after);
        if (!judgements.unanswered(handle, item).isEmpty()) {
          cases.createReported(
              handle, items.find(handle, item).orElseThrow(), policy, Optional.empty());
          inSight.begun(handle, item, policy);
        }
      }
      case BLOCK -> decide(handle, item, DecisionAction.REMOVE, policy, rationale, before, after);
      case REVIEW, UNKNOWN -> {
        items.setVisibility(handle, item, after);
        changes.record(handle, ChangeKind.ITEM_CHANGED, item.toString(), null);
        review(handle, item, policy, result);
        inSight.begun(handle, item, policy);
      }
    }
  }

  private void logVerdict(
      Handle handle, UUID item, ResolvedPolicy policy, ScanResult result, Visibility after) {
    Map<String, Object> facts = facts(policy, result);
    facts.put("visibility", after.name());
    audit.append(handle, "machine", "item.judged", item.toString(), facts, Map.of());
  }

  /** What the audit log keeps of a verdict. */
  static Map<String, Object> facts(ResolvedPolicy policy, ScanResult result) {
    Map<String, Object> facts = new TreeMap<>();
    facts.put("verdict", result.verdict().name());
    facts.put("complete", result.complete());
    facts.put("policy", policy.ref().id());
    facts.put("policyVersion", policy.ref().version());
    facts.put("rationale", result.rationale().id().toString());
    facts.put("assessments", result.assessments().stream().map(AllowedItems::line).toList());
    return facts;
  }

  private void decide(
      Handle handle,
      UUID item,
      DecisionAction action,
      ResolvedPolicy policy,
      Rationale rationale,
      Visibility before,
      Visibility after) {
    boolean removes = action == DecisionAction.REMOVE;
    @Nullable Clause clause = removes ? rationale.clause() : null;
    ledger.recordVerdict(
        handle,
        item,
        action,
        removes ? rationale.category() : null,
        clause == null ? null : clause.id(),
        rationale.id(),
        policy.ref(),
        before,
        after);
  }

  private void review(Handle handle, UUID item, ResolvedPolicy policy, ScanResult result) {
    List<String> failed = failedMedia(result);
    boolean decoderOnly =
        !failed.isEmpty()
            && result.assessments().stream().allMatch(Verdicts::saysNothingElse)
            && judgements.reports(handle, item).isEmpty();
    if (decoderOnly) {
      clusters.lockCluster(handle, item);
      Optional<UUID> open = clusters.openCluster(handle, item, failed);
      if (open.isPresent()) {
        join(handle, item, open.get());
        return;
      }
    }
    Item stored = items.find(handle, item).orElseThrow();
    if (decoderOnly) {
      clusters.joinCluster(handle, item, cases.create(handle, stored, result, policy).id());
    } else {
      likes.review(handle, stored, result, policy);
    }
  }

  /** Holds what the reviews of several new items need, in one order. */
  void prepare(Handle handle, List<Clusters.Arriving> arriving) {
    likes.prepare(handle, arriving);
  }

  private void join(Handle handle, UUID item, UUID caseId) {
    clusters.joinCluster(handle, item, caseId);
    clusters.countMember(handle, caseId);
    audit.append(
        handle,
        "machine",
        "case.joined",
        caseId.toString(),
        Map.of("item", item.toString(), "why", "media.decode"),
        Map.of());
    changes.recordCase(handle, ChangeKind.CASE_CHANGED, caseId);
  }

  private static List<String> failedMedia(ScanResult result) {
    return result.media().stream()
        .map(MediaAnalysis::info)
        .filter(info -> info.state() == MediaState.FAILED)
        .map(MediaInfo::mediaId)
        .toList();
  }

  /** Whether an assessment gives a person nothing to look at but that media cannot be decoded. */
  private static boolean saysNothingElse(Assessment said) {
    boolean aboutMedia =
        said.stage().startsWith("media.")
            || said.stage().startsWith("image.")
            || said.tier() == Tier.BANK;
    return said.tier() == Tier.FUSION
        || aboutMedia && said.status() != AssessmentStatus.OK
        || said.status() == AssessmentStatus.OK && said.verdict() == Verdict.ALLOW;
  }

  /**
   * Gives the other items of decided decoder clusters what their case's item got: the same action,
   * category and clause, as a decision of the machine that names the case.
   *
   * @return how many items were settled
   */
  int settleClusters() {
    int settled = 0;
    for (UUID caseId : database.read(clusters::decidedClusters)) {
      settled += database.inTransaction(handle -> settle(handle, caseId));
    }
    return settled;
  }

  private int settle(Handle handle, UUID caseId) {
    Optional<PastDecision> decided = clusters.settled(handle, caseId);
    if (decided.isEmpty()) {
      return 0;
    }
    int settled = 0;
    for (ClusterRepository.Clustered item : clusters.undecided(handle, caseId)) {
      if (follow(handle, item, caseId, decided.get())) {
        settled++;
      }
    }
    return settled;
  }

  private boolean follow(
      Handle handle, ClusterRepository.Clustered item, UUID caseId, PastDecision decided) {
    Visibility before = items.lockVisibility(handle, item.itemId()).orElseThrow();
    Optional<Visibility> after = VisibilityMachine.after(before, decided.action());
    // A report may have given the item a case of its own while its row was waited for.
    if (after.isEmpty() || !clusters.hangs(handle, item.itemId(), caseId)) {
      return false;
    }
    UUID made =
        ledger.recordMachine(
            handle,
            item.itemId(),
            decided.action(),
            decided.restrictions(),
            decided.category(),
            decided.clause(),
            null,
            item.policy(),
            before,
            after.get());
    audit.append(
        handle,
        "machine",
        "case.followed",
        caseId.toString(),
        Map.of("item", item.itemId().toString(), "decision", made.toString()),
        Map.of());
    return true;
  }
}
