package dev.halcyon.app.testing;

import static org.assertj.core.api.Assertions.assertThat;

import java.lang.ref.WeakReference;
import java.time.Duration;
import java.util.concurrent.locks.LockSupport;

/** Shows that nothing holds an object any more. Stateless. */
public final class Collected {
  private Collected() {}

  /** Collects garbage until the object is gone; fails when it is still held after ten seconds. */
  public static void expect(String what, WeakReference<?> object) {
    long end = System.nanoTime() + Duration.ofSeconds(10).toNanos();
    while (object.get() != null && System.nanoTime() < end) {
      System.gc();
      LockSupport.parkNanos(Duration.ofMillis(10).toNanos());
    }
    assertThat(object.get()).as(what).isNull();
  }
}
