package dev.halcyon.server.metrics;

import dev.halcyon.server.http.Exchange;
import dev.halcyon.server.http.Router;
import dev.halcyon.server.http.Routes;
import io.prometheus.metrics.expositionformats.ExpositionFormatWriter;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;

/** Metrics and shares by stage over HTTP. Thread-safe. */
public final class MetricsRoutes {
  private static final int DAY = 24;
  private static final int YEAR = 366 * 24;

  private final Metrics metrics;

  public MetricsRoutes(Metrics metrics) {
    this.metrics = metrics;
  }

  public void bind(Router router) {
    router.on(Routes.METRICS, this::metrics);
    router.on(
        Routes.STAGE_SHARES,
        exchange ->
            exchange.json(metrics.shares().last((int) exchange.query("hours", DAY, 1, YEAR))));
    router.watch(metrics::answered);
  }

  private void metrics(Exchange exchange) throws IOException {
    ExpositionFormatWriter writer = Metrics.writer(exchange.header("Accept").orElse(""));
    // Whole before it is sent: a database that fails in the middle must not look like few cases.
    ByteArrayOutputStream page = new ByteArrayOutputStream();
    metrics.write(writer, page);
    try (OutputStream out =
        exchange
            .with("Cache-Control", "no-store")
            .output(200, writer.getContentType(), page.size())) {
      page.writeTo(out);
    }
  }
}
