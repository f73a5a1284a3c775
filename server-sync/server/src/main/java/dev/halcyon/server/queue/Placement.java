package dev.halcyon.server.queue;

import dev.halcyon.protocol.Category;
import dev.halcyon.protocol.CategoryPolicy;
import dev.halcyon.protocol.ClockSpec;
import dev.halcyon.protocol.Item;
import dev.halcyon.protocol.MediaInfo;
import dev.halcyon.protocol.Modality;
import dev.halcyon.protocol.Priority;
import dev.halcyon.protocol.QueueReason;
import dev.halcyon.protocol.QueueSpec;
import dev.halcyon.protocol.ReasonKind;
import dev.halcyon.protocol.Report;
import dev.halcyon.protocol.ResolvedPolicy;
import dev.halcyon.protocol.RoutingRule;
import dev.halcyon.protocol.SlaSpec;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import java.util.Optional;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * Where a case belongs: how urgent, due when, in which queue, and why. Pure: the same item, reports
 * and policy always give the same place.
 *
 * @param reasons in the order a reviewer should read them
 */
public record Placement(Priority priority, Instant dueAt, String queue, List<QueueReason> reasons) {
  /** The queue of cases that no queue of the policy takes. */
  public static final String UNROUTED = "unrouted";

  private static final SlaSpec DEFAULT_P0 = new SlaSpec(Priority.P0, 15 * 60, 0);
  private static final SlaSpec DEFAULT_P1 = new SlaSpec(Priority.P1, 60 * 60, 0);
  private static final SlaSpec DEFAULT_P2 = new SlaSpec(Priority.P2, 24 * 60 * 60, 0);

  public Placement {
    reasons = List.copyOf(reasons);
  }

  /**
   * Places a case.
   *
   * @param category the leading category, {@code UNKNOWN} when a stage failed before any score
   * @param score fused score of that category, 0..1
   */
  public static Placement of(
      Item item, Category category, double score, List<Report> reports, ResolvedPolicy policy) {
    return of(item, category, score, CaseBasis.verdict(item, reports), policy);
  }

  /**
   * Places a case. Only reports of an authority or a trusted flagger, and of readers the one that
   * comes while the item waits already, make it more urgent; readers never beyond P1.
   */
  static Placement of(
      Item item, Category category, double score, CaseBasis basis, ResolvedPolicy policy) {
    List<QueueReason> reasons = new ArrayList<>();
    Priority priority = byCategory(category, policy);
    reasons.add(new QueueReason(ReasonKind.CATEGORY_PRIORITY, category.id()));
    Priority reached = raisedByReach(priority, item.reach(), policy);
    if (reached != priority) {
      reasons.add(new QueueReason(ReasonKind.RAISED_BY_REACH, Long.toString(item.reach())));
      priority = reached;
    }
    Optional<Report> notice =
        weightiest(basis.reports())
            .filter(report -> basis.byReport() || basis.again() || raises(report));
    if (notice.isPresent()) {
      reasons.add(
          new QueueReason(
              ReasonKind.RAISED_BY_REPORT, notice.get().source().name().toLowerCase(Locale.ROOT)));
      priority = raisedByReport(priority, notice.get(), basis.again());
    }
    Optional<Clock> clock = clock(basis.reports(), policy);
    if (clock.isPresent()) {
      reasons.add(new QueueReason(ReasonKind.STATUTORY_CLOCK, clock.get().title()));
      priority = raisedByClock(priority, clock.get().seconds(), policy);
    }
    reasons.add(new QueueReason(ReasonKind.SCORE, String.format(Locale.ROOT, "%.2f", score)));
    Instant usual = basis.start().plusSeconds(sla(priority, policy).seconds());
    Instant due = clock.map(Clock::dueAt).filter(lawful -> lawful.isBefore(usual)).orElse(usual);
    Optional<RoutingRule> routed = routed(item, category, priority, basis.reports(), policy);
    routed.ifPresent(rule -> reasons.add(new QueueReason(ReasonKind.ROUTED, rule.title())));
    Priority settled = priority;
    String queue =
        routed.map(RoutingRule::queue).orElseGet(() -> queue(item, category, settled, policy));
    return new Placement(priority, due, queue, reasons);
  }

  private static Priority raisedByReport(Priority priority, Report notice, boolean again) {
    boolean byReaders = again && priority.compareTo(Priority.P1) > 0;
    return raises(notice) || byReaders ? oneUp(priority) : priority;
  }

