package dev.halcyon.engine.batch;

import dev.halcyon.engine.batch.WaitingLine.Ticket;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Gathers the questions of many threads into batches, for work that is cheaper in batches than one
 * by one. A batch goes off when the window has passed since its first question was queued or when
 * it is full, whichever comes first. Each question has a deadline of its own: one that is late is
 * answered so at once, and neither waits for the batch nor holds it up; one that would be late
 * though its batch went off now is told so then, and leaves its place to one that can be answered.
 *
 * <p>Safe for any thread. {@link #ask} blocks its caller until the answer or the deadline, whether
 * in the line, at work or for want of room in the line (which is how a busy batcher slows down
 * those who ask). The work runs on the batcher's own threads, {@link BatchLimits#lanes()} batches
 * at a time, and never under its lock. What a batch throws fails the questions of that batch and no
 * others.
 *
 * @param <Q> what is asked
 * @param <A> what is answered
 */
public final class MicroBatcher<Q, A> implements AutoCloseable {
  /**
   * What is done with a batch.
   *
   * @param <Q> what is asked
   * @param <A> what is answered
   */
  @FunctionalInterface
  public interface Work<Q, A> {
    /**
     * Answers a batch, on one of the batcher's threads.
     *
     * @param questions at least one, at most {@link BatchLimits#size()}
     * @return an answer for each, in order
     * @throws InterruptedException when the batcher is closed in a hurry
     */
    List<A> answer(List<Q> questions) throws InterruptedException;
  }

  /**
   * What a batcher has done since it was made.
   *
   * @param batches that went off
   * @param taken questions in them
   * @param late questions answered as late, whether they were taken or not
   * @param waiting questions in the line now
   */
  public record Counts(long batches, long taken, long late, int waiting) {
    /** Questions a batch on average, 0 before the first. */
    public double meanSize() {
      return batches == 0 ? 0 : (double) taken / batches;
    }
  }

  private final Ticks ticks;
  private final SharedLine<Q, A> line;
  private final BatchLanes<Q, A> lanes;

  /**
   * Prepares a batcher; its threads start with the first question.
   *
   * @param name of what answers, for its threads and its problems: {@code minilm}
   */
  public MicroBatcher(String name, BatchLimits limits, Work<Q, A> work) {
    this(name, limits, work, Ticks.system());
  }

  MicroBatcher(String name, BatchLimits limits, Work<Q, A> work, Ticks ticks) {
    this.ticks = ticks;
    this.line = new SharedLine<>(limits, ticks);
    this.lanes = new BatchLanes<>(name, limits.lanes(), work, ticks, line);
  }

  /**
   * Asks one question.
   *
   * @param limit how long the answer is worth waiting for, from now; none left is late at once
   * @throws InterruptedException when the caller gave up; the question is withdrawn
   */
  public BatchReply<A> ask(Q question, Duration limit) throws InterruptedException {
    return askAll(List.of(question), limit).getFirst();
  }

  /**
   * Asks several questions at once. They share batches with those of others, and may be more than
   * one batch holds.
   *
   * @param limit how long the answers are worth waiting for, from now
   * @return a reply to each, in order; those answered in time are answered even if others are late
   * @throws InterruptedException when the caller gave up; what still waited is withdrawn
   */
  public List<BatchReply<A>> askAll(List<Q> questions, Duration limit) throws InterruptedException {
    long deadline = deadline(limit);
    List<Ticket<Q, A>> tickets = new ArrayList<>(questions.size());
    List<BatchReply<A>> replies = new ArrayList<>(questions.size());
    line.lockInterruptibly();
    try {
      for (Q question : questions) {
        Ticket<Q, A> ticket = line.ticket(question, deadline);
        tickets.add(ticket);
        queue(ticket);
      }
      for (Ticket<Q, A> ticket : tickets) {
        replies.add(awaited(ticket));
      }
      return replies;
    } finally {
      for (Ticket<Q, A> ticket : tickets) {
        line.withdraw(ticket); // nothing to do unless the caller was interrupted
      }
      line.unlock();
    }
  }

  /** Nanoseconds of the ticks; a limit beyond what they can count is one that never comes. */
  private long deadline(Duration limit) {
    long now = ticks.nanos();
    try {
      return Math.addExact(now, limit.toNanos());
    } catch (ArithmeticException e) {
      return limit.isNegative() ? now : Long.MAX_VALUE;
    }
  }

  private void queue(Ticket<Q, A> ticket) throws InterruptedException {
    line.awaitRoom(ticket.deadline);
    long now = ticks.nanos();
    if (line.isClosed()) {
      ticket.reply(new BatchReply.Failed<>(lanes.closedProblem()));
    } else if (now >= ticket.deadline) {
      line.tooLate(ticket);
      line.passRoomOn();
    } else {
      line.add(ticket, now);
      lanes.start();
    }
  }

  private BatchReply<A> awaited(Ticket<Q, A> ticket) throws InterruptedException {
    @Nullable BatchReply<A> reply = ticket.reply;
    while (reply == null) {
      if (ticks.nanos() >= ticket.deadline) {
        line.withdraw(ticket);
        line.tooLate(ticket);
      } else {
        line.awaitReply(ticket);
      }
      reply = ticket.reply;
    }
    return reply;
  }

  /** What it has done so far. */
  public Counts counts() {
    line.lock();
    try {
      return line.counts();
    } finally {
      line.unlock();
    }
  }

  /**
   * Takes no more questions, works off those that wait, without a window, and returns when that is
   * done. Interrupted meanwhile it lets them go: they are answered as failed.
   */
  @Override
  public void close() {
    line.lock();
    try {
      line.close();
    } finally {
      line.unlock();
    }
    lanes.finish();
  }
}
