package dev.halcyon.client.desk;

import dev.halcyon.client.Connection;
import dev.halcyon.client.ReviewServer;
import dev.halcyon.client.outbox.Outbox;
import dev.halcyon.client.outbox.OutboxEntry;
import dev.halcyon.protocol.QueueSummary;
import java.time.Clock;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.ScheduledExecutorService;

/**
 * A reviewer's session: cases loaded ahead, one open case with its lease, decisions that wait out
 * their undo window. Thread-safe. Methods that say so block on the network or the disk: call them
 * from the {@code io} lane. Everything that happens is told to {@link DeskListener}s.
 */
public final class Desk implements AutoCloseable {
  /** A desk that does nothing before {@link #start()}. It owns the outbox and closes it. */
  public Desk(
      ReviewServer server,
      Outbox outbox,
      DeskOptions options,
      Clock clock,
      ScheduledExecutorService timers,
      ExecutorService io) {}

  /** A desk on its own timers and virtual threads, by the system's clock. */
  public static Desk on(ReviewServer server, Outbox outbox, DeskOptions options) {
    throw new UnsupportedOperationException();
  }

  /** Adds a listener; it hears the present state first. Close to stop. */
  public AutoCloseable listen(DeskListener listener) {
    throw new UnsupportedOperationException();
  }

  /** Begins to load ahead, to follow changes and to send what an earlier session left. */
  public void start() {
    throw new UnsupportedOperationException();
  }

  /** Changes which cases are loaded ahead. */
  public void filter(dev.halcyon.client.CaseFilter filter) {
    throw new UnsupportedOperationException();
  }

  /** Takes a case; blocks. The one open before returns to its queue. */
  public OpenCase open(UUID caseId) {
    throw new UnsupportedOperationException();
  }

  /** Takes the next case nobody else was first at; blocks. Empty when the queue is clear. */
  public Optional<OpenCase> openNext() {
    throw new UnsupportedOperationException();
  }

  /** Gives the open case back to its queue; blocks. Nothing happens when none is open. */
  public void release() {
    throw new UnsupportedOperationException();
  }

  /**
   * Makes the decision on the open case: it is on this machine's disk when this returns (blocks for
   * that), and the next case is on its way.
   */
  public OutboxEntry decide(DecisionDraft draft) {
    throw new UnsupportedOperationException();
  }

  /** Takes the newest decision back that still can be; blocks. Empty when there is none. */
  public Optional<Undone> undo() {
    throw new UnsupportedOperationException();
  }

  /** Takes one decision back; blocks. */
  public Undone undo(UUID decisionId) {
    throw new UnsupportedOperationException();
  }

  /** Sends a decision that was not saved again, now. */
  public void retry(UUID decisionId) {
    throw new UnsupportedOperationException();
  }

  /** Gives up a decision that was not saved; blocks for the disk. */
  public void discard(UUID decisionId) {
    throw new UnsupportedOperationException();
  }

  public List<LoadedCase> upNext() {
    throw new UnsupportedOperationException();
  }

  public Optional<OpenCase> current() {
    throw new UnsupportedOperationException();
  }

  public List<OutboxEntry> outbox() {
    throw new UnsupportedOperationException();
  }

  public List<QueueSummary> queues() {
    throw new UnsupportedOperationException();
  }

  public Connection connection() {
    throw new UnsupportedOperationException();
  }

  /**
   * Returns the open case to its queue, sends what is past its window and closes the outbox; what
   * is still within stays in the file for the next start. Blocks, a few seconds at most.
   */
  @Override
  public void close() {}
}
