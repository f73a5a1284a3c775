package dev.halcyon.engine.batch;

import dev.halcyon.engine.batch.WaitingLine.Ticket;
import dev.halcyon.protocol.UserProblem;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * The threads of a batcher that take batches out of its line and answer them, several at a time.
 * The work never runs under the line's lock. Safe for any thread.
 *
 * @param <Q> what is asked
 * @param <A> what is answered
 */
final class BatchLanes<Q, A> {
  private final String name;
  private final int lanes;
  private final MicroBatcher.Work<Q, A> work;
  private final Ticks ticks;
  private final SharedLine<Q, A> line;
  private final ExecutorService threads;

  /** Guarded by the line's lock. */
  private boolean started;

  BatchLanes(
      String name, int lanes, MicroBatcher.Work<Q, A> work, Ticks ticks, SharedLine<Q, A> line) {
    this.name = name;
    this.lanes = lanes;
    this.work = work;
    this.ticks = ticks;
    this.line = line;
    this.threads =
        Executors.newFixedThreadPool(
            lanes, Thread.ofPlatform().daemon().name("batch-" + name + "-", 0).factory());
  }

  /** Starts the threads, once; for who holds the line's lock. */
  void start() {
    if (!started) {
      started = true;
      for (int i = 0; i < lanes; i++) {
        threads.execute(this::lane);
      }
    }
  }

  /** One lane: batch after batch, until the line is closed and nothing waits. */
  private void lane() {
    List<Ticket<Q, A>> batch = next();
    while (!batch.isEmpty()) {
      answer(batch);
      batch = next();
    }
  }

  /** Waits for a batch; empty when there will be none. */
  private List<Ticket<Q, A>> next() {
    line.lock();
    try {
      while (!line.isAbandoned()) {
        long now = ticks.nanos();
        line.clearLate(now);
        long goesOff = line.goesOffAt();
        if (goesOff == WaitingLine.NEVER && line.isClosed()) {
          return List.of();
        }
        if (goesOff <= now || line.isClosed()) {
          return line.take();
        }
        waitForMore(goesOff);
      }
      return List.of();
    } finally {
      line.unlock();
    }
  }

  private void waitForMore(long goesOff) {
    try {
      line.awaitChange(goesOff);
    } catch (InterruptedException e) {
      // Only a hasty close interrupts a lane; it has set the flag that ends the loop around this.
      return;
    }
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
    line.lock();
    try {
      long now = ticks.nanos();
      line.finished(now - begun);
      for (int i = 0; i < batch.size(); i++) {
        reply(batch.get(i), now, i < answers.size() ? answers.get(i) : null, failure);
      }
    } finally {
      line.unlock();
    }
  }

  private void reply(
      Ticket<Q, A> ticket, long now, @Nullable A answer, @Nullable Throwable failure) {
    if (ticket.reply != null) {
      return; // late, and told so while the batch ran
    } else if (now >= ticket.deadline) {
      line.tooLate(ticket);
    } else if (failure == null && answer != null) {
      ticket.reply(new BatchReply.Answered<>(answer));
    } else if (failure != null) {
      ticket.reply(new BatchReply.Failed<>(failure));
    }
  }

  UserProblem closedProblem() {
    return new UserProblem(
        "model.closed",
        "The engine was closed before " + name + " answered.",
        "Start the engine, then scan again.");
  }

  /** Waits until a closed line is worked off; interrupted meanwhile it lets go what waits. */
  void finish() {
    threads.shutdown();
    try {
      while (!threads.awaitTermination(1, TimeUnit.DAYS)) {
        // a batch of a day: go on waiting
      }
    } catch (InterruptedException e) {
      abandon();
      Thread.currentThread().interrupt();
    }
  }

  private void abandon() {
    line.lock();
    try {
      line.abandon(new BatchReply.Failed<>(closedProblem()));
    } finally {
      line.unlock();
    }
    threads.shutdownNow();
  }
}
