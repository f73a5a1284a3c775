package dev.halcyon.server.queue;

import dev.halcyon.protocol.CaseState;
import dev.halcyon.protocol.CaseSummary;
import dev.halcyon.protocol.NextCase;
import dev.halcyon.protocol.OpenedCase;
import dev.halcyon.protocol.Priority;
import dev.halcyon.protocol.QueueReason;
import dev.halcyon.protocol.ReasonKind;
import dev.halcyon.protocol.UserProblem;
import dev.halcyon.server.access.Principal;
import dev.halcyon.server.queue.QueueRepository.Filter;
import dev.halcyon.server.store.Database;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Hands out the next case: what is critical anywhere comes before the queue that was asked for, and
 * only what the asker can take. Thread-safe.
 */
final class NextCases {
  /** How many cases are looked at together; others may take the first ones meanwhile. */
  private static final int TRIED = 32;

  /** Somebody else was quicker, or it is not for this person: the next one then. */
  private static final Set<String> PASSED =
      Set.of(
          "lease.held",
          "case.decided",
          "case.own_escalation",
          "case.skill",
          "case.relief",
          "case.rest",
          "case.turn",
          "case.unknown");

  /** What lists leave out by the policy of all regions, and opening refuses by that of one. */
  private static final Set<String> SPARED = Set.of("case.rest", "case.turn");

  private static final int MOST_REFUSED = 64;

  private final Database database;
  private final Queues queues;
  private final Leases leases;
  private final Staffing staffing;
  private final Hands hands;

  NextCases(Database database, Queues queues, Leases leases, Staffing staffing, Hands hands) {
    this.database = database;
    this.queues = queues;
    this.leases = leases;
    this.staffing = staffing;
    this.hands = hands;
  }

  /**
   * Opens the most urgent waiting case that the asker can take.
   *
   * @param queue whose cases to take where nothing is critical, or null for any
   * @return empty where nothing waits for them
   * @throws UserProblem {@code lease.too_many}; {@code wellness.rest} where something waits for
   *     them and their budgets leave no room for any of it
   */
  Optional<NextCase> next(Principal asker, @Nullable String queue) {
    Tries tries = new Tries();
    Optional<NextCase> found = first(asker, waiting(null, Priority.P0), queue, tries);
    if (found.isEmpty()) {
      found = first(asker, waiting(queue, null), queue, tries);
    }
    if (found.isEmpty()
        && queue != null
        && database.read(handle -> hands.isTurning(handle, asker))) {
      // The lighter work that comes first may wait in another queue.
      found = first(asker, waiting(null, null), queue, tries);
    }
    if (found.isEmpty() && tries.isSpent()) {
      throw database.read(handle -> hands.enough(handle, asker));
    }
    if (found.isEmpty()) {
      database
          .read(handle -> hands.rest(handle, asker, queue))
          .ifPresent(
              problem -> {
                throw problem;
              });
    }
    return found;
  }

  /** How often one asking was refused for the asker's own sake. Confined to it. */
  private static final class Tries {
    private int refused;

    void count(UserProblem problem) {
      refused += SPARED.contains(problem.code()) ? 1 : 0;
    }

    boolean isSpent() {
      return refused >= MOST_REFUSED;
    }
  }

  private static Filter waiting(@Nullable String queue, @Nullable Priority priority) {
    return new Filter(queue, CaseState.WAITING, priority, null, null, null);
  }

  private Optional<NextCase> first(
      Principal asker, Filter filter, @Nullable String queue, Tries tries) {
    @Nullable QueueOrder after = null;
    do {
      if (tries.isSpent()) {
        return Optional.empty();
      }
      List<CaseSummary> page = queues.page(filter, asker, after, TRIED).cases();
      for (CaseSummary summary : page) {
        try {
          OpenedCase opened = leases.take(asker, summary.id());
          return Optional.of(new NextCase(opened, why(asker, opened, queue)));
        } catch (UserProblem problem) {
          if (!PASSED.contains(problem.code())) {
            throw problem;
          }
          tries.count(problem);
        }
        if (tries.isSpent()) {
          return Optional.empty();
        }
      }
      after = page.size() < TRIED ? null : QueueOrder.of(page.getLast());
    } while (after != null);
    return Optional.empty();
  }

  private List<QueueReason> why(Principal asker, OpenedCase opened, @Nullable String queue) {
    CaseSummary summary = opened.detail().summary();
    List<QueueReason> why = new ArrayList<>();
    if (queue != null && !queue.equals(summary.queue()) && summary.priority() == Priority.P0) {
      why.add(new QueueReason(ReasonKind.PREEMPTS, queue));
    }
    if (database
        .read(handle -> staffing.of(handle, asker))
        .isOpenToAll(summary.queue(), summary.language())) {
      why.add(new QueueReason(ReasonKind.OPEN_TO_ALL, summary.language()));
    }
    why.addAll(summary.why());
    return why;
  }
}
