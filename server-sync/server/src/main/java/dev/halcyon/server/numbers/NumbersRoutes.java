package dev.halcyon.server.numbers;

import dev.halcyon.server.http.Exchange;
import dev.halcyon.server.http.Router;
import dev.halcyon.server.http.Routes;
import java.nio.charset.StandardCharsets;

/** The numbers of weeks over HTTP, as JSON and as CSV. Thread-safe. */
public final class NumbersRoutes {
  private final TeamNumbers numbers;

  public NumbersRoutes(TeamNumbers numbers) {
    this.numbers = numbers;
  }

  public void bind(Router router) {
    router.on(Routes.NUMBERS, exchange -> exchange.json(numbers.weeks()));
    router.on(
        Routes.NUMBERS_WEEK,
        exchange -> exchange.json(numbers.of(exchange.principal(), exchange.path("week"), "json")));
    router.on(Routes.NUMBERS_CSV, this::csv);
  }

  private void csv(Exchange exchange) {
    String week = exchange.path("week");
    String csv = WeekNumbersCsv.write(numbers.of(exchange.principal(), week, "csv"));
    exchange
        .with("Cache-Control", "no-store")
        .with("Content-Disposition", "attachment; filename=\"numbers-" + week + ".csv\"")
        .send(200, "text/csv; charset=utf-8", csv.getBytes(StandardCharsets.UTF_8));
  }
}