  /** Until when the sender of a report or order is to have an answer, whatever else is known. */
  public static Instant answerDue(Item item, Report report, ResolvedPolicy policy) {
    Category ground = Objects.requireNonNullElse(report.ground(), Category.UNKNOWN);
    return of(item, ground, 0, CaseBasis.reported(List.of(report), report.receivedAt()), policy)
        .dueAt();
  }

  /** The same urgency in the escalation queue, which is then the first reason to read. */
  Placement escalatedTo(String escalationQueue) {
    List<QueueReason> all = new ArrayList<>();
    all.add(new QueueReason(ReasonKind.ESCALATED, escalationQueue));
    reasons.stream().filter(reason -> reason.kind() != ReasonKind.ESCALATED).forEach(all::add);
    return new Placement(priority, dueAt, escalationQueue, all);
  }

  /**
   * The more urgent of this place of a case and that of an item that joins it: its priority and
   * queue where it is more urgent, and the earlier due time.
   *
   * @param category what the joining item is about
   */
  Placement withMember(Placement member, Category category) {
    Instant due = member.dueAt().isBefore(dueAt) ? member.dueAt() : dueAt;
    if (member.priority().compareTo(priority) >= 0) {
      return new Placement(priority, due, queue, reasons);
    }
    List<QueueReason> all = new ArrayList<>();
    all.add(new QueueReason(ReasonKind.RAISED_BY_MEMBER, category.id()));
    reasons.stream().filter(each -> each.kind() != ReasonKind.RAISED_BY_MEMBER).forEach(all::add);
    return new Placement(member.priority(), due, member.queue(), all);
  }

  /** This place, where it was no less urgent before; what members made of it stays told. */
  Placement keeping(Placement before) {
    boolean more = before.priority().compareTo(priority) < 0;
    List<QueueReason> all = new ArrayList<>();
    before.reasons().stream()
        .filter(reason -> reason.kind() == ReasonKind.RAISED_BY_MEMBER)
        .forEach(all::add);
    all.addAll(reasons);
    return new Placement(
        more ? before.priority() : priority,
        before.dueAt().isBefore(dueAt) ? before.dueAt() : dueAt,
        more ? before.queue() : queue,
        all);
  }

  /** A clock of the law or of an order, how long it runs, and when it runs out. */
  private record Clock(String title, long seconds, Instant dueAt) {
    static Clock of(ClockSpec spec, Report notice) {
      return new Clock(
          spec.title(), spec.seconds(), notice.receivedAt().plusSeconds(spec.seconds()));
    }

    static Clock of(Report order, Instant deadline) {
      String title = Objects.requireNonNullElse(order.legalBasis(), "");
      long seconds = Duration.between(order.receivedAt(), deadline).toSeconds();
      return new Clock(title, seconds, deadline);
    }
  }

  /** Of the clocks that notices started, and the deadlines of orders, the one that ends first. */
  private static Optional<Clock> clock(List<Report> reports, ResolvedPolicy policy) {
    Stream<Clock> lawful =
        policy.clocks().stream()
            .flatMap(
                spec ->
                    reports.stream().filter(spec::startsWith).map(each -> Clock.of(spec, each)));
    Stream<Clock> ordered =
        reports.stream()
            .flatMap(
                each ->
                    Optional.ofNullable(each.deadline()).map(at -> Clock.of(each, at)).stream());
    return Stream.concat(lawful, ordered).min(Comparator.comparing(Clock::dueAt));
  }

  /**
   * The least urgent priority whose cases are done in the time that the law leaves: queues are
   * worked off by priority first, so that a due time alone would be read too late.
   */
  private static Priority raisedByClock(Priority priority, long seconds, ResolvedPolicy policy) {
    Priority raised = priority;
    while (raised != Priority.P0 && sla(raised, policy).seconds() > seconds) {
      raised = oneUp(raised);
    }
    return raised;
  }

  private static Priority byCategory(Category category, ResolvedPolicy policy) {
    @Nullable CategoryPolicy known = policy.category(category);
    return known == null || known.priority() == Priority.UNKNOWN ? Priority.P2 : known.priority();
  }

  /** The most urgent priority whose reach the item has, if that is more urgent. */
  private static Priority raisedByReach(Priority priority, long reach, ResolvedPolicy policy) {
    return policy.sla().stream()
        .filter(sla -> sla.priority() != Priority.UNKNOWN)
        .filter(sla -> sla.raiseAtReach() > 0 && reach >= sla.raiseAtReach())
        .map(SlaSpec::priority)
        .filter(candidate -> candidate.compareTo(priority) < 0)
        .min(Comparator.naturalOrder())
        .orElse(priority);
  }

