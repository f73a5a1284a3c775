package dev.halcyon.server.retention;

import dev.halcyon.protocol.HoldRequest;
import dev.halcyon.server.ServerContext;
import dev.halcyon.server.http.Exchange;
import dev.halcyon.server.http.Quiet;
import dev.halcyon.server.http.Router;
import dev.halcyon.server.http.Routes;
import dev.halcyon.server.media.MediaFiles;
import dev.halcyon.server.media.RenditionFiles;
import dev.halcyon.server.seal.EarlierRows;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Holds and erasing over HTTP, and the sweep by age beside it. Thread-safe. */
public final class RetentionRoutes implements AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(RetentionRoutes.class);
  private static final long MINUTES = 60;
  private static final long FORGET_SECONDS = 20;
  private static final int SEALED_TOGETHER = 500;

  private final Erasure erasure;
  private final ScheduledExecutorService timer;

  private RetentionRoutes(Erasure erasure, ScheduledExecutorService timer) {
    this.erasure = erasure;
    this.timer = timer;
  }

  /** Binds the routes and starts the sweep: once soon, then each hour. */
  public static RetentionRoutes start(
      ServerContext context, Router router, MediaFiles files, RenditionFiles renditions) {
    Erasure erasure =
        new Erasure(
            context.database(),
            context.clock(),
            context.audit(),
            context.changes(),
            files,
            renditions,
            context.itemKeys(),
            context.engine()::forget);
    Retention retention =
        new Retention(
            context.database(),
            context.clock(),
            System::nanoTime,
            context.policies()::inForce,
            erasure);
    ScheduledExecutorService timer =
        Executors.newSingleThreadScheduledExecutor(
            Thread.ofPlatform().daemon().name("retention").factory());
    // What a kill left of a deletion is finished at once, whatever the clock.
    timer.execute(() -> quietly("destroying keys", erasure::destroyKeys));
    timer.execute(() -> quietly("destroying keys again", erasure::destroyKeysAgain));
    timer.execute(() -> quietly("deleting files", erasure::deleteFiles));
    timer.scheduleWithFixedDelay(
        () -> quietly("erasing by age", retention::sweep), 1, MINUTES, TimeUnit.MINUTES);
    Forgetting forgetting = new Forgetting(erasure, context.clock());
    timer.scheduleWithFixedDelay(
        () -> quietly("forgetting what other servers erased", forgetting::round),
        FORGET_SECONDS,
        FORGET_SECONDS,
        TimeUnit.SECONDS);
    EarlierRows earlier = new EarlierRows(context.database());
    timer.scheduleWithFixedDelay(
        () -> quietly("sealing what earlier versions stored", () -> earlier.some(SEALED_TOGETHER)),
        1,
        1,
        TimeUnit.SECONDS);
    RetentionRoutes routes = new RetentionRoutes(erasure, timer);
    routes.bind(router);
    return routes;
  }

  private static void quietly(String what, Runnable work) {
    try {
      work.run();
    } catch (RuntimeException e) {
      // A timer that throws would never run again; what is left the next round does.
      LOG.warn("{} failed, it is tried again: {}", what, Quiet.line(e));
    }
  }

  private void bind(Router router) {
    router.on(
        Routes.ITEM_ERASE,
        exchange -> {
          erasure.erase(exchange.principal(), exchange.id("itemId"));
          exchange.noContent();
        });
    router.on(Routes.HOLDS, exchange -> exchange.json(erasure.holds(exchange.id("itemId"))));
    router.on(Routes.HOLD_SET, this::set);
    router.on(
        Routes.HOLD_LIFT,
        exchange -> {
          erasure.lift(exchange.principal(), exchange.id("itemId"), exchange.id("hold"));
          exchange.noContent();
        });
  }

  private void set(Exchange exchange) {
    HoldRequest request = exchange.body(HoldRequest.class);
    exchange.json(201, erasure.hold(exchange.principal(), exchange.id("itemId"), request.reason()));
  }

  @Override
  public void close() {
    timer.shutdown();
    try {
      if (!timer.awaitTermination(10, TimeUnit.SECONDS)) {
        LOG.warn("the sweep by age did not end in time; the next start goes on");
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }
}
