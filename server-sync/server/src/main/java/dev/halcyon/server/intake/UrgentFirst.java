package dev.halcyon.server.intake;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.PriorityBlockingQueue;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import org.jspecify.annotations.Nullable;

/**
 * The order of work of the text lane: what a sender waits for by itself, as a chat does, goes
 * before the lines of batches, and otherwise first come is first served. Thread-safe.
 *
 * @param <T> what waits
 */
final class UrgentFirst<T> {
  private static final AtomicLong COUNTER = new AtomicLong();

  private record Ticket<T>(T what, boolean urgent, long number) implements Comparable<Ticket<?>> {
    @Override
    public int compareTo(Ticket<?> other) {
      return urgent == other.urgent
          ? Long.compare(number, other.number)
          : Boolean.compare(other.urgent, urgent);
    }
  }

  private final PriorityBlockingQueue<Ticket<T>> queue = new PriorityBlockingQueue<>();

  void add(T what, boolean urgent) {
    queue.add(new Ticket<>(what, urgent, COUNTER.getAndIncrement()));
  }

  /**
   * Waits for the next and takes those that go with it: what is urgent does not wait for the work
   * on what is not.
   */
  List<T> take(int most) throws InterruptedException {
    Ticket<T> first = queue.take();
    List<T> taken = new ArrayList<>();
    @Nullable Ticket<T> next = first;
    while (next != null) {
      taken.add(next.what());
      @Nullable Ticket<T> following = taken.size() < most ? queue.peek() : null;
      next = following != null && following.urgent() == first.urgent() ? queue.poll() : null;
    }
    return taken;
  }

  /** Work for {@link #threads}. */
  private record Work(Runnable what, Ticket<Runnable> ticket) implements Runnable {
    @Override
    public void run() {
      what.run();
    }
  }

  /** A task for the executor of {@link #threads} that is urgent or not; others are not. */
  static Runnable work(Runnable what, boolean urgent) {
    return new Work(what, new Ticket<>(what, urgent, COUNTER.getAndIncrement()));
  }

  /** Threads that take urgent {@link #work} first. */
  static ExecutorService threads(String name, int count) {
    Comparator<Runnable> order =
        Comparator.comparing(
            task ->
                task instanceof Work work
                    ? work.ticket()
                    : new Ticket<>(task, false, Long.MAX_VALUE));
    return new ThreadPoolExecutor(
        count,
        count,
        0,
        TimeUnit.SECONDS,
        new PriorityBlockingQueue<>(64, order),
        Thread.ofPlatform().daemon().name(name, 0).factory());
  }
}
