package dev.halcyon.engine.cli;

import java.io.IOException;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.FutureTask;
import org.jspecify.annotations.Nullable;

/**
 * Does several pieces of work at once and hands their results on in the order in which they were
 * asked for, each as soon as all before it are there. Holds a bounded number: {@link #add} waits
 * while too many are unanswered. {@code add} and {@code finish} belong to one thread.
 */
final class OrderedWork<R> implements AutoCloseable {
  /** Takes one result, on a thread of its own. */
  @FunctionalInterface
  interface Taker<R> {
    void take(R result) throws IOException;
  }

  private static final int WAITING_PER_THREAD = 4;

  private final ExecutorService workers;
  private final BlockingQueue<Future<@Nullable R>> pending;
  private final Future<@Nullable R> end = new FutureTask<>(() -> null);
  private final Thread writer;
  private volatile @Nullable IOException failure;

  OrderedWork(int atOnce, Taker<R> taker) {
    workers =
        Executors.newFixedThreadPool(
            atOnce, Thread.ofPlatform().daemon().name("assess-", 0).factory());
    pending = new ArrayBlockingQueue<>(atOnce * WAITING_PER_THREAD);
    writer = Thread.ofPlatform().daemon().name("answers").start(() -> write(taker));
  }

  /**
   * Adds work; {@code work} must turn its own failures into a result.
   *
   * @throws IOException when results can no longer be handed on
   */
  void add(Callable<R> work) throws IOException, InterruptedException {
    rethrow();
    pending.put(workers.submit(work));
  }

  /** Waits until everything was handed on. */
  void finish() throws IOException, InterruptedException {
    pending.put(end);
    writer.join();
    rethrow();
  }

  private void rethrow() throws IOException {
    @Nullable IOException failed = failure;
    if (failed != null) {
      throw failed;
    }
  }

  private void write(Taker<R> taker) {
    try {
      Future<@Nullable R> next;
      while ((next = pending.take()) != end) {
        @Nullable R result = next.get();
        if (result != null) {
          taker.take(result);
        }
      }
    } catch (IOException e) {
      failure = e;
      drain();
    } catch (ExecutionException e) {
      failure = new IOException("work that should not fail did", e.getCause());
      drain();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  /** Whoever adds may be waiting for room: takes on, but hands nothing on. */
  private void drain() {
    try {
      Future<@Nullable R> next;
      while ((next = pending.take()) != end) {
        next.cancel(true);
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  @Override
  public void close() {
    workers.shutdownNow();
    writer.interrupt();
  }
}
