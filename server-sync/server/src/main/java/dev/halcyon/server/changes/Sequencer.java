package dev.halcyon.server.changes;

import dev.halcyon.server.http.Quiet;
import dev.halcyon.server.store.Database;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.LongConsumer;
import org.jdbi.v3.core.Handle;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The one who numbers what was committed: change rows, and whatever else wants numbers without gaps
 * (the audit log). It runs after commits, holds one row lock while it numbers, so that several
 * server processes take turns, and announces numbers only when they are on disk: a number once seen
 * never means something else after a power cut. Thread-safe.
 */
public final class Sequencer implements AutoCloseable {
  /** Numbers rows of its own in the sequencer's transaction. */
  @FunctionalInterface
  public interface Step {
    void number(Handle handle);
  }

  private static final Logger LOG = LoggerFactory.getLogger(Sequencer.class);
  private static final int PAGE = 1000;
  private static final long IDLE_MILLIS = 1000;

  /** Between two rounds, so that a round's own cost is shared by what was committed meanwhile. */
  private static final long REST_MILLIS = 10;

  private final Database database;
  private final ChangeRepository repository = new ChangeRepository();
  private final List<Step> steps = new CopyOnWriteArrayList<>();
  private final List<LongConsumer> watchers = new CopyOnWriteArrayList<>();
  private final ReentrantLock lock = new ReentrantLock();
  private final Condition woken = lock.newCondition();
  private boolean work;
  private boolean closed;
  private final Thread thread;
  private long announced = -1;

  public Sequencer(Database database) {
    this.database = database;
    this.thread = Thread.ofPlatform().daemon().name("sequencer").unstarted(this::numberForEver);
    database.onCommit(this::wake);
  }

  /** Adds a step; call before {@link #start}. */
  public void also(Step step) {
    steps.add(step);
  }

  /** Is told the newest number that is on disk, on the sequencer's thread. */
  public void onNumbered(LongConsumer watcher) {
    watchers.add(watcher);
  }

  public void start() {
    thread.start();
  }

  private void wake() {
    lock.lock();
    try {
      work = true;
      woken.signal();
    } finally {
      lock.unlock();
    }
  }

  private void numberForEver() {
    while (awaitWork()) {
      try {
        long last;
        do {
          last = numberOnce();
          rest();
        } while (last > 0 && moreWaits());
      } catch (RuntimeException e) {
        LOG.warn("numbering the changes failed, it is tried again: {}", Quiet.line(e));
        pauseAfterFailure();
      }
    }
  }

  /** Numbers one page; returns the newest number. Its own commit must not wake it for ever. */
  private long numberOnce() {
    long last =
        database.inQuietTransaction(
            handle -> {
              long before = repository.lockSequencer(handle);
              long after = repository.number(handle, before, PAGE);
              steps.forEach(step -> step.number(handle));
              return after;
            });
    if (last != announced) {
      database.durable().await();
      announced = last;
      watchers.forEach(watcher -> watcher.accept(last));
    }
    return last;
  }

  private boolean moreWaits() {
    lock.lock();
    try {
      boolean more = work && !closed;
      work = false;
      return more;
    } finally {
      lock.unlock();
    }
  }

  private boolean awaitWork() {
    lock.lock();
    try {
      if (!work && !closed) {
        woken.await(IDLE_MILLIS, TimeUnit.MILLISECONDS);
      }
      work = false;
      return !closed;
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return false;
    } finally {
      lock.unlock();
    }
  }

  private void rest() {
    lock.lock();
    try {
      long left = TimeUnit.MILLISECONDS.toNanos(REST_MILLIS);
      while (!closed && left > 0) {
        left = woken.awaitNanos(left);
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    } finally {
      lock.unlock();
    }
  }

  private void pauseAfterFailure() {
    lock.lock();
    try {
      if (!closed) {
        woken.await(IDLE_MILLIS, TimeUnit.MILLISECONDS);
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    } finally {
      lock.unlock();
    }
  }

  @Override
  public void close() {
    lock.lock();
    try {
      closed = true;
      woken.signal();
    } finally {
      lock.unlock();
    }
    try {
      thread.join(5000);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }
}
