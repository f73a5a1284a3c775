package dev.halcyon.engine.batch;

import dev.halcyon.engine.batch.WaitingLine.Ticket;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;

/**
 * What those who ask a batcher and those who answer share: the line of questions, whether it is
 * still open, and what has been done, under one lock. Every method but {@link #lock()} and {@link
 * #unlock()} is for who holds it.
 *
 * @param <Q> what is asked
 * @param <A> what is answered
 */
final class SharedLine<Q, A> {
  private final BatchLimits limits;
  private final Ticks ticks;

  /** Fair, so that who waits for room is not overtaken for ever by those who come later. */
  private final ReentrantLock lock = new ReentrantLock(true);

  private final Condition changed = lock.newCondition();
  private final Condition room = lock.newCondition();
  private final WaitingLine<Q, A> line;
  private boolean closed;

  /** Closed without time to work off what waits. */
  private boolean abandoned;

  /**
   * Nanoseconds of the last batches; the fastest is what a batch takes if nothing comes between.
   */
  private final long[] took = new long[4];

  private long finished;
  private long batches;
  private long taken;
  private long late;

  SharedLine(BatchLimits limits, Ticks ticks) {
    this.limits = limits;
    this.ticks = ticks;
    this.line = new WaitingLine<>(limits);
  }

  void lock() {
    lock.lock();
  }

  void lockInterruptibly() throws InterruptedException {
    lock.lockInterruptibly();
  }

  void unlock() {
    lock.unlock();
  }

  Ticket<Q, A> ticket(Q question, long deadline) {
    return new Ticket<>(question, deadline, lock.newCondition());
  }

  /** Waits for a place in the line until it is closed or the deadline has come. */
  void awaitRoom(long deadline) throws InterruptedException {
    while (!closed && line.isFull() && ticks.nanos() < deadline) {
      ticks.await(lock, room, deadline);
    }
  }

  /** Waits for the reply to a ticket, or its deadline. */
  void awaitReply(Ticket<Q, A> ticket) throws InterruptedException {
    ticks.await(lock, ticket.answered, ticket.deadline);
  }

  /** Waits until the line changes or a time has come. */
  void awaitChange(long until) throws InterruptedException {
    ticks.await(lock, changed, until);
  }

  /** Puts a ticket into the line, which must have room. */
  void add(Ticket<Q, A> ticket, long now) {
    line.add(ticket, now);
    if (line.length() == 1 || line.length() >= limits.size()) {
      changed.signal();
    }
  }

  /** Takes a ticket out, if it is still there. */
  void withdraw(Ticket<Q, A> ticket) {
    if (line.remove(ticket)) {
      room.signal();
    }
  }

  /** Answers a ticket that is in the line no more as late. */
  void tooLate(Ticket<Q, A> ticket) {
    late++;
    ticket.reply(new BatchReply.Late<>());
  }

  /** Whoever was woken for a place does not need it. */
  void passRoomOn() {
    room.signal();
  }

  /** Answers those whose deadline has come. */
  void clearLate(long now) {
    late(line.takeLate(now));
  }

  private void late(List<Ticket<Q, A>> tickets) {
    for (Ticket<Q, A> ticket : tickets) {
      tooLate(ticket);
      room.signal();
    }
  }

  /** When the next batch goes off, or {@link WaitingLine#NEVER}. */
  long goesOffAt() {
    return line.goesOffAt();
  }

  /** Takes the next batch, without those who would be late though it went off now. */
  List<Ticket<Q, A>> take() {
    if (line.length() > 1) {
      late(line.takeHopeless(ticks.nanos(), Arrays.stream(took).min().orElse(0)));
    }
    List<Ticket<Q, A>> batch = line.take();
    batches++;
    taken += batch.size();
    for (int i = 0; i < batch.size(); i++) {
      room.signal();
    }
    if (line.length() > 0) {
      changed.signal(); // another lane may go on with the rest
    }
    return batch;
  }

  /** A batch took so long. */
  void finished(long nanos) {
    took[(int) (finished++ % took.length)] = nanos;
  }

  boolean isClosed() {
    return closed;
  }

  boolean isAbandoned() {
    return abandoned;
  }

  /** Nothing more comes in; who waits for room is told. */
  void close() {
    closed = true;
    changed.signalAll();
    room.signalAll();
  }

  /** What waits is not worked off any more: all of it is given this reply. */
  void abandon(BatchReply<A> reply) {
    abandoned = true;
    List<Ticket<Q, A>> left = line.take();
    while (!left.isEmpty()) {
      left.forEach(ticket -> ticket.reply(reply));
      left = line.take();
    }
  }

  MicroBatcher.Counts counts() {
    return new MicroBatcher.Counts(batches, taken, late, line.length());
  }
}