  /** What reports are about: the ground of the weightiest that names one. */
  static Optional<Category> ground(List<Report> reports) {
    return weightiest(
            reports.stream()
                .filter(report -> report.ground() != null && report.ground() != Category.UNKNOWN)
                .toList())
        .map(Report::ground);
  }

  /** An authority's report before a trusted flagger's before anybody's; of equals, the first. */
  private static Optional<Report> weightiest(List<Report> reports) {
    return reports.stream().min(Comparator.comparingInt(Placement::rank));
  }

  private static int rank(Report report) {
    return switch (report.source()) {
      case AUTHORITY -> 0;
      case TRUSTED_FLAGGER -> 1;
      case USER, UNKNOWN -> 2;
    };
  }

  private static boolean raises(Report report) {
    return rank(report) < 2;
  }

  private static Priority oneUp(Priority priority) {
    return switch (priority) {
      case P0, P1 -> Priority.P0;
      case P2, UNKNOWN -> Priority.P1;
    };
  }

  /** How long a case of a priority may wait under a policy. */
  static SlaSpec sla(Priority priority, ResolvedPolicy policy) {
    return policy.sla().stream()
        .filter(sla -> sla.priority() == priority)
        .findFirst()
        .orElse(
            switch (priority) {
              case P0 -> DEFAULT_P0;
              case P1 -> DEFAULT_P1;
              case P2, UNKNOWN -> DEFAULT_P2;
            });
  }

  /** The first routing rule of which every part fits. */
  private static Optional<RoutingRule> routed(
      Item item,
      Category category,
      Priority priority,
      List<Report> reports,
      ResolvedPolicy policy) {
    List<Modality> kinds = kinds(item);
    return policy.routing().stream()
        .filter(rule -> any(rule.categories(), category))
        .filter(rule -> any(rule.languages(), item.language()))
        .filter(rule -> any(rule.regions(), item.region()))
        .filter(rule -> any(rule.surfaces(), item.surface()))
        .filter(rule -> any(rule.audiences(), item.audience()))
        .filter(rule -> any(rule.priorities(), priority))
        .filter(rule -> rule.kinds().isEmpty() || rule.kinds().stream().anyMatch(kinds::contains))
        .filter(
            rule ->
                rule.sources().isEmpty()
                    || reports.stream().map(Report::source).anyMatch(rule.sources()::contains))
        .findFirst();
  }

  private static <T> boolean any(List<T> named, T value) {
    return named.isEmpty() || named.contains(value);
  }

  private static String queue(
      Item item, Category category, Priority priority, ResolvedPolicy policy) {
    List<Modality> kinds = kinds(item);
    return policy.queues().stream()
        .filter(queue -> !queue.escalation())
        .filter(queue -> takes(queue, item.language(), category, priority, kinds))
        .map(QueueSpec::id)
        .findFirst()
        .orElse(UNROUTED);
  }

  /** The queue that escalated cases of this kind go to, if the policy has one. */
  static Optional<QueueSpec> escalation(
      ResolvedPolicy policy,
      String language,
      Category category,
      Priority priority,
      List<Modality> kinds) {
    return policy.queues().stream()
        .filter(QueueSpec::escalation)
        .filter(queue -> takes(queue, language, category, priority, kinds))
        .findFirst();
  }

  private static boolean takes(
      QueueSpec queue,
      String language,
      Category category,
      Priority priority,
      List<Modality> kinds) {
    return (queue.categories().isEmpty() || queue.categories().contains(category))
        && (queue.languages().isEmpty() || queue.languages().contains(language))
        && (queue.priorities().isEmpty() || queue.priorities().contains(priority))
        && (queue.kinds().isEmpty() || queue.kinds().stream().anyMatch(kinds::contains));
  }

  /** The kinds of content an item has, TEXT when it has words. */
  static List<Modality> kinds(Item item) {
    List<Modality> kinds = new ArrayList<>();
    if (!item.text().isBlank()) {
      kinds.add(Modality.TEXT);
    }
    item.media().stream()
        .map(MediaInfo::kind)
        .distinct()
        .sorted()
        .filter(kind -> kind != Modality.TEXT)
        .forEach(kinds::add);
    return List.copyOf(kinds);
  }
}
