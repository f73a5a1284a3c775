package dev.halcyon.server;

import java.time.Duration;
import java.util.concurrent.locks.LockSupport;
import java.util.function.BooleanSupplier;

/** Waits for what another thread or process is about to do, for a bounded time. */
public final class Eventually {
  private Eventually() {}

  /** Polls until it holds; fails with the sentence after 90 seconds. */
  public static void until(String what, BooleanSupplier holds) {
    long end = System.nanoTime() + Duration.ofSeconds(90).toNanos();
    while (!holds.getAsBoolean()) {
      if (System.nanoTime() > end) {
        throw new AssertionError("still not true after 90 seconds: " + what);
      }
      LockSupport.parkNanos(Duration.ofMillis(10).toNanos());
    }
  }
}
