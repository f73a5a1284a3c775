package dev.halcyon.server.queue;

import com.github.f4b6a3.uuid.UuidCreator;
import dev.halcyon.engine.ScanResult;
import dev.halcyon.protocol.Assessment;
import dev.halcyon.protocol.CaseKind;
import dev.halcyon.protocol.CaseState;
import dev.halcyon.protocol.CaseSummary;
import dev.halcyon.protocol.Category;
import dev.halcyon.protocol.CategoryScore;
import dev.halcyon.protocol.ChangeKind;
import dev.halcyon.protocol.ContextMessage;
import dev.halcyon.protocol.Item;
import dev.halcyon.protocol.MediaInfo;
import dev.halcyon.protocol.Modality;
import dev.halcyon.protocol.QueueReason;
import dev.halcyon.protocol.QueueSpec;
import dev.halcyon.protocol.Rationale;
import dev.halcyon.protocol.ReasonKind;
import dev.halcyon.protocol.Report;
import dev.halcyon.protocol.ResolvedPolicy;
import dev.halcyon.protocol.Tier;
import dev.halcyon.protocol.UserProblem;
import dev.halcyon.server.audit.AuditLog;
import dev.halcyon.server.changes.Changes;
import dev.halcyon.server.item.Excerpts;
import dev.halcyon.server.item.JudgementRepository;
import java.time.Clock;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.UUID;
import org.jdbi.v3.core.Handle;
import org.jspecify.annotations.Nullable;

/**
 * Makes cases of items that a person must look at, and moves them when a later report changes how
 * urgent they are. Thread-safe; works in the caller's transaction.
 */
public final class Cases {
  private final Clock clock;
  private final Changes changes;
  private final AuditLog audit;
  private final CaseRepository repository = new CaseRepository();
  private final JudgementRepository judgements = new JudgementRepository();

  public Cases(Clock clock, Changes changes, AuditLog audit) {
    this.clock = clock;
    this.changes = changes;
    this.audit = audit;
  }

  /**
   * Makes the case of an item whose final verdict is REVIEW. The item, its reports and its
   * rationale must be stored already, in this transaction or before.
   *
   * @return the case as watchers will see it
   */
  public CaseSummary create(Handle handle, Item item, ScanResult result, ResolvedPolicy policy) {
    Category category = leading(result);
    double score = score(result.scores(), category);
    CaseBasis basis = CaseBasis.verdict(item, judgements.unanswered(handle, item.id()));
    return create(handle, item, policy, category, score, result.rationale().id(), basis);
  }

  /**
   * Makes the case of an item that is there for its reports alone: a notice is looked at by a
   * person, whatever the machine thinks. The item, its reports and what the machine said must be
   * stored already. Its time counts from the receipt of those that wait for an answer.
   *
   * @param ground what the case is about, when one report brings it; else the ground of the
   *     weightiest
   */
  public void createReported(
      Handle handle, Item item, ResolvedPolicy policy, Optional<Category> ground) {
    List<Report> waiting = judgements.unanswered(handle, item.id());
    Optional<Rationale> rationale = judgements.rationale(handle, item.id());
    Category category =
        ground
            .or(() -> Placement.ground(waiting))
            .or(() -> rationale.map(Rationale::category))
            .orElse(Category.UNKNOWN);
    List<CategoryScore> fused =
        judgements.assessments(handle, item.id()).stream()
            .filter(said -> said.tier() == Tier.FUSION)
            .reduce((first, last) -> last)
            .map(Assessment::scores)
            .orElse(List.of());
    @Nullable UUID shown = rationale.map(Rationale::id).orElse(null);
    CaseBasis basis = CaseBasis.reported(waiting, clock.instant());
    create(handle, item, policy, category, score(fused, category), shown, basis);
  }

  /**
   * Makes the case of an item that hung on another's and is looked at by itself now.
   *
   * @return the case
   */
  public UUID createReleased(
      Handle handle, Item item, Category category, double score, ResolvedPolicy policy) {
    @Nullable UUID shown = judgements.rationale(handle, item.id()).map(Rationale::id).orElse(null);
    CaseBasis basis = CaseBasis.verdict(item, judgements.unanswered(handle, item.id()));
    return create(handle, item, policy, category, score, shown, basis).id();
  }

