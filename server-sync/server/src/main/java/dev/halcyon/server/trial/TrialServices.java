package dev.halcyon.server.trial;

import dev.halcyon.server.ServerContext;
import dev.halcyon.server.http.Quiet;
import dev.halcyon.server.http.Router;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Puts together the trials of policies and the threads that work on them. Started and closed by the
 * server's own thread.
 */
public final class TrialServices implements AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(TrialServices.class);

  private static final int PAGE = 1000;
  private static final long POLL_MILLIS = 500;

  private final WhatIfs trials;
  private final ScheduledExecutorService timers =
      Executors.newScheduledThreadPool(
          2, Thread.ofPlatform().daemon().name("policy-trial-", 0).factory());

  private TrialServices(WhatIfs trials) {
    this.trials = trials;
  }

  /** Binds the routes and takes up the trials that the last stop left unfinished. */
  public static TrialServices start(ServerContext context, Router router) {
    Trial trial = new Trial(context.engine(), context.media());
    WhatIfs trials =
        new WhatIfs(context.database(), context.policies(), trial, context.clock(), PAGE);
    Shadows shadows = new Shadows(context.database(), context.policies(), trial, context.clock());
    Rejudgements rejudgements =
        new Rejudgements(
            context.database(), context.policies(), trial, context.audit(), context.clock());
    new TrialRoutes(context.database(), trials, shadows, rejudgements).bind(router);
    TrialServices services = new TrialServices(trials);
    services.repeat("trials", trials::work);
    services.repeat("the shadow", shadows::follow);
    return services;
  }

  private void repeat(String what, Runnable work) {
    timers.scheduleWithFixedDelay(
        () -> {
          try {
            work.run();
          } catch (RuntimeException e) {
            // A timer that throws would never run again; what it missed it does the next time.
            LOG.warn("{} stopped, it is tried again: {}", what, Quiet.line(e));
          }
        },
        POLL_MILLIS,
        POLL_MILLIS,
        TimeUnit.MILLISECONDS);
  }

  @Override
  public void close() {
    timers.shutdown();
    trials.stop();
    try {
      if (!timers.awaitTermination(30, TimeUnit.SECONDS)) {
        LOG.warn("a trial of a policy did not stop in time; it goes on at the next start");
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
    trials.close();
  }
}
