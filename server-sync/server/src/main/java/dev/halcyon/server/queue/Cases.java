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
import dev.halcyon.protocol.Rationale;
import dev.halcyon.protocol.Report;
import dev.halcyon.protocol.ResolvedPolicy;
import dev.halcyon.protocol.Tier;
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
 * Makes cases of items that a person must look at. Thread-safe; works in the caller's transaction.
 */
public final class Cases {
  private final Clock clock;
  private final Changes changes;
  private final AuditLog audit;
  private final CaseRepository repository = new CaseRepository();
  private final JudgementRepository judgements = new JudgementRepository();
  private final OpenCases open;

  public Cases(Clock clock, Changes changes, AuditLog audit) {
    this.clock = clock;
    this.changes = changes;
    this.audit = audit;
    this.open = new OpenCases(clock, changes);
  }

  /** What happens to cases until they are decided. */
  public OpenCases open() {
    return open;
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
            judgements.reportCount(handle, item.id()),
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