  /**
   * One more item hangs on a case whose row is held. The case keeps its version, so that a flood
   * never takes a decision out of somebody's hands, unless the item makes it more urgent.
   */
  public void joined(
      Handle handle,
      CaseRecord found,
      Item item,
      Category category,
      double score,
      ResolvedPolicy policy) {
    repository.setMembers(handle, found.id(), found.members() + 1);
    List<Report> waiting = judgements.unanswered(handle, item.id());
    Placement member = Placement.of(item, category, score, waiting, policy);
    merge(handle, found, member, category);
    changes.recordCase(handle, ChangeKind.CASE_CHANGED, found.id());
  }

  /** An item that hung on a case, whose row is held, does so no longer. */
  public void left(Handle handle, UUID caseId) {
    CaseRecord found = repository.lock(handle, caseId).orElseThrow();
    repository.setMembers(handle, caseId, Math.max(0, found.members() - 1));
    changes.recordCase(handle, ChangeKind.CASE_CHANGED, caseId);
  }

  private void merge(Handle handle, CaseRecord found, Placement member, Category category) {
    CaseSummary now = repository.summary(handle, found.id(), clock.instant()).orElseThrow();
    Placement before = new Placement(now.priority(), now.dueAt(), now.queue(), placedReasons(now));
    Placement merged = before.withMember(member, category);
    if (merged.priority() != before.priority()) {
      Placement kept =
          found.escalated()
              ? new Placement(merged.priority(), merged.dueAt(), found.queue(), merged.reasons())
              : merged;
      repository.place(handle, found.id(), found.state(), kept, now.reports(), found.escalated());
    } else if (!merged.dueAt().equals(before.dueAt())) {
      repository.dueAt(handle, found.id(), merged.dueAt());
    }
  }

  private CaseSummary create(
      Handle handle,
      Item item,
      ResolvedPolicy policy,
      Category category,
      double score,
      @Nullable UUID rationale,
      CaseBasis basis) {
    Placement placement = Placement.of(item, category, score, basis, policy);
    CaseSummary summary =
        new CaseSummary(
            UuidCreator.getTimeOrderedEpoch(),
            item.id(),
            CaseKind.REVIEW,
            CaseState.WAITING,
            1,
            placement.queue(),
            placement.priority(),
            clock.instant(),
            placement.dueAt(),
            category,
            score,
            item.language(),
            item.region(),
            item.surface(),
            Placement.kinds(item),
            Excerpts.of(item.text()),
            item.reach(),
            judgements.reports(handle, item.id()).size(),
            null,
            placement.reasons());
    repository.insert(
        handle, summary, basis.start(), readingSeconds(item), rationale, policy.ref());
    changes.recordCase(handle, ChangeKind.CASE_CREATED, summary.id());
    audit.append(
        handle,
        "machine",
        "case.created",
        summary.id().toString(),
        Map.of(
            "item", item.id().toString(),
            "queue", summary.queue(),
            "priority", summary.priority().name(),
            "category", category.id(),
            "policyVersion", policy.ref().version()),
        Map.of());
    return summary;
  }

  /**
   * Places the open case of an item anew after a report about it was stored. A case that somebody
   * works on keeps its lease, but its version grows, so that they see the report before deciding.
   *
   * @return whether there was an open case
   */
  public boolean reported(Handle handle, Item item, ResolvedPolicy policy) {
    Optional<CaseRecord> open = lockOpen(handle, item.id());
    open.ifPresent(
        found -> {
          if (found.itemId().equals(item.id())) {
            replace(handle, found, item, policy);
          } else {
            reportedMember(handle, found, item, policy);
          }
        });
    return open.isPresent();
  }

  private void reportedMember(Handle handle, CaseRecord found, Item item, ResolvedPolicy policy) {
    CaseSummary now = repository.summary(handle, found.id(), clock.instant()).orElseThrow();
    CaseBasis basis =
        new CaseBasis(item.receivedAt(), judgements.unanswered(handle, item.id()), false, true);
    Placement member = Placement.of(item, found.category(), now.score(), basis, policy);
    merge(handle, found, member, found.category());
    changes.recordCase(handle, ChangeKind.CASE_CHANGED, found.id());
  }

  /** Holds the row of a case, if it is open. */
  public Optional<CaseRecord> lockIfOpen(Handle handle, UUID id) {
    return repository.lock(handle, id).filter(found -> CaseMachine.isOpen(found.state()));
  }

  /** Holds the row of an item's open case, if it has one. */
  public Optional<CaseRecord> lockOpen(Handle handle, UUID item) {
    return repository
        .openCase(handle, item)
        .flatMap(id -> repository.lock(handle, id))
        .filter(found -> CaseMachine.isOpen(found.state()));
  }

