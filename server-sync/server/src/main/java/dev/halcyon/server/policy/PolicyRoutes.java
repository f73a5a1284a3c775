package dev.halcyon.server.policy;

import dev.halcyon.protocol.PolicyVersions;
import dev.halcyon.protocol.UserProblem;
import dev.halcyon.server.http.Exchange;
import dev.halcyon.server.http.Router;
import dev.halcyon.server.http.Routes;
import java.nio.charset.StandardCharsets;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** Policies over HTTP. Thread-safe. */
public final class PolicyRoutes {
  private static final Pattern REGION = Pattern.compile("[A-Za-z]{2}");

  private final Policies policies;
  private final PolicyLife life;

  public PolicyRoutes(Policies policies) {
    this.policies = policies;
    this.life = policies.life();
  }

  public void bind(Router router) {
    router.on(Routes.POLICY_CURRENT, exchange -> exchange.json(policies.current(region(exchange))));
    router.on(
        Routes.POLICY_VERSION,
        exchange -> exchange.json(policies.version(version(exchange), region(exchange))));
    router.on(Routes.POLICIES, exchange -> exchange.json(new PolicyVersions(life.versions())));
    router.on(
        Routes.POLICY_DOCUMENT,
        exchange ->
            exchange.send(
                200,
                "application/yaml; charset=utf-8",
                life.document(version(exchange)).getBytes(StandardCharsets.UTF_8)));
    router.on(
        Routes.POLICY_CREATE,
        exchange -> exchange.json(201, policies.drafts().create(actor(exchange), exchange.text())));
    router.on(
        Routes.POLICY_REWRITE,
        exchange ->
            exchange.json(
                policies.drafts().rewrite(actor(exchange), version(exchange), exchange.text())));
    router.on(
        Routes.POLICY_SHADOW,
        exchange -> exchange.json(life.shadow(actor(exchange), version(exchange))));
    router.on(
        Routes.POLICY_SHADOW_END,
        exchange -> exchange.json(life.endShadow(actor(exchange), version(exchange))));
    router.on(
        Routes.POLICY_ROLLBACK,
        exchange -> exchange.json(life.rollBack(actor(exchange), version(exchange))));
    router.on(Routes.POLICY_PUBLISH, this::publish);
  }

  private void publish(Exchange exchange) {
    life.publish(actor(exchange), version(exchange));
    exchange.noContent();
  }

  private static String actor(Exchange exchange) {
    return exchange.principal().id().toString();
  }

  static int version(Exchange exchange) {
    try {
      return Integer.parseInt(exchange.path("version"));
    } catch (NumberFormatException e) {
      throw new UserProblem(
          "policy.unknown",
          "A policy version is a whole number.",
          "Use \"current\", or a version that GET /v1/policies lists.");
    }
  }

  private static @Nullable String region(Exchange exchange) {
    @Nullable String region = exchange.query("region").orElse(null);
    if (region != null && !REGION.matcher(region).matches()) {
      throw new UserProblem(
          "request.query",
          "The query's \"region\" is no country code.",
          "Use two letters of ISO 3166-1, for example DE, or leave it out.");
    }
    return region;
  }
}
