package dev.halcyon.engine.cli;

import java.io.PrintStream;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;

/**
 * Says on the error stream how far long work has come: counts alone, every few seconds, so that
 * short work says nothing. Safe for any thread.
 */
final class Progress implements AutoCloseable {
  private static final long EVERY_SECONDS = 5;

  private final PrintStream err;
  private final String what;
  private final long begun = System.nanoTime();
  private final AtomicLong done = new AtomicLong();
  private final AtomicLong failed = new AtomicLong();
  private volatile long total;
  private final ScheduledExecutorService clock =
      Executors.newSingleThreadScheduledExecutor(
          Thread.ofPlatform().daemon().name("progress").factory());

  /** Begins; {@code what} is counted, for example {@code files}. */
  Progress(PrintStream err, String what) {
    this(err, what, EVERY_SECONDS * 1000);
  }

  Progress(PrintStream err, String what, long everyMillis) {
    this.err = err;
    this.what = what;
    clock.scheduleAtFixedRate(this::say, everyMillis, everyMillis, TimeUnit.MILLISECONDS);
  }

  void total(long count) {
    total = count;
  }

  void one(boolean wentWrong) {
    done.incrementAndGet();
    if (wentWrong) {
      failed.incrementAndGet();
    }
  }

  long failed() {
    return failed.get();
  }

  private void say() {
    long seconds = TimeUnit.NANOSECONDS.toSeconds(System.nanoTime() - begun);
    err.println(counts() + ", " + seconds + " s");
  }

  private String counts() {
    return done
        + (total > 0 ? " of " + total : "")
        + " "
        + what
        + " looked at"
        + (failed.get() > 0 ? ", " + failed + " not assessed whole" : "");
  }

  /** The last word, for work that had something to say. */
  void summary() {
    err.println(counts() + ".");
  }

  @Override
  public void close() {
    clock.shutdownNow();
  }
}
