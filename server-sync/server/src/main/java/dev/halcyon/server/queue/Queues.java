package dev.halcyon.server.queue;

import dev.halcyon.protocol.CasePage;
import dev.halcyon.protocol.CaseState;
import dev.halcyon.protocol.CaseSummary;
import dev.halcyon.protocol.Priority;
import dev.halcyon.protocol.PriorityCount;
import dev.halcyon.protocol.QueueSpec;
import dev.halcyon.protocol.QueueSummary;
import dev.halcyon.protocol.ResolvedPolicy;
import dev.halcyon.server.access.Principal;
import dev.halcyon.server.policy.Policies;
import dev.halcyon.server.queue.QueueRepository.Count;
import dev.halcyon.server.queue.QueueRepository.Filter;
import dev.halcyon.server.store.Database;
import dev.halcyon.server.wellness.Wellness;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Predicate;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * Shows queues: what waits in each, and their cases in order of work. Thread-safe. Counts are kept
 * for a second, because every open workbench asks for them and counting reads every open case.
 */
public final class Queues {
  private static final Duration COUNTS_KEPT = Duration.ofSeconds(1);

  private record Counted(Instant at, List<Count> counts) {}

  private final Database database;
  private final Policies policies;
  private final Hands hands;
  private final Clock clock;
  private final QueueRepository repository = new QueueRepository();
  private volatile Counted counted = new Counted(Instant.EPOCH, List.of());

  public Queues(
      Database database, Policies policies, Staffing staffing, Wellness wellness, Clock clock) {
    this.database = database;
    this.policies = policies;
    this.hands = new Hands(staffing, wellness, clock);
    this.clock = clock;
  }

  /** One page of cases in order of work, as one person may take them. */
  CasePage page(Filter filter, Principal asker, @Nullable QueueOrder after, int limit) {
    List<CaseSummary> found =
        database.read(handle -> hands.page(handle, filter, asker, after, limit + 1));
    if (found.size() <= limit) {
      return new CasePage(found, null);
    }
    List<CaseSummary> page = found.subList(0, limit);
    return new CasePage(page, QueueOrder.of(page.getLast()).cursor());
  }

  /** Every queue of the policy in force, in its order, then any other that still has cases. */
  public List<QueueSummary> summaries() {
    List<Count> counts = counts();
    ResolvedPolicy policy = policies.current(null);
    List<QueueSummary> queues = new ArrayList<>();
    for (QueueSpec queue : policy.queues()) {
      queues.add(summary(queue.id(), queue.title(), queue.escalation(), counts));
    }
    Set<String> others =
        counts.stream().map(Count::queue).collect(Collectors.toCollection(TreeSet::new));
    policy.queues().forEach(queue -> others.remove(queue.id()));
    others.forEach(id -> queues.add(summary(id, id, false, counts)));
    return queues;
  }

  private static QueueSummary summary(
      String id, String title, boolean escalation, List<Count> all) {
    List<Count> counts = all.stream().filter(count -> count.queue().equals(id)).toList();
    Map<Priority, Integer> waiting =
        counts.stream()
            .filter(state(CaseState.WAITING))
            .collect(Collectors.toMap(Count::priority, Count::cases, Integer::sum));
    int inReview = counts.stream().filter(state(CaseState.IN_REVIEW)).mapToInt(Count::cases).sum();
    @Nullable Instant nextDue =
        counts.stream()
            .map(Count::nextDue)
            .filter(Objects::nonNull)
            .min(Comparator.naturalOrder())
            .orElse(null);
    List<PriorityCount> byPriority =
        List.of(Priority.P0, Priority.P1, Priority.P2).stream()
            .map(priority -> new PriorityCount(priority, waiting.getOrDefault(priority, 0)))
            .toList();
    return new QueueSummary(id, title, byPriority, inReview, nextDue, escalation);
  }

  private static Predicate<Count> state(CaseState state) {
    return count -> count.state() == state;
  }

  private List<Count> counts() {
    Counted known = counted;
    Instant now = clock.instant();
    if (known.at().plus(COUNTS_KEPT).isAfter(now)) {
      return known.counts();
    }
    List<Count> fresh = database.read(repository::counts);
    counted = new Counted(now, fresh);
    return fresh;
  }
}
