package dev.halcyon.server.metrics;

import dev.halcyon.engine.ScanResult;
import dev.halcyon.protocol.Assessment;
import dev.halcyon.protocol.Priority;
import dev.halcyon.protocol.ReachedAt;
import dev.halcyon.protocol.Tier;
import dev.halcyon.server.http.Routes;
import dev.halcyon.server.store.Database;
import io.prometheus.metrics.core.metrics.Counter;
import io.prometheus.metrics.core.metrics.GaugeWithCallback;
import io.prometheus.metrics.core.metrics.Histogram;
import io.prometheus.metrics.expositionformats.ExpositionFormatWriter;
import io.prometheus.metrics.expositionformats.OpenMetricsTextFormatWriter;
import io.prometheus.metrics.expositionformats.PrometheusTextFormatWriter;
import io.prometheus.metrics.model.registry.PrometheusRegistry;
import java.io.IOException;
import java.io.OutputStream;
import java.lang.management.ManagementFactory;
import java.time.Clock;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.function.IntSupplier;

/**
 * What this server process counts and measures, in the form that Prometheus reads. Labels are names
 * of ours or of the policy (routes, stages, queues), never of a person, an item or a platform.
 * Thread-safe.
 */
public final class Metrics {
  private static final double MICROS = 1e6;
  private static final double NANOS = 1e9;
  private static final double[] STAGE_SECONDS = {
    0.0001, 0.001, 0.005, 0.02, 0.05, 0.1, 0.2, 0.5, 1, 5, 30
  };
  private static final double[] REQUEST_SECONDS = {
    0.001, 0.005, 0.01, 0.025, 0.05, 0.1, 0.2, 0.5, 1, 2.5, 10
  };

  private final PrometheusRegistry registry = new PrometheusRegistry();
  private final Database database;
  private final Clock clock;
  private final Shares shares;
  private final ShareRepository repository = new ShareRepository();
  private final Counter verdicts;
  private final Counter stages;
  private final Histogram stageSeconds;
  private final Counter requests;
  private final Histogram requestSeconds;

  public Metrics(Database database, Clock clock, Shares shares) {
    this.database = database;
    this.clock = clock;
    this.shares = shares;
    this.verdicts =
        Counter.builder()
            .name("halcyon_verdicts_total")
            .help("Items judged, by verdict and where the cascade reached it.")
            .labelNames("reached_at", "verdict")
            .register(registry);
    this.stages =
        Counter.builder()
            .name("halcyon_stage_runs_total")
            .help("Runs of the cascade's stages, by how they ended.")
            .labelNames("stage", "status")
            .register(registry);
    this.stageSeconds =
        Histogram.builder()
            .name("halcyon_stage_seconds")
            .help("Wall time of a stage on one item; the stage fusion is the whole cascade's end.")
            .labelNames("stage")
            .classicOnly()
            .classicUpperBounds(STAGE_SECONDS)
            .register(registry);
    this.requests =
        Counter.builder()
            .name("halcyon_http_requests_total")
            .help("Requests answered, by route and status.")
            .labelNames("route", "status")
            .register(registry);
    this.requestSeconds =
        Histogram.builder()
            .name("halcyon_http_request_seconds")
            .help("Time to answer a request, by route; the endless stream of changes is left out.")
            .labelNames("route")
            .classicOnly()
            .classicUpperBounds(REQUEST_SECONDS)
            .register(registry);
    gauges();
  }

  private void gauges() {
    GaugeWithCallback.builder()
        .name("halcyon_cases_open")
        .help("Open cases, by queue, state and priority.")
        .labelNames("queue", "state", "priority")
        .callback(gauge -> open().forEach(each -> gauge.call(each.cases(), labels(each))))
        .register(registry);
    GaugeWithCallback.builder()
        .name("halcyon_cases_overdue")
        .help("Open cases that are past their due time, by queue, state and priority.")
        .labelNames("queue", "state", "priority")
        .callback(gauge -> open().forEach(each -> gauge.call(each.overdue(), labels(each))))
        .register(registry);
    GaugeWithCallback.builder()
        .name("halcyon_effects")
        .help("Events for the outside that are not delivered, by state.")
        .labelNames("state")
        .callback(
            gauge ->
                effects()
                    .forEach((state, events) -> gauge.call(events, state.toLowerCase(Locale.ROOT))))
        .register(registry);
    GaugeWithCallback.builder()
        .name("halcyon_memory_bytes")
        .help("Memory of this process's heap.")
        .labelNames("area")
        .callback(
            gauge -> {
              var heap = ManagementFactory.getMemoryMXBean().getHeapMemoryUsage();
              gauge.call(heap.getUsed(), "used");
              gauge.call(heap.getMax(), "most");
            })
        .register(registry);
    GaugeWithCallback.builder()
        .name("halcyon_uptime_seconds")
        .help("Since this process started.")
        .callback(gauge -> gauge.call(ManagementFactory.getRuntimeMXBean().getUptime() / 1000.0))
        .register(registry);
  }

  private List<ShareRepository.Open> open() {
    return database.read(handle -> repository.open(handle, clock.instant()));
  }

  private static String[] labels(ShareRepository.Open open) {
    return new String[] {
      open.queue(), open.state().toLowerCase(Locale.ROOT), Priority.values()[open.priority()].name()
    };
  }

  private Map<String, Long> effects() {
    return database.read(repository::effects);
  }

  /** How many accepted items have no verdict yet; named once. */
  public void waiting(IntSupplier items) {
    GaugeWithCallback.builder()
        .name("halcyon_items_waiting")
        .help("Items accepted by this process that have no verdict yet.")
        .callback(gauge -> gauge.call(items.getAsInt()))
        .register(registry);
  }

  /** An item got its verdict. */
  public void judged(ScanResult result) {
    ReachedAt place = shares.judged(result);
    verdicts
        .labelValues(
            place.name().toLowerCase(Locale.ROOT), result.verdict().name().toLowerCase(Locale.ROOT))
        .inc();
    for (Assessment said : result.assessments()) {
      stages.labelValues(said.stage(), said.status().name().toLowerCase(Locale.ROOT)).inc();
      if (said.tier() != Tier.UNKNOWN) {
        stageSeconds.labelValues(said.stage()).observe(said.latencyMicros() / MICROS);
      }
    }
  }

  /** A request was answered. */
  public void answered(Routes route, int status, long nanos) {
    requests.labelValues(route.name().toLowerCase(Locale.ROOT), Integer.toString(status)).inc();
    if (route != Routes.CHANGES) {
      requestSeconds.labelValues(route.name().toLowerCase(Locale.ROOT)).observe(nanos / NANOS);
    }
  }

  /** The writer of the form that a reader accepts: OpenMetrics where it asks for it. */
  static ExpositionFormatWriter writer(String accept) {
    return accept.contains("application/openmetrics-text")
        ? new OpenMetricsTextFormatWriter(false, false)
        : new PrometheusTextFormatWriter(false);
  }

  void write(ExpositionFormatWriter writer, OutputStream out) throws IOException {
    writer.write(out, registry.scrape());
  }

  Shares shares() {
    return shares;
  }
}
