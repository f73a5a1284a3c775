package dev.halcyon.app.queue;

import dev.halcyon.protocol.Priority;
import dev.halcyon.protocol.QueueSummary;
import java.time.Instant;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;

/**
 * One queue in the list on the left, or all of them together. Immutable.
 *
 * @param id empty for all queues
 */
public record QueueRow(
    Optional<String> id,
    String title,
    Map<Priority, Integer> waiting,
    int inReview,
    Optional<Instant> nextDue) {
  public QueueRow {
    waiting = Map.copyOf(waiting);
  }

  static QueueRow of(QueueSummary queue) {
    return new QueueRow(
        Optional.of(queue.id()),
        queue.title(),
        counts(List.of(queue)),
        queue.inReview(),
        Optional.ofNullable(queue.nextDue()));
  }

  static QueueRow all(String title, List<QueueSummary> queues) {
    return new QueueRow(
        Optional.empty(),
        title,
        counts(queues),
        queues.stream().mapToInt(QueueSummary::inReview).sum(),
        queues.stream()
            .map(QueueSummary::nextDue)
            .filter(Objects::nonNull)
            .min(Instant::compareTo));
  }

  private static Map<Priority, Integer> counts(List<QueueSummary> queues) {
    Map<Priority, Integer> counts = new EnumMap<>(Priority.class);
    for (QueueSummary queue : queues) {
      queue.waiting().forEach(c -> counts.merge(c.priority(), c.waiting(), Integer::sum));
    }
    return counts;
  }

  /** How many wait at a priority. */
  public int waiting(Priority priority) {
    return waiting.getOrDefault(priority, 0);
  }

  /** How many wait altogether. */
  public int depth() {
    return waiting.values().stream().mapToInt(Integer::intValue).sum();
  }
}
