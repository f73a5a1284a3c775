package dev.halcyon.server.intake;

import dev.halcyon.protocol.Category;
import dev.halcyon.protocol.EffectKind;
import dev.halcyon.protocol.Item;
import dev.halcyon.protocol.ItemSubmission;
import dev.halcyon.protocol.NoticeReceipt;
import dev.halcyon.protocol.Report;
import dev.halcyon.protocol.ReportSource;
import dev.halcyon.protocol.ResolvedPolicy;
import dev.halcyon.protocol.UserProblem;
import dev.halcyon.protocol.Visibility;
import dev.halcyon.server.access.Principal;
import dev.halcyon.server.audit.AuditLog;
import dev.halcyon.server.cluster.Clusters;
import dev.halcyon.server.decision.ReviewInSight;
import dev.halcyon.server.effect.Effects;
import dev.halcyon.server.intake.IntakeRepository.Known;
import dev.halcyon.server.item.ItemRepository;
import dev.halcyon.server.item.JudgementRepository;
import dev.halcyon.server.notice.Outcomes;
import dev.halcyon.server.queue.Cases;
import dev.halcyon.server.queue.Placement;
import dev.halcyon.server.store.Database;
import java.time.Clock;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.UUID;
import java.util.function.Function;
import java.util.function.Supplier;
import org.jdbi.v3.core.Handle;

/**
 * Takes reports and orders about items, with them or later; confirms them, sees to it that a person
 * looks at what they say anew (docs/decisions/0046 and 0080), and that those nobody looks at are
 * answered at once. Thread-safe; works in the caller's transaction.
 */
final class Notices {
  /** Readers' reports about one item that are kept; as many as an item may come with. */
  static final int MOST_KEPT = SubmissionCheck.REPORTS;

  private final AuditLog audit;
  private final Cases cases;
  private final Function<String, ResolvedPolicy> policies;
  private final Effects effects;
  private final Outcomes outcomes;
  private final Orders orders;
  private final ReviewInSight inSight;
  private final Clock clock;
  private final IntakeRepository repository = new IntakeRepository();
  private final ReportRepository reports = new ReportRepository();
  private final ClusterRepository clusters = new ClusterRepository();
  private final Clusters likes;
  private final ItemRepository items = new ItemRepository();
  private final JudgementRepository judgements = new JudgementRepository();

  Notices(
      AuditLog audit,
      Cases cases,
      Clusters likes,
      Function<String, ResolvedPolicy> policies,
      Effects effects,
      Orders orders,
      ReviewInSight inSight,
      Clock clock) {
    this.audit = audit;
    this.cases = cases;
    this.likes = likes;
    this.policies = policies;
    this.effects = effects;
    this.outcomes = new Outcomes(effects, clock);
    this.orders = orders;
    this.inSight = inSight;
    this.clock = clock;
  }

  /** An item sent again may carry reports that came since; they may make its case more urgent. */
  void addLater(Handle handle, Principal sender, UUID itemId, ItemSubmission sent) {
    addLater(
        handle,
        sender,
        itemId,
        () ->
            sent.reports().stream()
                .map(Arrival::of)
                .filter(each -> !reports.has(handle, itemId, each))
                .toList());
  }

  /**
   * Takes notices about a known item.
   *
   * @param unknown those of them that are not stored; asked again under the item's lock
   * @throws UserProblem {@code item.erased.conflict}: who notified and what they wrote would be
   *     kept about an item that is erased already, for good
   */
  void addLater(Handle handle, Principal sender, UUID itemId, Supplier<List<Arrival>> unknown) {
    if (unknown.get().isEmpty()) {
      return;
    }
    // The case before the item, as deciding takes them, and both before a report is stored: on
    // PostgreSQL its reference to the item would let two of these wait for each other. The item's
    // lock makes this, its verdict and other reports take turns: the later makes the case.
    boolean open = cases.open().lockOpen(handle, itemId).isPresent();
    boolean unfinished = repository.lockUnfinished(handle, itemId);
    if (!open && cases.open().hasOpen(handle, itemId)) {
      // Made while we waited for the item. To take it now would be the wrong way round.
      throw new Database.Again("the item has got a case");
    }
    List<Arrival> all = unknown.get();
    if (all.isEmpty()) {
      return;
    }
    if (repository.isErased(handle, itemId)) {
      throw erased();
    }
    List<Arrival> fresh = kept(handle, itemId, all);
    if (fresh.isEmpty()) {
      return;
    }
    Item item = items.find(handle, itemId).orElseThrow();
    ResolvedPolicy policy = policies.apply(item.region());
    List<Arrival> forPeople =
        fresh.stream().filter(each -> !Orders.carriesOut(policy, each.report())).toList();
    Optional<Arrival> news = news(handle, itemId, forPeople);
    fresh.forEach(arrival -> add(handle, sender, item, arrival));
    for (Arrival arrival : fresh) {
      if (Orders.carriesOut(policy, arrival.report())
          && !orders.carryOut(handle, item, policy, arrival.report())) {
        // It stood so already: whoever may look at the item, this order is obeyed.
        outcomes.stands(handle, itemId);
      }
    }
    if (!forPeople.isEmpty() && likes.reported(handle, item, policy)) {
      inSight.begun(handle, itemId, policy);
      return;
    }
    // An open case shows them; an item without a verdict gets its case with the verdict.
    if (cases.open().reported(handle, item, policy) || unfinished) {
      if (!forPeople.isEmpty() && !unfinished) {
        inSight.begun(handle, itemId, policy);
      }
      return;
    }
    boolean looked = !forPeople.isEmpty() && look(handle, item, policy, news);
    if (looked) {
      inSight.begun(handle, itemId, policy);
    } else {
      outcomes.stands(handle, itemId);
    }
  }

