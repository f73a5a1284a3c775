package dev.halcyon.engine.batch;

import java.util.ArrayList;
import java.util.Iterator;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.concurrent.locks.Condition;
import org.jspecify.annotations.Nullable;

/**
 * The questions that wait for a batch, oldest first, and the rule of when one goes off. Not safe
 * for threads: its batcher's lock guards it.
 */
final class WaitingLine<Q, A> {
  /** What {@link #goesOffAt()} gives for an empty line. */
  static final long NEVER = Long.MAX_VALUE;

  /**
   * One question and, once it is known, its reply. Guarded by the batcher's lock.
   *
   * @param <Q> what is asked
   * @param <A> what is answered
   */
  static final class Ticket<Q, A> {
    final Q question;

    /** Nanoseconds, as the batcher's ticks count. */
    final long deadline;

    /** Signalled when {@link #reply} is set. */
    final Condition answered;

    long since;
    @Nullable BatchReply<A> reply;

    Ticket(Q question, long deadline, Condition answered) {
      this.question = question;
      this.deadline = deadline;
      this.answered = answered;
    }

    void reply(BatchReply<A> given) {
      reply = given;
      answered.signal();
    }
  }

  private final BatchLimits limits;
  private final LinkedHashSet<Ticket<Q, A>> tickets = new LinkedHashSet<>();

  WaitingLine(BatchLimits limits) {
    this.limits = limits;
  }

  int length() {
    return tickets.size();
  }

  boolean isFull() {
    return tickets.size() >= limits.waiting();
  }

  /** Queues a ticket; the line must have room. */
  void add(Ticket<Q, A> ticket, long now) {
    if (isFull()) {
      throw new IllegalStateException("the line is full");
    }
    ticket.since = now;
    tickets.add(ticket);
  }

  /** Takes a ticket out; false when it is not in the line (any more). */
  boolean remove(Ticket<Q, A> ticket) {
    return tickets.remove(ticket);
  }

  /** When the next batch goes off if nothing comes: 0 for at once, or {@link #NEVER}. */
  long goesOffAt() {
    if (tickets.isEmpty()) {
      return NEVER;
    }
    return tickets.size() >= limits.size()
        ? 0
        : tickets.getFirst().since + limits.window().toNanos();
  }

  /** Takes the batch out, oldest first; its tickets are the batcher's to answer. */
  List<Ticket<Q, A>> take() {
    List<Ticket<Q, A>> batch = new ArrayList<>(Math.min(limits.size(), tickets.size()));
    while (!tickets.isEmpty() && batch.size() < limits.size()) {
      batch.add(tickets.removeFirst());
    }
    return batch;
  }

  /**
   * Takes out those who would be late though a batch went off now. The newest stays in any case:
   * the estimate may be wrong, and only a batch can tell.
   *
   * @param takes what a batch takes, nanoseconds
   */
  List<Ticket<Q, A>> takeHopeless(long now, long takes) {
    List<Ticket<Q, A>> hopeless = new ArrayList<>();
    for (Iterator<Ticket<Q, A>> each = tickets.iterator(); each.hasNext(); ) {
      Ticket<Q, A> ticket = each.next();
      if (each.hasNext() && ticket.deadline - now < takes) {
        each.remove();
        hopeless.add(ticket);
      }
    }
    return hopeless;
  }

  /** Takes out those whose deadline has come: no batch has a place for them. */
  List<Ticket<Q, A>> takeLate(long now) {
    List<Ticket<Q, A>> late = new ArrayList<>();
    for (Iterator<Ticket<Q, A>> each = tickets.iterator(); each.hasNext(); ) {
      Ticket<Q, A> ticket = each.next();
      if (now >= ticket.deadline) {
        each.remove();
        late.add(ticket);
      }
    }
    return late;
  }
}
