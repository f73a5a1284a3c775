package dev.halcyon.client.desk;

import dev.halcyon.client.ReviewServer;
import dev.halcyon.protocol.QueueSummary;
import dev.halcyon.protocol.UserProblem;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Consumer;

/** Keeps the list of queues fresh: after changes, at most once per interval. Thread-safe. */
final class QueueWatch {
  private static final Duration SETTLE = Duration.ofSeconds(1);

  private final ReviewServer server;
  private final Lanes lanes;
  private final DeskOptions options;
  private final Consumer<List<QueueSummary>> changed;
  private final AtomicBoolean planned = new AtomicBoolean();
  private volatile List<QueueSummary> queues = List.of();
  private volatile boolean stopped;

  QueueWatch(
      ReviewServer server, Lanes lanes, DeskOptions options, Consumer<List<QueueSummary>> changed) {
    this.server = server;
    this.lanes = lanes;
    this.options = options;
    this.changed = changed;
  }

  List<QueueSummary> list() {
    return queues;
  }

  /** Loads now, in the background. */
  void refresh() {
    plan(Duration.ZERO);
  }

  /** Something changed: loads soon. */
  void heard() {
    plan(SETTLE);
  }

  void stop() {
    stopped = true;
  }

  private void plan(Duration delay) {
    if (!stopped && planned.compareAndSet(false, true)) {
      lanes.after(delay, this::load);
    }
  }

  private void load() {
    planned.set(false);
    try {
      List<QueueSummary> now = server.queues();
      if (!now.equals(queues)) {
        queues = now;
        changed.accept(now);
      }
    } catch (UserProblem e) {
      // The connection's own sign already says what is wrong.
      plan(options.retryMost());
    }
  }
}
