package dev.halcyon.engine;

import dev.halcyon.protocol.UserProblem;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.Optional;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;

/**
 * The sound of a media part as a worker decodes it, mono, 16 kHz, a few seconds ahead of who plays
 * it. Whoever decodes waits while {@value #AHEAD} blocks are there, so that memory does not grow
 * with the recording; what is let go is overwritten. Safe for any thread.
 */
public final class SoundStream implements AutoCloseable {
  /** Samples a second. */
  public static final int RATE = 16_000;

  /** Blocks of a second or less decoded ahead at most. */
  public static final int AHEAD = 6;

  private final ReentrantLock lock = new ReentrantLock();
  private final Condition changed = lock.newCondition();
  private final Deque<short[]> ahead = new ArrayDeque<>(AHEAD);
  private boolean closed;
  private boolean over;
  private @Nullable UserProblem problem;

  /** Sound that nobody has decoded yet. */
  public SoundStream() {}

  /**
   * Hands over the next samples; waits for room.
   *
   * @return whether more are wanted
   */
  public boolean offer(short[] samples) throws InterruptedException {
    lock.lock();
    try {
      while (ahead.size() >= AHEAD && !closed) {
        changed.await();
      }
      if (!closed) {
        ahead.addLast(samples);
        changed.signalAll();
      }
      return !closed;
    } finally {
      lock.unlock();
    }
  }

  /** There is no more. */
  public void finish() {
    end(null);
  }

  /** There will be no more, because something failed. */
  public void fail(UserProblem why) {
    end(why);
  }

  private void end(@Nullable UserProblem why) {
    lock.lock();
    try {
      over = true;
      problem = why;
      changed.signalAll();
    } finally {
      lock.unlock();
    }
  }

  /** The next samples; waits for them. Empty at the end, or once it is closed. */
  public Optional<short[]> take() throws InterruptedException {
    lock.lock();
    try {
      while (ahead.isEmpty() && !over && !closed) {
        changed.await();
      }
      short[] next = ahead.pollFirst();
      changed.signalAll();
      return Optional.ofNullable(next);
    } finally {
      lock.unlock();
    }
  }

  /** Blocks that are there. */
  public int waiting() {
    lock.lock();
    try {
      return ahead.size();
    } finally {
      lock.unlock();
    }
  }

  /** Why there is no more, if something failed. */
  public Optional<UserProblem> problem() {
    lock.lock();
    try {
      return Optional.ofNullable(problem);
    } finally {
      lock.unlock();
    }
  }

  /** No more is wanted; what is there is overwritten. */
  @Override
  public void close() {
    lock.lock();
    try {
      closed = true;
      ahead.forEach(block -> java.util.Arrays.fill(block, (short) 0));
      ahead.clear();
      changed.signalAll();
    } finally {
      lock.unlock();
    }
  }
}
