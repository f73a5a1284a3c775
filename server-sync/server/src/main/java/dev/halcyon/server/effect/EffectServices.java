package dev.halcyon.server.effect;

import dev.halcyon.protocol.EffectResend;
import dev.halcyon.protocol.EffectResent;
import dev.halcyon.protocol.EffectState;
import dev.halcyon.protocol.UserProblem;
import dev.halcyon.server.ServerContext;
import dev.halcyon.server.http.Exchange;
import dev.halcyon.server.http.Router;
import dev.halcyon.server.http.Routes;
import dev.halcyon.server.outside.Connections;
import dev.halcyon.server.outside.Connections.WebhookTarget;
import dev.halcyon.server.outside.KafkaSettings;
import dev.halcyon.server.outside.OutsideHttp;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import okhttp3.OkHttpClient;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The delivery of effects: a lane for each target, and the routes by which a person sees what did
 * not arrive and has it sent again. Started and closed by the server's own thread.
 */
public final class EffectServices implements AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(EffectServices.class);
  private static final Duration CALL = Duration.ofSeconds(10);
  private static final long NEWS_NANOS = TimeUnit.SECONDS.toNanos(2);
  private static final int PAGE = 1000;
  private static final int MOST_IDS = 1000;

  private final ServerContext context;
  private final OkHttpClient http;
  private final Optional<KafkaSender> kafka;
  private final List<TargetLane> lanes;
  private final EffectRepository repository = new EffectRepository();

  private EffectServices(ServerContext context, RetryPlan plan) {
    this.context = context;
    this.http = OutsideHttp.client(CALL, context.connections().privateAddresses());
    WebhookSender webhooks = new WebhookSender(http, context.clock());
    this.kafka = kafka(context.connections());
    this.lanes =
        context.effects().targets().stream()
            .map(
                target ->
                    new TargetLane(
                        target,
                        context.database(),
                        due ->
                            kafka
                                .filter(sender -> target.name().equals(KafkaSettings.TARGET))
                                .map(sender -> sender.send(due))
                                .orElseGet(() -> webhooks.send(target, due)),
                        plan,
                        context.clock()))
            .toList();
  }

  private static Optional<KafkaSender> kafka(Connections connections) {
    return Optional.ofNullable(connections.kafka())
        .filter(settings -> settings.effects() != null)
        .map(settings -> new KafkaSender(settings, Objects.requireNonNull(settings.effects())));
  }

  /** Binds the routes and delivers from now on what was written before and what will be. */
  public static EffectServices start(ServerContext context, Router router) {
    return start(context, router, RetryPlan.usual());
  }

  static EffectServices start(ServerContext context, Router router, RetryPlan plan) {
    int orphans =
        context
            .database()
            .inTransaction(
                handle -> new EffectRepository().orphan(handle, names(context.effects())));
    if (orphans > 0) {
      LOG.warn("{} events wait for targets that are not configured any more; given up", orphans);
    }
    EffectServices services = new EffectServices(context, plan);
    services.bind(router);
    context.database().onCommit(services::committed);
    return services;
  }

  private static List<String> names(Effects effects) {
    return effects.targets().stream().map(WebhookTarget::name).toList();
  }

  /** A commit soon after an event was written is most likely its own; the others are looked for. */
  private void committed() {
    long written = context.effects().lastWritten();
    if (written != 0 && System.nanoTime() - written < NEWS_NANOS) {
      lanes.forEach(TargetLane::wake);
    }
  }

  private void bind(Router router) {
    router.on(Routes.EFFECTS, this::list).on(Routes.EFFECTS_RESEND, this::resend);
  }

  private void list(Exchange exchange) {
    EffectState state = exchange.query("state").map(EffectServices::state).orElse(EffectState.DEAD);
    long after = exchange.query("after", -1, -1, Long.MAX_VALUE);
    int limit = (int) exchange.query("limit", 100, 1, PAGE);
    Optional<String> target = exchange.query("target");
    exchange.json(
        context
            .database()
            .read(handle -> repository.list(handle, state, target.orElse(null), after, limit)));
  }

  private static EffectState state(String text) {
    try {
      EffectState state = EffectState.valueOf(text);
      if (state != EffectState.UNKNOWN) {
        return state;
      }
    } catch (IllegalArgumentException e) {
      // Falls through to the same answer.
    }
    throw new UserProblem(
        "request.query",
        "The query's \"state\" is none that an event can have.",
        "Use WAITING, DELIVERED or DEAD.");
  }

  private void resend(Exchange exchange) {
    EffectResend asked = exchange.body(EffectResend.class);
    if (asked.target() == null && asked.ids().isEmpty() || asked.ids().size() > MOST_IDS) {
      throw new UserProblem(
          "effect.selection",
          "The request names neither a target nor events, or more than " + MOST_IDS + " events.",
          "Send \"target\", or up to " + MOST_IDS + " \"ids\" as GET /v1/effects lists them.");
    }
    List<String> known = names(context.effects());
    if (known.isEmpty() || asked.target() != null && !known.contains(asked.target())) {
      throw new UserProblem(
          "target.unknown",
          "No such target is configured, so nothing can be sent to it.",
          "Add it to the file of --connections and restart the server.");
    }
    int count =
        context
            .database()
            .inTransaction(
                handle -> {
                  int resent =
                      repository.resend(
                          handle, asked.target(), asked.ids(), known, context.clock().instant());
                  context
                      .audit()
                      .append(
                          handle,
                          exchange.principal().id().toString(),
                          "effects.resent",
                          asked.target() == null ? "events" : asked.target(),
                          Map.of("deliveries", resent),
                          Map.of());
                  return resent;
                });
    context.database().durable().await();
    lanes.forEach(TargetLane::wake);
    exchange.json(new EffectResent(count));
  }

  @Override
  public void close() {
    lanes.forEach(TargetLane::stop);
    // A host that never answers must not hold up a shutdown; the event is sent again later.
    http.dispatcher().cancelAll();
    lanes.forEach(TargetLane::close);
    kafka.ifPresent(KafkaSender::close);
  }
}
