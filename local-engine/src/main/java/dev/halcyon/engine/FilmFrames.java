package dev.halcyon.engine;

import dev.halcyon.engine.image.Pixels;
import dev.halcyon.protocol.UserProblem;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.Optional;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;

/**
 * The frames of a film as a worker makes them, filtered, a few ahead of who plays them. Whoever
 * makes them waits while {@value #AHEAD} are there, so that memory does not grow with the film;
 * whoever takes them never waits. Safe for any thread.
 */
public final class FilmFrames implements AutoCloseable {
  /** Frames made ahead at most. */
  public static final int AHEAD = 16;

  /**
   * One frame.
   *
   * @param atSeconds from the start of the film
   * @param argb {@code width · height} opaque pixels, row by row; treat as immutable
   */
  public record Frame(double atSeconds, int width, int height, int[] argb) {
    /** Bytes of pixels held. */
    public long bytes() {
      return 4L * argb.length;
    }
  }

  private final ReentrantLock lock = new ReentrantLock();
  private final Condition room = lock.newCondition();
  private final Deque<Frame> ahead = new ArrayDeque<>(AHEAD);
  private boolean closed;
  private boolean over;
  private double end = Double.NaN;
  private @Nullable UserProblem problem;

  /** Frames that nobody has made yet. */
  public FilmFrames() {}

  /**
   * Hands over the next frame; waits for room.
   *
   * @return whether more are wanted
   */
  public boolean offer(double atSeconds, Pixels pixels) throws InterruptedException {
    Frame frame = new Frame(atSeconds, pixels.width(), pixels.height(), argb(pixels));
    lock.lock();
    try {
      while (ahead.size() >= AHEAD && !closed) {
        room.await();
      }
      if (!closed) {
        ahead.addLast(frame);
      }
      return !closed;
    } finally {
      lock.unlock();
    }
  }

  private static int[] argb(Pixels pixels) {
    byte[] in = pixels.bytes();
    int[] out = new int[pixels.width() * pixels.height()];
    if (pixels.channels() == 1) {
      for (int i = 0; i < out.length; i++) {
        out[i] = 0xff000000 | (in[i] & 0xff) * 0x010101;
      }
    } else {
      for (int i = 0, j = 0; i < out.length; i++, j += 3) {
        out[i] = 0xff000000 | (in[j] & 0xff) << 16 | (in[j + 1] & 0xff) << 8 | (in[j + 2] & 0xff);
      }
    }
    return out;
  }

  /** There are no more frames; {@code endSeconds} is when the last one ends. */
  public void finish(double endSeconds) {
    lock.lock();
    try {
      over = true;
      end = endSeconds;
    } finally {
      lock.unlock();
    }
  }

  /** There will be no more frames, because something failed. */
  public void fail(UserProblem why) {
    lock.lock();
    try {
      over = true;
      problem = why;
    } finally {
      lock.unlock();
    }
  }

  /** The next frame, if it is there. */
  public Optional<Frame> next() {
    lock.lock();
    try {
      Frame frame = ahead.pollFirst();
      room.signal();
      return Optional.ofNullable(frame);
    } finally {
      lock.unlock();
    }
  }

  /** The next frame, if it is there and in sight by a time; it is taken. */
  public Optional<Frame> nextBy(double seconds) {
    lock.lock();
    try {
      Frame frame = ahead.peekFirst();
      return frame == null || frame.atSeconds() > seconds ? Optional.empty() : next();
    } finally {
      lock.unlock();
    }
  }

  /** How many frames are there. */
  public int waiting() {
    lock.lock();
    try {
      return ahead.size();
    } finally {
      lock.unlock();
    }
  }

  /** Whether every frame there will be was taken. */
  public boolean isOver() {
    lock.lock();
    try {
      return over && ahead.isEmpty();
    } finally {
      lock.unlock();
    }
  }

  /** When the film ends, seconds; empty until its last frame was made. */
  public Optional<Double> endSeconds() {
    lock.lock();
    try {
      return Double.isNaN(end) ? Optional.empty() : Optional.of(end);
    } finally {
      lock.unlock();
    }
  }

  /** Why there are no more frames, if something failed. */
  public Optional<UserProblem> problem() {
    lock.lock();
    try {
      return Optional.ofNullable(problem);
    } finally {
      lock.unlock();
    }
  }

  /** No more frames are wanted; those that are there are let go. */
  @Override
  public void close() {
    lock.lock();
    try {
      closed = true;
      ahead.clear();
      room.signalAll();
    } finally {
      lock.unlock();
    }
  }
}
