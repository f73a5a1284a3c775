package dev.halcyon.engine.batch;

import dev.halcyon.engine.batch.WaitingLine.Ticket;
import dev.halcyon.protocol.UserProblem;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
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

  private final String name;
  private final BatchLimits limits;
  private final Work<Q, A> work;
  private final Ticks ticks;
  private final ExecutorService lanes;

  /** Fair, so that who waits for room is not overtaken for ever by those who come later. */
  private final ReentrantLock lock = new ReentrantLock(true);

  private final Condition changed = lock.newCondition();
  private final Condition room = lock.newCondition();
  private final WaitingLine<Q, A> line;
  private boolean started;
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

  /**
   * Prepares a batcher; its threads start with the first question.
   *
   * @param name of what answers, for its threads and its problems: {@code minilm}
   */
  public MicroBatcher(String name, BatchLimits limits, Work<Q, A> work) {
    this(name, limits, work, Ticks.system());
  }

  MicroBatcher(String name, BatchLimits limits, Work<Q, A> work, Ticks ticks) {
    this.name = name;
    this.limits = limits;
    this.work = work;
    this.ticks = ticks;
    this.line = new WaitingLine<>(limits);
    this.lanes =
        Executors.newFixedThreadPool(
            limits.lanes(), Thread.ofPlatform().daemon().name("batch-" + name + "-", 0).factory());
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
    lock.lockInterruptibly();
    try {
      for (Q question : questions) {
        Ticket<Q, A> ticket = new Ticket<>(question, deadline, lock.newCondition());
        tickets.add(ticket);
        queue(ticket);
      }
      for (Ticket<Q, A> ticket : tickets) {
        replies.add(awaited(ticket));
      }
      return replies;
    } finally {
      for (Ticket<Q, A> ticket : tickets) {
        withdraw(ticket); // nothing to do unless the caller was interrupted
      }
      lock.unlock();
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
    while (!closed && line.isFull() && ticks.nanos() < ticket.deadline) {
      ticks.await(lock, room, ticket.deadline);
    }
    long now = ticks.nanos();
    if (closed) {
      ticket.reply(new BatchReply.Failed<>(closedProblem()));
    } else if (now >= ticket.deadline) {
      tooLate(ticket);
      room.signal(); // whoever woke us for a place woke one who does not need it
    } else {
      line.add(ticket, now);
      start();
      if (line.length() == 1 || line.length() >= limits.size()) {
        changed.signal();
      }
    }
  }

  private BatchReply<A> awaited(Ticket<Q, A> ticket) throws InterruptedException {
    @Nullable BatchReply<A> reply = ticket.reply;
    while (reply == null) {
      if (ticks.nanos() >= ticket.deadline) {
        withdraw(ticket);
        tooLate(ticket);
      } else {
        ticks.await(lock, ticket.answered, ticket.deadline);
      }
      reply = ticket.reply;
    }
    return reply;
  }

  private void withdraw(Ticket<Q, A> ticket) {
    if (line.remove(ticket)) {
      room.signal();
    }
  }

  private void tooLate(Ticket<Q, A> ticket) {
    late++;
    ticket.reply(new BatchReply.Late<>());
  }

  private void start() {
    if (!started) {
      started = true;
      for (int i = 0; i < limits.lanes(); i++) {
        lanes.execute(this::lane);
      }
    }
  }

  /** One lane: batch after batch, until the batcher is closed and nothing waits. */
  private void lane() {
    List<Ticket<Q, A>> batch = next();
    while (!batch.isEmpty()) {
      answer(batch);
      batch = next();
    }
  }

  /** Waits for a batch; empty when there will be none. */
  private List<Ticket<Q, A>> next() {
    lock.lock();
    try {
      while (!abandoned) {
        long now = ticks.nanos();
        for (Ticket<Q, A> ticket : line.takeLate(now)) {
          tooLate(ticket);
          room.signal();
        }
        long goesOff = line.goesOffAt();
        if (goesOff == WaitingLine.NEVER && closed) {
          return List.of();
        }
        if (goesOff <= now || closed) {
          return taken();
        }
        waitForMore(goesOff);
      }
      return List.of();
    } finally {
      lock.unlock();
    }
  }

  private void waitForMore(long goesOff) {
    try {
      ticks.await(lock, changed, goesOff);
    } catch (InterruptedException e) {
      // Only a hasty close interrupts a lane; it has set the flag that ends the loop around this.
      return;
    }
  }

  private List<Ticket<Q, A>> taken() {
    if (line.length() > 1) {
      for (Ticket<Q, A> ticket :
          line.takeHopeless(ticks.nanos(), Arrays.stream(took).min().orElse(0))) {
        tooLate(ticket);
        room.signal();
      }
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

  private void answer(List<Ticket<Q, A>> batch) {
    List<Q> questions = new ArrayList<>(batch.size());
    batch.forEach(ticket -> questions.add(ticket.question));
    List<A> answers = List.of();
    @Nullable Throwable failure = null;
    long begun = ticks.nanos();
    try {
      answers = List.copyOf(work.answer(List.copyOf(questions)));
      if (answers.size() != batch.size()) {
        failure =
            new IllegalStateException(
                name + " gave " + answers.size() + " answers to " + batch.size() + " questions");
      }
    } catch (InterruptedException e) {
      failure = closedProblem();
    } catch (RuntimeException | Error e) {
      // Whatever it is belongs to those who asked; the lane lives on for the others.
      failure = e;
    }
    lock.lock();
    try {
      long now = ticks.nanos();
      took[(int) (finished++ % took.length)] = now - begun;
      for (int i = 0; i < batch.size(); i++) {
        Ticket<Q, A> ticket = batch.get(i);
        if (ticket.reply != null) {
          continue; // late, and told so while the batch ran
        } else if (now >= ticket.deadline) {
          tooLate(ticket);
        } else if (failure == null) {
          ticket.reply(new BatchReply.Answered<>(answers.get(i)));
        } else {
          ticket.reply(new BatchReply.Failed<>(failure));
        }
      }
    } finally {
      lock.unlock();
    }
  }

  private UserProblem closedProblem() {
    return new UserProblem(
        "model.closed",
        "The engine was closed before " + name + " answered.",
        "Start the engine, then scan again.");
  }

  /** What it has done so far. */
  public Counts counts() {
    lock.lock();
    try {
      return new Counts(batches, taken, late, line.length());
    } finally {
      lock.unlock();
    }
  }

  /**
   * Takes no more questions, works off those that wait, without a window, and returns when that is
   * done. Interrupted meanwhile it lets them go: they are answered as failed.
   */
  @Override
  public void close() {
    lock.lock();
    try {
      closed = true;
      changed.signalAll();
      room.signalAll();
    } finally {
      lock.unlock();
    }
    lanes.shutdown();
    try {
      while (!lanes.awaitTermination(1, TimeUnit.DAYS)) {
        // a batch of a day: go on waiting
      }
    } catch (InterruptedException e) {
      abandon();
      Thread.currentThread().interrupt();
    }
  }

  private void abandon() {
    lock.lock();
    try {
      abandoned = true;
      List<Ticket<Q, A>> left = line.take();
      while (!left.isEmpty()) {
        left.forEach(ticket -> ticket.reply(new BatchReply.Failed<>(closedProblem())));
        left = line.take();
      }
    } finally {
      lock.unlock();
    }
    lanes.shutdownNow();
  }
}
