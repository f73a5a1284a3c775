package dev.halcyon.server.queue;

import dev.halcyon.protocol.CaseState;
import dev.halcyon.protocol.CaseSummary;
import dev.halcyon.protocol.Priority;
import dev.halcyon.protocol.UserProblem;
import dev.halcyon.server.access.Principal;
import dev.halcyon.server.http.Routes;
import dev.halcyon.server.queue.QueueRepository.Filter;
import dev.halcyon.server.wellness.LeftOut;
import dev.halcyon.server.wellness.Wellness;
import java.time.Clock;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.jdbi.v3.core.Handle;
import org.jspecify.annotations.Nullable;

/**
 * Which of the cases that wait go to whom: those that a person may take, less what their budgets
 * leave out, and less what the rotation leaves out for as long as something else waits for them.
 * Thread-safe.
 */
final class Hands {
  private static final Filter ANY_WAITING =
      new Filter(null, CaseState.WAITING, null, null, null, null);

  private final Staffing staffing;
  private final Wellness wellness;
  private final Clock clock;
  private final QueueRepository repository = new QueueRepository();

  Hands(Staffing staffing, Wellness wellness, Clock clock) {
    this.staffing = staffing;
    this.wellness = wellness;
    this.clock = clock;
  }

  /** Cases in order of work, as one person may take them; all of them for who takes none. */
  List<CaseSummary> page(
      Handle handle, Filter filter, Principal asker, @Nullable QueueOrder after, int limit) {
    LeftOut left =
        asker.hasAny(Routes.CASE_OPEN.roles())
            ? wellness.leftOut(handle, asker.id())
            : LeftOut.NOTHING;
    if (left.soft().isEmpty()) {
      return page(handle, filter, asker, left, after, limit);
    }
    // The rotation only chooses among what waits: where that is nothing it leaves nothing out.
    boolean chooses = !page(handle, ANY_WAITING, asker, left, null, 1).isEmpty();
    return page(handle, filter, asker, chooses ? left : left.firmly(), after, limit);
  }

  private List<CaseSummary> page(
      Handle handle,
      Filter filter,
      Principal asker,
      LeftOut left,
      @Nullable QueueOrder after,
      int limit) {
    Map<String, Set<String>> closed =
        asker.hasAny(Routes.CASE_OPEN.roles()) ? staffing.of(handle, asker).closed() : Map.of();
    return repository.page(handle, filter, asker.id(), closed, left, after, limit, clock.instant());
  }

  /** Whether the rotation has a person take other work than what comes first. */
  boolean isTurning(Handle handle, Principal asker) {
    return !wellness.leftOut(handle, asker.id()).soft().isEmpty();
  }

  /**
   * Whether something waits for a person of which none may be handed to them because of a budget.
   *
   * @return what they are told
   */
  Optional<UserProblem> rest(Handle handle, Principal asker, @Nullable String queue) {
    if (wellness.leftOut(handle, asker.id()).hard().isEmpty()) {
      return Optional.empty();
    }
    for (Filter filter :
        List.of(
            new Filter(null, CaseState.WAITING, Priority.P0, null, null, null),
            new Filter(queue, CaseState.WAITING, null, null, null, null))) {
      if (!page(handle, filter, asker, LeftOut.NOTHING, null, 1).isEmpty()) {
        return Optional.of(wellness.rest(handle, asker.id()));
      }
    }
    return Optional.empty();
  }

  /** What a person is told to whom none of many cases that wait could be handed. */
  UserProblem enough(Handle handle, Principal asker) {
    return wellness.rest(handle, asker.id());
  }

  /**
   * Refuses a case that the rotation would rather keep from a person, where something else waits.
   *
   * @throws UserProblem {@code case.turn}
   */
  void mustNotWait(Handle handle, Principal asker) {
    LeftOut left = wellness.leftOut(handle, asker.id());
    if (!page(handle, ANY_WAITING, asker, left, null, 1).isEmpty()) {
      throw new UserProblem(
          "case.turn",
          "Something lighter comes before this one; there is time for it.",
          "Take the next case.");
    }
  }
}
