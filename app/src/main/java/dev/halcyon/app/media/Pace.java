package dev.halcyon.app.media;

import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;

/**
 * Keeps sound with the film it belongs to: the film says where it stands, the sound waits when it
 * is ahead and leaves out what it is behind. Safe for any thread.
 */
final class Pace {
  /** So far apart nobody notices, seconds. */
  static final double LEEWAY = 0.25;

  private final ReentrantLock lock = new ReentrantLock();
  private final Condition moved = lock.newCondition();
  private double film;
  private boolean over;

  Pace(double film) {
    this.film = film;
  }

  /** The film stands here. */
  void at(double seconds) {
    lock.lock();
    try {
      film = seconds;
      moved.signalAll();
    } finally {
      lock.unlock();
    }
  }

  /** Nobody waits any more. */
  void end() {
    lock.lock();
    try {
      over = true;
      moved.signalAll();
    } finally {
      lock.unlock();
    }
  }

  /**
   * Waits while the film has not come to what would be heard next.
   *
   * @return whether it is to be heard: false when the film is past it
   */
  boolean isDue(double seconds) throws InterruptedException {
    lock.lock();
    try {
      while (seconds > film + LEEWAY && !over) {
        moved.await();
      }
      return seconds >= film - LEEWAY;
    } finally {
      lock.unlock();
    }
  }
}
