package dev.halcyon.client.desk;

import dev.halcyon.protocol.UserProblem;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The desk's time and threads: timers only wake, blocking work runs on {@code io}. Thread-safe; a
 * lane that was shut down drops what comes late.
 */
record Lanes(Clock clock, ScheduledExecutorService timers, ExecutorService io) {
  private static final List<String> PASSING =
      List.of("network.", "protocol.", "server.", "store.", "auth.expired");
  private static final Logger LOG = LoggerFactory.getLogger(Lanes.class);

  /** Timers and virtual threads of their own, by the system's clock; {@link #end()} them. */
  static Lanes own(String name) {
    return new Lanes(
        Clock.systemUTC(),
        Executors.newSingleThreadScheduledExecutor(
            Thread.ofPlatform().daemon().name(name + "-timer").factory()),
        Executors.newThreadPerTaskExecutor(Thread.ofVirtual().name(name + "-", 0).factory()));
  }

  /** Ends lanes that are nobody else's. */
  void end() {
    timers.shutdownNow();
    io.shutdown();
  }

  Instant now() {
    return clock.instant();
  }

  /** Runs work on the io lane; what it did not expect is logged, never lost silently. */
  void run(Runnable work) {
    try {
      io.execute(() -> guarded(work));
    } catch (RejectedExecutionException e) {
      LOG.debug("work after the end of the desk was dropped");
    }
  }

  void after(Duration delay, Runnable work) {
    try {
      long millis = Math.max(0, delay.toMillis());
      timers.schedule(() -> run(work), millis, TimeUnit.MILLISECONDS);
    } catch (RejectedExecutionException e) {
      LOG.debug("a timer after the end of the desk was dropped");
    }
  }

  private static void guarded(Runnable work) {
    try {
      work.run();
    } catch (UserProblem e) {
      LOG.warn("background work failed: {}", e.code());
    } catch (RuntimeException e) {
      LOG.error("background work failed", e);
    }
  }

  /** Whether a failure says nothing about the request itself, so that trying again may help. */
  static boolean passing(UserProblem problem) {
    String code = problem.code();
    return PASSING.stream().anyMatch(code::startsWith)
        || code.endsWith(".unavailable")
        || code.endsWith(".too_many");
  }
}
