package dev.halcyon.server.policy;

import dev.halcyon.protocol.UserProblem;
import dev.halcyon.server.http.Exchange;
import dev.halcyon.server.http.Router;
import dev.halcyon.server.http.Routes;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** Policies over HTTP. Thread-safe. */
public final class PolicyRoutes {
  private static final Pattern REGION = Pattern.compile("[A-Za-z]{2}");

  private final Policies policies;

  public PolicyRoutes(Policies policies) {
    this.policies = policies;
  }

  public void bind(Router router) {
    router.on(Routes.POLICY_CURRENT, exchange -> exchange.json(policies.current(region(exchange))));
    router.on(
        Routes.POLICY_VERSION,
        exchange -> exchange.json(policies.version(version(exchange), region(exchange))));
    router.on(Routes.POLICY_PUBLISH, this::publish);
  }

  private void publish(Exchange exchange) {
    policies.publish(exchange.principal().id().toString(), version(exchange));
    exchange.noContent();
  }

  private static int version(Exchange exchange) {
    try {
      return Integer.parseInt(exchange.path("version"));
    } catch (NumberFormatException e) {
      throw new UserProblem(
          "policy.unknown",
          "A policy version is a whole number.",
          "Use \"current\", or a version that a case or a change names.");
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
