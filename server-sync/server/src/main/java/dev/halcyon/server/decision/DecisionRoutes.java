package dev.halcyon.server.decision;

import dev.halcyon.protocol.DecisionBatch;
import dev.halcyon.server.http.Router;
import dev.halcyon.server.http.Routes;

/** Decisions over HTTP. Thread-safe. */
public final class DecisionRoutes {
  private final Decisions decisions;

  public DecisionRoutes(Decisions decisions) {
    this.decisions = decisions;
  }

  public void bind(Router router) {
    router.on(
        Routes.DECISIONS,
        exchange ->
            exchange.json(
                decisions.decide(exchange.principal(), exchange.body(DecisionBatch.class))));
  }
}
