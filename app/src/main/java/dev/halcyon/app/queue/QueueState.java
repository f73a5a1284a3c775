package dev.halcyon.app.queue;

import dev.halcyon.app.kit.LoadState;
import dev.halcyon.protocol.UserProblem;
import java.util.Optional;

/**
 * What the queue screen stands in. Immutable.
 *
 * @param load of the list
 * @param opening whether a case is being opened
 * @param problem of the last act (opening, refreshing); the list stays
 * @param more whether further pages exist
 */
public record QueueState(
    LoadState load, boolean opening, Optional<UserProblem> problem, boolean more) {
  static final QueueState FIRST =
      new QueueState(new LoadState.Loading("queue.loading"), false, Optional.empty(), false);

  QueueState withLoad(LoadState other) {
    return new QueueState(other, opening, problem, more);
  }

  QueueState withOpening(boolean other) {
    return new QueueState(load, other, problem, more);
  }

  QueueState withProblem(Optional<UserProblem> other) {
    return new QueueState(load, opening, other, more);
  }

  QueueState withMore(boolean other) {
    return new QueueState(load, opening, problem, other);
  }
}
