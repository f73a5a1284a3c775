package dev.halcyon.client.desk;

import dev.halcyon.client.ReviewServer;
import dev.halcyon.client.outbox.Outbox;
import dev.halcyon.client.outbox.OutboxEntry;
import dev.halcyon.protocol.DecisionBatch;
import dev.halcyon.protocol.DecisionOutcome;
import dev.halcyon.protocol.DecisionRequest;
import dev.halcyon.protocol.DecisionResult;
import dev.halcyon.protocol.DecisionResults;
import dev.halcyon.protocol.Problem;
import dev.halcyon.protocol.UserProblem;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Sends decisions whose undo window is over, oldest first and in batches, again and again until the
 * server answered each. Thread-safe; one run at a time.
 *
 * <p>A batch refused as a whole is sent one by one, so that a single decision the server cannot
 * bear never holds back the others.
 */
final class Sender {
  private static final Logger LOG = LoggerFactory.getLogger(Sender.class);
  private static final int BATCH = 100;

  private final ReviewServer server;
  private final Outbox outbox;
  private final Lanes lanes;
  private final DeskOptions options;
  private final Answered answered;
  // Held through a run; guards failures.
  private final ReentrantLock running = new ReentrantLock();
  private int failures;
  private volatile boolean stopped;
  private volatile @Nullable Instant planned;

  /** Hears what the server made of a decision. */
  @FunctionalInterface
  interface Answered {
    void answered(DecisionRequest decision, boolean accepted);
  }

  /**
   * @param answered hears of each answer after the outbox has it
   */
  Sender(ReviewServer server, Outbox outbox, Lanes lanes, DeskOptions options, Answered answered) {
    this.server = server;
    this.outbox = outbox;
    this.lanes = lanes;
    this.options = options;
    this.answered = answered;
  }

  /** Looks what is due, now or when the next window ends. */
  void wake() {
    if (stopped) {
      return;
    }
    Instant due = outbox.nextDue();
    Instant before = planned;
    if (due == null || before != null && !due.isBefore(before) && before.isAfter(lanes.now())) {
      return;
    }
    planned = due;
    lanes.after(
        Duration.between(lanes.now(), due),
        () -> {
          planned = null;
          try {
            send();
            wake();
          } catch (RuntimeException e) {
            // A defect must not end the sending for good, nor try without a pause.
            LOG.error("sending decisions failed", e);
            lanes.after(options.retryMost(), this::wake);
          }
        });
  }

  /** Sends everything due and returns when each was tried once. */
  void send() {
    running.lock();
    try {
      List<OutboxEntry> due = stopped ? List.of() : outbox.claimDue(BATCH);
      while (!due.isEmpty()) {
        if (!trySend(due)) {
          return;
        }
        due = stopped ? List.of() : outbox.claimDue(BATCH);
      }
    } finally {
      running.unlock();
    }
  }

  void stop() {
    stopped = true;
  }

  /** Whether going on makes sense: false when the server cannot be reached now. */
  private boolean trySend(List<OutboxEntry> batch) {
    try {
      DecisionResults results =
          server.decide(new DecisionBatch(batch.stream().map(OutboxEntry::decision).toList()));
      failures = 0;
      return settle(batch, results);
    } catch (UserProblem problem) {
      if (Lanes.passing(problem)) {
        outbox.failed(ids(batch), problem.problem(), lanes.now().plus(pause()));
        return false;
      }
      if (batch.size() == 1) {
        outbox.refused(batch.getFirst().id(), problem.problem());
        answered.answered(batch.getFirst().decision(), false);
        return true;
      }
      boolean go = true;
      for (OutboxEntry entry : batch) {
        go = go && trySend(List.of(entry));
      }
      return go;
    }
  }

  private boolean settle(List<OutboxEntry> batch, DecisionResults results) {
    Map<UUID, DecisionRequest> open = new HashMap<>();
    batch.forEach(entry -> open.put(entry.id(), entry.decision()));
    for (DecisionResult result : results.results()) {
      DecisionRequest decision = open.remove(result.id());
      if (decision != null) {
        outbox.settle(result);
        answered.answered(decision, result.outcome() == DecisionOutcome.ACCEPTED);
      }
    }
    if (!open.isEmpty()) {
      Problem missing =
          new Problem(
              "protocol.answer",
              "The server's answer says nothing of this decision.",
              "It is sent again; if it stays, tell who runs the server.");
      outbox.failed(open.keySet(), missing, lanes.now().plus(pause()));
    }
    return open.isEmpty();
  }

  private static List<UUID> ids(List<OutboxEntry> entries) {
    return entries.stream().map(OutboxEntry::id).toList();
  }

  /** Doubling, up to a bound, and shortened by chance so that many desks do not return as one. */
  private Duration pause() {
    long full = options.retryFirst().toMillis() << Math.min(failures++, 16);
    long bounded = Math.min(full, options.retryMost().toMillis());
    return Duration.ofMillis(bounded - ThreadLocalRandom.current().nextLong(bounded / 2 + 1));
  }
}
