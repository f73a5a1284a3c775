package dev.halcyon.engine.batch;

import java.time.Duration;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.Lock;

/** Time that passes when a test says so. Safe for any thread. */
final class ManualTicks implements Ticks {
  private final AtomicLong now = new AtomicLong();
  private final Map<Condition, Lock> waiting = new ConcurrentHashMap<>();

  @Override
  public long nanos() {
    return now.get();
  }

  @Override
  public void await(Lock lock, Condition condition, long until) throws InterruptedException {
    // Registered before the time is read: a step that comes between is seen here or wakes us.
    waiting.put(condition, lock);
    if (now.get() < until) {
      condition.await();
    }
  }

  /** Lets time pass and wakes everybody who waits for it. */
  void pass(Duration time) {
    now.addAndGet(time.toNanos());
    waiting.forEach(
        (condition, lock) -> {
          lock.lock();
          try {
            condition.signalAll();
          } finally {
            lock.unlock();
          }
        });
  }
}
