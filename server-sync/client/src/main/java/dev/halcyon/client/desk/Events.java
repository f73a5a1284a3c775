package dev.halcyon.client.desk;

import java.util.ArrayDeque;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.Executor;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Consumer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Tells listeners what happened, one call at a time and in the order of posting, on the io lane and
 * never on the poster's stack below a lock of ours. Thread-safe.
 */
final class Events {
  private static final Logger LOG = LoggerFactory.getLogger(Events.class);

  private final Executor io;
  private final List<DeskListener> listeners = new CopyOnWriteArrayList<>();
  private final ReentrantLock lock = new ReentrantLock();
  private final Queue<Runnable> waiting = new ArrayDeque<>();
  private boolean draining;

  Events(Executor io) {
    this.io = io;
  }

  /** Adds a listener that hears {@code greeting} before anything else. */
  AutoCloseable listen(DeskListener listener, Consumer<DeskListener> greeting) {
    enqueue(
        () -> {
          tell(listener, greeting);
          listeners.add(listener);
        });
    return () -> listeners.remove(listener);
  }

  void post(Consumer<DeskListener> event) {
    enqueue(() -> listeners.forEach(listener -> tell(listener, event)));
  }

  private static void tell(DeskListener listener, Consumer<DeskListener> event) {
    try {
      event.accept(listener);
    } catch (RuntimeException e) {
      // One listener's defect must neither silence the others nor stop the desk.
      LOG.error("a desk listener failed", e);
    }
  }

  private void enqueue(Runnable task) {
    lock.lock();
    try {
      waiting.add(task);
      if (draining) {
        return;
      }
      draining = true;
    } finally {
      lock.unlock();
    }
    try {
      io.execute(this::drain);
    } catch (RejectedExecutionException e) {
      LOG.debug("an event after the end of the desk was dropped");
    }
  }

  private void drain() {
    while (true) {
      Runnable next;
      lock.lock();
      try {
        next = waiting.poll();
        if (next == null) {
          draining = false;
          return;
        }
      } finally {
        lock.unlock();
      }
      next.run();
    }
  }
}