  /**
   * Those that are kept whole. Beyond so many readers' reports about one item further ones on a
   * ground that was reported before are no news to anybody and are counted, so that a flood costs
   * no more than this; what an authority, a trusted flagger or anybody with a legal basis says is
   * always kept.
   */
  private List<Arrival> kept(Handle handle, UUID itemId, List<Arrival> fresh) {
    int room = MOST_KEPT - reports.plain(handle, itemId, MOST_KEPT);
    List<Arrival> kept = new ArrayList<>();
    for (Arrival arrival : fresh) {
      if (!arrival.isPlain() || room <= 0 && reports.isNewGround(handle, itemId, arrival)) {
        kept.add(arrival);
      } else if (room > 0) {
        kept.add(arrival);
        room--;
      }
    }
    int counted = fresh.size() - kept.size();
    if (counted > 0) {
      if (!reports.isCounting(handle, itemId)) {
        audit.append(
            handle,
            "machine",
            "report.flood",
            itemId.toString(),
            Map.of("kept", MOST_KEPT),
            Map.of());
      }
      reports.count(handle, itemId, counted, clock.instant());
    }
    return kept;
  }

  private static UserProblem erased() {
    return new UserProblem(
        "item.erased.conflict",
        "The item was erased here: nobody could see what the notice is about.",
        "If it is still up with you, send it with POST /v1/items under another externalId, with the"
            + " report, or send the report or order about that one.");
  }

  /**
   * Makes a case of a judged item without an open one, if its reports say anything new.
   *
   * @return whether there is a case now
   */
  private boolean look(Handle handle, Item item, ResolvedPolicy policy, Optional<Arrival> news) {
    Known known = repository.get(handle, item.id());
    if (isRemoved(known.visibility())) {
      // What a report asks for is done; bringing it back is for an appeal.
      return false;
    }
    if (clusters.leave(handle, item.id()) || known.caseId() == null) {
      cases.createReported(handle, item, policy, Optional.empty());
      return true;
    }
    news.ifPresent(each -> cases.createReported(handle, item, policy, each.ground()));
    return news.isPresent();
  }

  static boolean isRemoved(Visibility visibility) {
    return visibility == Visibility.REMOVED || visibility == Visibility.PERMANENTLY_REMOVED;
  }

  /** The first report that says what whoever decided on the item cannot have known. */
  private Optional<Arrival> news(Handle handle, UUID itemId, List<Arrival> fresh) {
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
      Handle handle, UUID itemId, Arrival report, List<Report> before, Set<Category> looked) {
    boolean newGround =
        report
            .ground()
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

  /** Stores one report and confirms it, as part of receiving its item or later. */
  void add(Handle handle, Principal sender, Item item, Arrival arrival) {
    Report report = arrival.report();
    Instant due = Placement.answerDue(item, report, policies.apply(item.region()));
    judgements.addReport(
        handle,
        item.id(),
        report,
        new JudgementRepository.Notifier(
            arrival.reporterId(),
            arrival.contact(),
            arrival.platform(),
            arrival.noticeId(),
            arrival.contentHash(),
            due),
        clock.instant());
    log(handle, sender, item, arrival);
    effects.write(
        handle,
        EffectKind.NOTICE_RECEIVED,
        item.id(),
        (source, externalId) -> receipt(item, arrival, due));
  }

  private void log(Handle handle, Principal sender, Item item, Arrival arrival) {
    Report report = arrival.report();
    Map<String, Object> facts = new TreeMap<>();
    facts.put("report", report.id().toString());
    facts.put("source", report.source().name());
    if (arrival.noticeId() != null) {
      facts.put("noticeId", arrival.noticeId());
    }
    if (report.requires() != null) {
      facts.put("requires", report.requires().name());
    }
    Map<String, String> personal = new TreeMap<>(Map.of("reporter", arrival.reporterId()));
    if (arrival.contact() != null) {
      personal.put("contact", arrival.contact());
    }
    audit.append(
        handle,
        sender.id().toString(),
        report.isOrder() ? "order.received" : "report.received",
        item.id().toString(),
        facts,
        personal,
        "reporter:" + item.source() + ":" + arrival.reporterId());
  }

  private static NoticeReceipt receipt(Item item, Arrival arrival, Instant due) {
    Report report = arrival.report();
    return new NoticeReceipt(
        report.id(),
        arrival.noticeId(),
        arrival.reporterId(),
        arrival.contact(),
        report.source(),
        report.isOrder(),
        item.id(),
        item.source(),
        item.externalId(),
        report.ground(),
        report.receivedAt(),
        due,
        null,
        item.visibility(),
        false,
        false);
  }
}
