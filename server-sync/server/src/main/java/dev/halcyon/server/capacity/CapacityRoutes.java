package dev.halcyon.server.capacity;

import dev.halcyon.engine.capacity.Planner;
import dev.halcyon.protocol.PlanRequest;
import dev.halcyon.server.http.Router;
import dev.halcyon.server.http.Routes;

/** The breach forecast and the plan of a team's hours over HTTP. Thread-safe. */
public final class CapacityRoutes {
  private final Forecasts forecasts;

  public CapacityRoutes(Forecasts forecasts) {
    this.forecasts = forecasts;
  }

  public void bind(Router router) {
    router.on(Routes.FORECAST, exchange -> exchange.json(forecasts.forecast()));
    router.on(
        Routes.PLAN, exchange -> exchange.json(Planner.plan(exchange.body(PlanRequest.class))));
  }
}