  /** Whether an item has an open case. */
  public boolean hasOpen(Handle handle, UUID item) {
    return repository.openCase(handle, item).isPresent();
  }

  private void replace(Handle handle, CaseRecord found, Item item, ResolvedPolicy policy) {
    List<Report> reports = judgements.reports(handle, item.id());
    CaseSummary now = repository.summary(handle, found.id(), clock.instant()).orElseThrow();
    boolean byReport =
        now.why().stream().anyMatch(reason -> reason.kind() == ReasonKind.RAISED_BY_REPORT);
    CaseBasis basis =
        new CaseBasis(
            repository.clockFrom(handle, found.id()),
            judgements.unanswered(handle, item.id()),
            byReport,
            repository.reportedAgain(handle, found.id()));
    Placement placed = Placement.of(item, found.category(), now.score(), basis, policy);
    if (found.members() > 0) {
      // What its members made of it must not be lost.
      Placement before =
          new Placement(now.priority(), now.dueAt(), now.queue(), placedReasons(now));
      placed = placed.keeping(before);
    }
    Placement kept = found.escalated() ? placed.escalatedTo(found.queue()) : placed;
    repository.place(handle, found.id(), found.state(), kept, reports.size(), found.escalated());
    changes.recordCase(handle, ChangeKind.CASE_CHANGED, found.id());
  }

  /**
   * Sends a case whose row is held to the policy's escalation queue.
   *
   * @throws UserProblem {@code case.escalated} when it is there already, {@code
   *     policy.no_escalation} when the policy has no such queue
   */
  public void escalate(Handle handle, CaseRecord found, ResolvedPolicy policy) {
    if (found.escalated()) {
      throw new UserProblem(
          "case.escalated",
          "The case is in the escalation queue already.",
          "Decide it, or release it for another person of that queue.");
    }
    QueueSpec queue =
        Placement.escalation(
                policy, found.language(), found.category(), found.priority(), found.media())
            .orElseThrow(
                () ->
                    new UserProblem(
                        "policy.no_escalation",
                        "The policy has no escalation queue that takes this case.",
                        "Decide the case, or ask the policy team for an escalation queue."));
    CaseSummary now = repository.summary(handle, found.id(), clock.instant()).orElseThrow();
    Placement placed =
        new Placement(now.priority(), now.dueAt(), now.queue(), placedReasons(now))
            .escalatedTo(queue.id());
    repository.place(
        handle, found.id(), next(found, CaseEvent.ESCALATED), placed, now.reports(), true);
  }

  /** Closes a case whose row is held with a decision. */
  public void decided(Handle handle, CaseRecord found) {
    repository.decide(handle, found.id(), next(found, CaseEvent.DECIDED));
    repository.forgetPrints(handle, found.id());
  }

  private static CaseState next(CaseRecord found, CaseEvent event) {
    return CaseMachine.next(found.state(), event)
        .orElseThrow(
            () ->
                new UserProblem(
                    "case.decided",
                    "The case is " + found.state() + " already.",
                    "Take the next case; the present state is in the answer."));
  }

  private static List<QueueReason> placedReasons(CaseSummary summary) {
    return summary.why().stream()
        .filter(reason -> reason.kind() != ReasonKind.DUE_SOON)
        .filter(reason -> reason.kind() != ReasonKind.OVERDUE)
        .toList();
  }

  /** The category the machine's argument is about; failing that, the one that scored highest. */
  public static Category leading(ScanResult result) {
    return result.rationale().category() != null
        ? Objects.requireNonNull(result.rationale().category())
        : result.scores().stream()
            .filter(score -> score.score() > 0)
            .map(CategoryScore::category)
            .findFirst()
            .orElse(Category.UNKNOWN);
  }

  /** The score of a category, 0 where there is none. */
  public static double score(List<CategoryScore> scores, Category category) {
    return scores.stream()
        .filter(score -> score.category() == category)
        .mapToDouble(CategoryScore::score)
        .findFirst()
        .orElse(0);
  }

  private static int readingSeconds(Item item) {
    long characters =
        item.text().length() + item.conversation().stream().mapToLong(Cases::characters).sum();
    int pictures =
        (int) item.media().stream().filter(part -> part.kind() == Modality.IMAGE).count();
    double seconds = item.media().stream().mapToDouble(MediaInfo::seconds).sum();
    return LeaseTerms.readingSeconds(characters, pictures, seconds);
  }

  private static long characters(ContextMessage message) {
    return message.text().length();
  }
}
