package dev.halcyon.server.exposure;

import dev.halcyon.protocol.ExposureBatch;
import dev.halcyon.protocol.UserProblem;
import dev.halcyon.server.http.Router;
import dev.halcyon.server.http.Routes;
import java.time.DateTimeException;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.Optional;

/** One's own exposure over HTTP; there is no route to another's. Thread-safe. */
public final class ExposureRoutes {
  private final Exposures exposures;

  public ExposureRoutes(Exposures exposures) {
    this.exposures = exposures;
  }

  public void bind(Router router) {
    router.on(
        Routes.EXPOSURE,
        exchange ->
            exchange.json(
                exposures.take(
                    exchange.principal().id(),
                    exchange.principal().session(),
                    exchange.body(ExposureBatch.class))));
    router.on(
        Routes.EXPOSURE_MINE,
        exchange ->
            exchange.json(exposures.own(exchange.principal().id(), zone(exchange.query("zone")))));
  }

  private static ZoneId zone(Optional<String> name) {
    try {
      return name.isEmpty() ? ZoneOffset.UTC : ZoneId.of(name.get());
    } catch (DateTimeException e) {
      throw new UserProblem(
          "request.zone",
          "The query's \"zone\" is no time zone.",
          "Name it as IANA does, for example Europe/Berlin.");
    }
  }
}
