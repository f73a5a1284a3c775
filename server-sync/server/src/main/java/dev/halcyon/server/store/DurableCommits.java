package dev.halcyon.server.store;

import dev.halcyon.protocol.UserProblem;
import java.sql.SQLException;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.Lock;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Consumer;
import javax.sql.DataSource;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Makes "acknowledged" mean "on disk". H2 never asks for a commit to be flushed, so a power cut
 * loses it; a flush takes a few milliseconds. One thread therefore flushes for everybody who
 * committed before it began (group commit): callers commit, then {@link #await()}. Thread-safe.
 *
 * <p>Hazard: after a failed flush nobody knows what the disk holds, because the operating system
 * may have dropped the pages it could not write. The failure is therefore for good: every later
 * wait fails too, until the server is restarted and reads the file anew.
 */
public final class DurableCommits implements AutoCloseable {
  /** Flushes everything committed so far. */
  interface Sync {
    void run() throws SQLException;
  }

  private static final Logger LOG = LoggerFactory.getLogger(DurableCommits.class);

  /** Waits of one flush from which on others surely follow. */
  private static final int MANY = 8;

  private static final long LONGEST_GATHERING = TimeUnit.MILLISECONDS.toNanos(20);

  /** Who is told when a flush covered it, or that none will. */
  private record Told(long number, Consumer<@Nullable UserProblem> whom) {}

  /** Longer than any disk that still works takes; a caller's own deadline is far shorter. */
  public static final Duration PATIENCE = Duration.ofSeconds(60);

  private final @Nullable Sync sync;
  private final Duration patience;
  private final ReentrantLock lock = new ReentrantLock();
  private final Condition asked = lock.newCondition();
  private final Condition answered = lock.newCondition();
  private final Condition hurried = lock.newCondition();
  private final Deque<Told> toTell = new ArrayDeque<>();
  private long requested;
  private long done;

  /** When the next flush may begin; until then others join it. */
  private long notBefore = System.nanoTime();

  private boolean closed;
  private @Nullable Throwable failure;

  DurableCommits(@Nullable Sync sync) {
    this(sync, PATIENCE);
  }

  /**
   * As {@link #DurableCommits(Sync)}.
   *
   * @param patience for how long anybody waits for one flush
   */
  DurableCommits(@Nullable Sync sync, Duration patience) {
    this.sync = sync;
    this.patience = patience;
    if (sync != null) {
      Thread.ofPlatform().daemon().name("durable-commits").start(this::flushForEver);
    }
  }

  static DurableCommits h2(DataSource source, Lock nobodyWrites) {
    return new DurableCommits(new H2Flush(source, nobodyWrites));
  }

  /** For a database whose commit already waits for the disk. */
  static DurableCommits none() {
    return new DurableCommits(null);
  }

  /**
   * Returns once everything that this thread saw committed before the call is on disk.
   *
   * @throws UserProblem {@code store.sync} when the disk would not take it, or says nothing for a
   *     minute
   */
  public void await() {
    if (sync == null) {
      return;
    }
    lock.lock();
    try {
      refuseWhenClosed();
      long mine = ++requested;
      asked.signal();
      waitFor(mine, true);
      if (done < mine) {
        throw unconfirmed(failure);
      }
    } finally {
      lock.unlock();
    }
  }

  /** What is said where a flush failed or does not end. */
  public static UserProblem unconfirmed(@Nullable Throwable cause) {
    return new UserProblem(
        "store.sync",
        "The disk did not confirm that the change is safe.",
        "Check the disk of the server's data directory, restart the server, and send it again"
            + " with the same id.",
        cause);
  }

  /**
   * Has somebody told once everything that this thread saw committed before the call is on disk:
   * null then, or the problem that {@link #await} would throw. Many who wait for one commit are
   * told by one thread, where each would have to wake for itself.
   *
   * @param waits how many wait for it
   * @param told called once, on this or another thread; must return soon and not throw
   */
  public void afterwards(int waits, Consumer<@Nullable UserProblem> told) {
    @Nullable UserProblem problem = null;
    if (sync != null) {
      lock.lock();
      try {
        if (failure == null && !closed) {
          requested += waits;
          toTell.add(new Told(requested, told));
          asked.signal();
          return;
        }
        problem = failure == null ? closing() : unconfirmed(failure);
      } finally {
        lock.unlock();
      }
    }
    told.accept(problem);
  }

  /** Takes out whom the state of things concerns, in their order. Under the lock. */
  private List<Told> settled() {
    List<Told> settled = new ArrayList<>();
    while (!toTell.isEmpty() && (failure != null || toTell.getFirst().number() <= done)) {
      settled.add(toTell.removeFirst());
    }
    return settled;
  }

  /**
   * Waits until a flush covers it, one failed, or patience ends; an interrupt is kept for later.
   */
  private void waitFor(long mine, boolean refuse) {
    long left = patience.toNanos();
    boolean interrupted = false;
    while (done < mine && failure == null && left > 0) {
      if (refuse) {
        refuseWhenClosed();
      }
      long until = System.nanoTime() + left;
      try {
        answered.awaitNanos(left);
      } catch (InterruptedException e) {
        interrupted = true;
      }
      left = until - System.nanoTime();
    }
    if (interrupted) {
      Thread.currentThread().interrupt();
    }
  }

  private void refuseWhenClosed() {
    if (closed) {
      throw closing();
    }
  }

  private static UserProblem closing() {
    return new UserProblem(
        "store.closing",
        "The server is shutting down; whether this was saved is not known.",
        "Send it again with the same id when the server is back.");
  }

  /** Whether the disk still takes what is written. */
  public boolean healthy() {
    lock.lock();
    try {
      return failure == null;
    } finally {
      lock.unlock();
    }
  }

  private void flushForEver() {
    while (true) {
      long upTo = nextGroup();
      if (upTo < 0) {
        return;
      }
      long begun = System.nanoTime();
      @Nullable Throwable problem = flush();
      List<Told> settled;
      @Nullable UserProblem said;
      lock.lock();
      try {
        if (problem == null) {
          long now = System.nanoTime();
          notBefore = upTo - done < MANY ? now : now + Math.min(now - begun, LONGEST_GATHERING);
          done = upTo;
        } else {
          failure = problem;
        }
        answered.signalAll();
        settled = settled();
        said = problem == null ? null : unconfirmed(failure);
      } finally {
        lock.unlock();
      }
      settled.forEach(each -> each.whom().accept(said));
      if (problem != null) {
        return;
      }
    }
  }

  /** The newest wait that the next flush covers, or -1 when there will be none. */
  private long nextGroup() {
    lock.lock();
    try {
      while (requested == done && !closed) {
        asked.awaitUninterruptibly();
      }
      gather();
      return requested == done ? -1 : requested;
    } finally {
      lock.unlock();
    }
  }

  /**
   * After a flush that many waited for, more come while this waits as long as it took: it has the
   * database for itself half of the time at most.
   */
  private void gather() {
    long left = notBefore - System.nanoTime();
    while (left > 0 && !closed) {
      try {
        left = hurried.awaitNanos(left);
      } catch (InterruptedException e) {
        return; // nobody interrupts this thread; who does wants no waiting
      }
    }
  }

  private @Nullable Throwable flush() {
    try {
      if (sync != null) {
        sync.run();
      }
      return null;
    } catch (Throwable e) { // also an Error: this thread's end would leave everybody waiting
      LOG.error("the database could not be flushed to disk; no further change is accepted", e);
      return e;
    }
  }

  /** Flushes what is waited for, then stops. */
  @Override
  public void close() {
    List<Told> untold;
    lock.lock();
    try {
      closed = true;
      asked.signal();
      hurried.signal();
      if (sync != null) {
        waitFor(requested, false);
        if (done < requested && failure == null) {
          LOG.error("the disk did not take the last changes in time; they are given up");
        }
      }
      answered.signalAll();
      untold = List.copyOf(toTell);
      toTell.clear();
    } finally {
      lock.unlock();
    }
    untold.forEach(each -> each.whom().accept(closing()));
  }
}
