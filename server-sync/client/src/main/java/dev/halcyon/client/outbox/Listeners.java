package dev.halcyon.client.outbox;

import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Consumer;
import java.util.function.Supplier;

/**
 * Who hears of the outbox's entries: one call at a time, the newest list last, none twice.
 * Thread-safe; its lock is taken after, never inside, the outbox's own.
 */
final class Listeners {
  private final Supplier<List<OutboxEntry>> entries;
  private final List<Consumer<List<OutboxEntry>>> listeners = new CopyOnWriteArrayList<>();
  private final ReentrantLock telling = new ReentrantLock();
  private List<OutboxEntry> told;

  Listeners(Supplier<List<OutboxEntry>> entries) {
    this.entries = entries;
    this.told = entries.get();
  }

  /** Adds one that hears the present entries at once; closes to stop. */
  AutoCloseable add(Consumer<List<OutboxEntry>> listener) {
    telling.lock();
    try {
      listeners.add(listener);
      listener.accept(entries.get());
    } finally {
      telling.unlock();
    }
    return () -> listeners.remove(listener);
  }

  /** Tells the present entries unless they were told last. */
  void tell() {
    telling.lock();
    try {
      List<OutboxEntry> now = entries.get();
      if (now != told) {
        told = now;
        listeners.forEach(listener -> listener.accept(now));
      }
    } finally {
      telling.unlock();
    }
  }
}
