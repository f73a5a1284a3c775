package dev.halcyon.client.desk;

import dev.halcyon.protocol.UserProblem;
import java.time.Duration;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Consumer;

/**
 * Runs one piece of work in the background, once at a time: whoever asks while it runs gets another
 * run after it, and a failed run is tried again after a growing pause. Thread-safe.
 */
final class Refill {
  /** A storm of changes costs one run per interval, not one each. */
  private static final Duration SETTLE = Duration.ofMillis(150);

  private final Lanes lanes;
  private final DeskOptions options;
  private final Runnable work;
  private final Consumer<UserProblem> problem;
  private final ReentrantLock lock = new ReentrantLock();
  private boolean running;
  private boolean again;
  private boolean delayed;
  private int outages;
  private volatile boolean stopped;

  /**
   * @param work throws when the server cannot be reached
   */
  Refill(Lanes lanes, DeskOptions options, Runnable work, Consumer<UserProblem> problem) {
    this.lanes = lanes;
    this.options = options;
    this.work = work;
    this.problem = problem;
  }

  void stop() {
    stopped = true;
  }

  boolean isStopped() {
    return stopped;
  }

  /** Runs in the background, once for all that ask within a moment. */
  void soon() {
    lock.lock();
    try {
      if (delayed || stopped) {
        return;
      }
      delayed = true;
    } finally {
      lock.unlock();
    }
    lanes.after(
        SETTLE,
        () -> {
          lock.lock();
          try {
            delayed = false;
          } finally {
            lock.unlock();
          }
          run();
        });
  }

  /** Runs in the background. */
  void now() {
    lanes.run(this::run);
  }

  private void run() {
    lock.lock();
    try {
      again = true;
      if (running) {
        return;
      }
      running = true;
    } finally {
      lock.unlock();
    }
    try {
      while (takeTurn()) {
        work.run();
      }
      outages = 0;
    } catch (UserProblem e) {
      endTurns();
      problem.accept(e);
      long pause = options.retryFirst().toMillis() << Math.min(outages++, 16);
      lanes.after(Duration.ofMillis(Math.min(pause, options.retryMost().toMillis())), this::run);
    } catch (RuntimeException e) {
      endTurns();
      throw e;
    }
  }

  private boolean takeTurn() {
    lock.lock();
    try {
      boolean go = again && !stopped;
      again = false;
      running = go;
      return go;
    } finally {
      lock.unlock();
    }
  }

  private void endTurns() {
    lock.lock();
    try {
      running = false;
      again = false;
    } finally {
      lock.unlock();
    }
  }
}
