package dev.halcyon.installer.journey;

import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.function.BooleanSupplier;

/** Waits for something to become true, at most two minutes; never sleeps for luck. Stateless. */
public final class Await {
  private static final Duration MOST = Duration.ofSeconds(120);
  private static final Duration POLL = Duration.ofMillis(20);

  private Await() {}

  /** Waits until a condition holds. */
  public static void until(String what, BooleanSupplier condition) {
    value(what, () -> condition.getAsBoolean() ? Optional.of(true) : Optional.empty());
  }

  /** Waits until there is a value, and gives it. */
  public static <T> T value(String what, Callable<Optional<T>> source) {
    long end = System.nanoTime() + MOST.toNanos();
    while (true) {
      try {
        Optional<T> found = source.call();
        if (found.isPresent()) {
          return found.get();
        }
        if (System.nanoTime() > end) {
          throw new AssertionError("waited " + MOST + " for " + what);
        }
        Thread.sleep(POLL);
      } catch (InterruptedException e) {
        Thread.currentThread().interrupt();
        throw new IllegalStateException(e);
      } catch (RuntimeException e) {
        throw e;
      } catch (Exception e) {
        throw new IllegalStateException(e);
      }
    }
  }
}
