package dev.halcyon.app.shell;

import dev.halcyon.client.Connection;
import dev.halcyon.protocol.Priority;
import dev.halcyon.protocol.QueueSummary;
import java.time.Instant;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;

/**
 * What the top bar shows. Immutable.
 *
 * @param waiting cases that wait, by priority
 * @param nextDue when the most urgent of them is due, or empty when all is clear
 * @param sending decisions on their way
 * @param unsaved decisions the server does not have and the reviewer must know of
 */
public record FrameState(
    Map<Priority, Integer> waiting,
    Optional<Instant> nextDue,
    Connection connection,
    int sending,
    int unsaved) {

  public FrameState {
    waiting = Map.copyOf(waiting);
  }

  /** Sums the queues up. */
  static FrameState of(List<QueueSummary> queues, Connection connection, int sending, int unsaved) {
    Map<Priority, Integer> waiting = new EnumMap<>(Priority.class);
    for (QueueSummary queue : queues) {
      queue.waiting().forEach(c -> waiting.merge(c.priority(), c.waiting(), Integer::sum));
    }
    Optional<Instant> due =
        queues.stream().map(QueueSummary::nextDue).filter(Objects::nonNull).min(Instant::compareTo);
    return new FrameState(waiting, due, connection, sending, unsaved);
  }

  /** How many wait at a priority. */
  public int waiting(Priority priority) {
    return waiting.getOrDefault(priority, 0);
  }
}
