package dev.halcyon.server.queue;

import dev.halcyon.server.http.Quiet;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Takes back expired claims once a second, so that watchers see a case return, and looks every few
 * seconds for critical cases that nobody can be handed. Nothing depends on its punctuality: a claim
 * that ran out can be taken over whether it was swept or not. Thread-safe.
 */
public final class LeaseSweeper implements AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(LeaseSweeper.class);

  private final ScheduledExecutorService timer =
      Executors.newSingleThreadScheduledExecutor(
          Thread.ofPlatform().daemon().name("lease-sweeper").factory());

  private LeaseSweeper() {}

  public static LeaseSweeper start(Leases leases, Covers covers) {
    LeaseSweeper sweeper = new LeaseSweeper();
    sweeper.timer.scheduleWithFixedDelay(() -> sweep(leases), 1, 1, TimeUnit.SECONDS);
    sweeper.timer.scheduleWithFixedDelay(() -> sweep(covers), 5, 5, TimeUnit.SECONDS);
    return sweeper;
  }

  private static void sweep(Leases leases) {
    try {
      leases.sweep();
    } catch (RuntimeException e) {
      LOG.warn("expired claims could not be taken back, tried again soon: {}", Quiet.line(e));
    }
  }

  private static void sweep(Covers covers) {
    try {
      covers.sweep();
    } catch (RuntimeException e) {
      LOG.warn("critical cases could not be looked through, tried again soon: {}", Quiet.line(e));
    }
  }

  @Override
  public void close() {
    timer.shutdown();
    try {
      if (!timer.awaitTermination(5, TimeUnit.SECONDS)) {
        LOG.warn("the sweep of expired claims did not end in time");
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }
}
