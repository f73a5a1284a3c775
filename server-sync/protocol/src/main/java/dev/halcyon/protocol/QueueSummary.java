package dev.halcyon.protocol;

import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** A queue with what waits in it. {@code nextDue} is null when it is clear. */
public record QueueSummary(
    String id,
    String title,
    List<PriorityCount> waiting,
    int inReview,
    @Nullable Instant nextDue,
    boolean escalation) {
  public QueueSummary {
    waiting = waiting == null ? List.of() : List.copyOf(waiting);
  }

  /** All waiting cases. */
  public int depth() {
    return waiting.stream().mapToInt(PriorityCount::waiting).sum();
  }
}
