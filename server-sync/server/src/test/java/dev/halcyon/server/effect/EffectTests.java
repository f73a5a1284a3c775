package dev.halcyon.server.effect;

import dev.halcyon.server.ServerContext;
import dev.halcyon.server.http.Router;
import java.time.Duration;

/** Starts deliveries that give up soon, for tests. */
public final class EffectTests {
  /** After so many failures an event is dead. */
  public static final int ATTEMPTS = 4;

  private EffectTests() {}

  public static EffectServices start(ServerContext context, Router router) {
    return EffectServices.start(
        context,
        router,
        new RetryPlan(Duration.ofMillis(20), Duration.ofMillis(100), ATTEMPTS, () -> 0.5));
  }
}
