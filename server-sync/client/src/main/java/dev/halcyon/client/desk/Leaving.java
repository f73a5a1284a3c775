package dev.halcyon.client.desk;

import java.time.Duration;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** How a desk ends without keeping anybody waiting for a server that is away. Stateless. */
final class Leaving {
  private static final Logger LOG = LoggerFactory.getLogger(Leaving.class);
  private static final Duration MOST = Duration.ofSeconds(8);

  private Leaving() {}

  /** Does the last work on the network, some seconds at most. */
  static void lastly(Lanes lanes, Runnable work) {
    Future<?> done = lanes.io().submit(work);
    try {
      done.get(MOST.toMillis(), TimeUnit.MILLISECONDS);
    } catch (TimeoutException | ExecutionException e) {
      // The lease runs out by itself and the outbox keeps what was not sent.
      LOG.warn("the desk closed before the server answered: {}", e.getClass().getSimpleName());
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  static void closeQuietly(@Nullable AutoCloseable closeable) {
    try {
      if (closeable != null) {
        closeable.close();
      }
    } catch (Exception e) {
      LOG.warn("something did not close: {}", e.getClass().getSimpleName());
    }
  }
}
