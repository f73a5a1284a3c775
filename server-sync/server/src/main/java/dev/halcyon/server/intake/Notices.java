package dev.halcyon.server.intake;

import com.github.f4b6a3.uuid.UuidCreator;
import dev.halcyon.protocol.Category;
import dev.halcyon.protocol.Item;
import dev.halcyon.protocol.ItemSubmission;
import dev.halcyon.protocol.Report;
import dev.halcyon.protocol.ReportSource;
import dev.halcyon.protocol.ReportSubmission;
import dev.halcyon.protocol.ResolvedPolicy;
import dev.halcyon.protocol.Visibility;
import dev.halcyon.server.access.Principal;
import dev.halcyon.server.audit.AuditLog;
import dev.halcyon.server.intake.IntakeRepository.Known;
import dev.halcyon.server.item.ItemRepository;
import dev.halcyon.server.item.JudgementRepository;
import dev.halcyon.server.queue.Cases;
import dev.halcyon.server.store.Database;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.function.Function;
import org.jdbi.v3.core.Handle;

/**
 * Takes reports about items, with them or later, and sees to it that a person looks at what a
 * report says anew (docs/decisions/0046 and 0080). Thread-safe; works in the caller's transaction.
 */
final class Notices {
  private final AuditLog audit;
  private final Cases cases;
  private final Function<String, ResolvedPolicy> policies;
  private final IntakeRepository repository = new IntakeRepository();
  private final ReportRepository reports = new ReportRepository();
  private final ClusterRepository clusters = new ClusterRepository();
  private final ItemRepository items = new ItemRepository();
  private final JudgementRepository judgements = new JudgementRepository();

  Notices(AuditLog audit, Cases cases, Function<String, ResolvedPolicy> policies) {
    this.audit = audit;
    this.cases = cases;
    this.policies = policies;
  }

  /** An item sent again may carry reports that came since; they may make its case more urgent. */
  void addLater(Handle handle, Principal sender, UUID itemId, ItemSubmission sent) {
    if (fresh(handle, itemId, sent).isEmpty()) {
      return;
    }
    // The case before the item, as deciding takes them, and both before a report is stored: on
    // PostgreSQL its reference to the item would let two of these wait for each other. The item's
    // lock makes this, its verdict and other reports take turns: the later makes the case.
    boolean open = cases.lockOpen(handle, itemId).isPresent();
    boolean unfinished = repository.lockUnfinished(handle, itemId);
    if (!open && cases.hasOpen(handle, itemId)) {
      // Made while we waited for the item. To take it now would be the wrong way round.
      throw new Database.Again("the item has got a case");
    }
    List<ReportSubmission> fresh = fresh(handle, itemId, sent);
    Item item = items.find(handle, itemId).orElseThrow();
    Optional<ReportSubmission> news = news(handle, itemId, fresh);
    fresh.forEach(report -> add(handle, sender, item, report));
    ResolvedPolicy policy = policies.apply(item.region());
    // An open case shows them; an item without a verdict gets its case with the verdict.
    if (fresh.isEmpty() || cases.reported(handle, item, policy) || unfinished) {
      return;
    }
    look(handle, item, policy, news);
  }

  private List<ReportSubmission> fresh(Handle handle, UUID itemId, ItemSubmission sent) {
    return sent.reports().stream().filter(each -> !reports.has(handle, itemId, each)).toList();
  }

  /** Makes a case of a judged item without an open one, if its reports say anything new. */
  private void look(
      Handle handle, Item item, ResolvedPolicy policy, Optional<ReportSubmission> news) {
    Known known = repository.get(handle, item.id());
    if (isRemoved(known.visibility())) {
      // What a report asks for is done; bringing it back is for an appeal.
      return;
    }
    if (clusters.leave(handle, item.id()) || known.caseId() == null) {
      cases.createReported(handle, item, policy, Optional.empty());
    } else if (news.isPresent()) {
      cases.createReported(handle, item, policy, ground(news.get()));
    }
  }

  private static boolean isRemoved(Visibility visibility) {
    return visibility == Visibility.REMOVED || visibility == Visibility.PERMANENTLY_REMOVED;
  }

  /** The first report that says what whoever decided on the item cannot have known. */
  private Optional<ReportSubmission> news(
      Handle handle, UUID itemId, List<ReportSubmission> fresh) {
    List<Report> before = judgements.reports(handle, itemId);
    Set<Category> looked = reports.lookedAtFor(handle, itemId);
    return fresh.stream().filter(each -> isNews(handle, itemId, each, before, looked)).findFirst();
  }

  /**
   * A ground the item was never looked at nor reported for; the first word of a trusted flagger; an
   * authority's, each ground once. The same said again by others is none, so that reporting cannot
   * have a decision repeated until it changes.
   */
  private boolean isNews(
      Handle handle,
      UUID itemId,
      ReportSubmission report,
      List<Report> before,
      Set<Category> looked) {
    boolean newGround =
        ground(report)
            .filter(ground -> !looked.contains(ground))
            .filter(ground -> before.stream().noneMatch(each -> each.ground() == ground))
            .isPresent();
    return newGround
        || switch (report.source()) {
          case AUTHORITY -> !reports.authorityReported(handle, itemId, report);
          case TRUSTED_FLAGGER ->
              before.stream()
                  .map(Report::source)
                  .noneMatch(
                      source ->
                          source == ReportSource.TRUSTED_FLAGGER
                              || source == ReportSource.AUTHORITY);
          case USER, UNKNOWN -> false;
        };
  }

  private static Optional<Category> ground(ReportSubmission report) {
    return Optional.ofNullable(report.ground()).filter(ground -> ground != Category.UNKNOWN);
  }

  /** Stores one report, as part of receiving its item or later. */
  void add(Handle handle, Principal sender, Item item, ReportSubmission sent) {
    Report report =
        new Report(
            UuidCreator.getTimeOrderedEpoch(),
            sent.source(),
            sent.ground(),
            sent.comment(),
            sent.receivedAt());
    judgements.addReport(handle, item.id(), report, sent.reporterId());
    audit.append(
        handle,
        sender.id().toString(),
        "report.received",
        item.id().toString(),
        Map.of("report", report.id().toString(), "source", report.source().name()),
        Map.of("reporter", sent.reporterId()),
        "reporter:" + item.source() + ":" + sent.reporterId());
  }
}
