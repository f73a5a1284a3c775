package dev.halcyon.client.desk;

import dev.halcyon.client.TestClock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.PriorityQueue;
import java.util.concurrent.AbstractExecutorService;
import java.util.concurrent.Callable;
import java.util.concurrent.Delayed;
import java.util.concurrent.FutureTask;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.ScheduledFuture;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.NullMarked;
import org.jspecify.annotations.Nullable;

/**
 * Timers that fire when the test moves the clock, and an executor that runs at once on the caller:
 * together they make a desk's session one deterministic thread.
 */
@NullMarked
final class ManualTimers extends AbstractExecutorService implements ScheduledExecutorService {
  private final TestClock clock;
  private final PriorityQueue<Task> tasks =
      new PriorityQueue<>(Comparator.comparing(Task::at).thenComparing(Task::number));
  private long number;
  private boolean dead;

  ManualTimers(TestClock clock) {
    this.clock = clock;
  }

  /** Moves the clock step by step and runs what comes due on the way. */
  void advance(Duration by) {
    Instant end = clock.instant().plus(by);
    while (!tasks.isEmpty() && !tasks.peek().at().isAfter(end)) {
      Task next = tasks.poll();
      if (next.at().isAfter(clock.instant())) {
        clock.advance(Duration.between(clock.instant(), next.at()));
      }
      next.future().run();
      next.future().rethrow();
    }
    clock.advance(Duration.between(clock.instant(), end));
  }

  /** As after a crash: nothing planned happens any more. */
  void kill() {
    dead = true;
    tasks.clear();
  }

  int planned() {
    return tasks.size();
  }

  @Override
  public void execute(Runnable task) {
    task.run();
  }

  @Override
  public ScheduledFuture<?> schedule(Runnable task, long delay, TimeUnit unit) {
    var future = new Timer(task);
    if (!dead) {
      Instant at = clock.instant().plus(Duration.of(delay, unit.toChronoUnit()));
      tasks.add(new Task(at, number++, future));
    }
    return future;
  }

  private record Task(Instant at, long number, Timer future) {}

  private static final class Timer extends FutureTask<@Nullable Void>
      implements ScheduledFuture<@Nullable Void> {
    Timer(Runnable task) {
      super(task, null);
    }

    /** A failure no lane caught ends the test, as it would end the process. */
    void rethrow() {
      if (state() == State.FAILED && exceptionNow() instanceof Error error) {
        throw error;
      }
    }

    @Override
    public long getDelay(TimeUnit unit) {
      return 0;
    }

    @Override
    public int compareTo(Delayed other) {
      return 0;
    }
  }

  @Override
  public <V> ScheduledFuture<V> schedule(Callable<V> task, long delay, TimeUnit unit) {
    throw new UnsupportedOperationException();
  }

  @Override
  public ScheduledFuture<?> scheduleAtFixedRate(
      Runnable task, long delay, long period, TimeUnit unit) {
    throw new UnsupportedOperationException();
  }

  @Override
  public ScheduledFuture<?> scheduleWithFixedDelay(
      Runnable task, long delay, long period, TimeUnit unit) {
    throw new UnsupportedOperationException();
  }

  @Override
  public void shutdown() {}

  @Override
  public List<Runnable> shutdownNow() {
    return new ArrayList<>();
  }

  @Override
  public boolean isShutdown() {
    return false;
  }

  @Override
  public boolean isTerminated() {
    return false;
  }

  @Override
  public boolean awaitTermination(long timeout, TimeUnit unit) {
    return true;
  }
}
