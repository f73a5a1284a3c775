package dev.halcyon.app.fx;

import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * Work that was started; the handle to cancel it. After {@link #cancel()} neither its result nor
 * its failure is delivered. Safe for any thread.
 */
public final class Job {
  private final String title;
  private final AtomicBoolean over = new AtomicBoolean();
  private final AtomicReference<@Nullable Future<?>> future = new AtomicReference<>();

  private final Runnable dropped;

  /** {@code dropped} is told when it is cancelled. */
  Job(String title, Consumer<Job> dropped) {
    this.title = title;
    this.dropped = () -> dropped.accept(this);
  }

  /** What is being done, in words: "Loading the queue". */
  public String title() {
    return title;
  }

  /** Stops it: interrupts the work and drops its outcome. Does nothing once it is over. */
  public void cancel() {
    if (over.compareAndSet(false, true)) {
      Future<?> started = future.get();
      if (started != null) {
        started.cancel(true);
      }
      dropped.run();
    }
  }

  /** Whether its outcome was delivered or it was cancelled. */
  public boolean isOver() {
    return over.get();
  }

  void attach(Future<?> started) {
    future.set(started);
    if (over.get() && !started.isDone()) {
      started.cancel(true);
    }
  }

  void end(Runnable deliver) {
    if (over.compareAndSet(false, true)) {
      deliver.run();
    }
  }
}
