package dev.halcyon.server.http;

import dev.halcyon.protocol.Problem;
import dev.halcyon.protocol.Protocol;
import dev.halcyon.protocol.UserProblem;
import dev.halcyon.server.access.Accounts;
import dev.halcyon.server.access.Principal;
import dev.halcyon.server.store.LostStore;
import io.helidon.http.HeaderNames;
import io.helidon.http.Method;
import io.helidon.webserver.CloseConnectionException;
import io.helidon.webserver.http.HttpRouting;
import io.helidon.webserver.http.ServerRequest;
import io.helidon.webserver.http.ServerResponse;
import java.io.UncheckedIOException;
import java.util.Arrays;
import java.util.EnumMap;
import java.util.EnumSet;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Binds handlers to the declared routes and guards each: origin, protocol version, token, role, in
 * this order and before the body is read. Turns every failure into a problem document, never a
 * stack trace. Filled once at start by one thread, then immutable.
 */
public final class Router {
  private static final Logger LOG = LoggerFactory.getLogger(Router.class);

  private final Accounts accounts;
  private final Map<Routes, Handler> handlers = new EnumMap<>(Routes.class);
  private volatile Watcher watcher = (route, status, nanos) -> {};

  public Router(Accounts accounts) {
    this.accounts = accounts;
  }

  /** Says what a route does. Each exactly once. */
  public Router on(Routes route, Handler handler) {
    if (handlers.putIfAbsent(route, handler) != null) {
      throw new IllegalStateException(route + " is bound twice");
    }
    return this;
  }

  /** Is told of each answer: its route, status and how long it took. */
  public interface Watcher {
    void answered(Routes route, int status, long nanos);
  }

  /** Has somebody told of each answer; must return at once. */
  public void watch(Watcher told) {
    watcher = told;
  }

  /** The declared routes that nobody has bound; a complete server has none. */
  public Set<Routes> unbound() {
    Set<Routes> unbound = EnumSet.allOf(Routes.class);
    unbound.removeAll(handlers.keySet());
    return unbound;
  }

  /** The routing for the web server. */
  HttpRouting.Builder build(OriginCheck origins) {
    HttpRouting.Builder routing = HttpRouting.builder();
    for (Routes route : Routes.values()) {
      @Nullable Handler handler = handlers.get(route);
      if (handler == null) {
        continue;
      }
      routing.route(
          Method.create(route.method()),
          route.path(),
          (request, response) -> serve(origins, route, handler, request, response));
    }
    routing.any("/*", (request, response) -> unrouted(origins, request, response));
    routing.any((request, response) -> unrouted(origins, request, response));
    return routing;
  }

  private void serve(
      OriginCheck origins,
      Routes route,
      Handler handler,
      ServerRequest request,
      ServerResponse response) {
    long begun = System.nanoTime();
    @Nullable Exchange exchange = null;
    try {
      greet(origins, request, response);
      @Nullable Principal principal = route.isOpen() ? null : authorise(route, request);
      exchange = new Exchange(route, request, response, principal);
      handler.handle(exchange);
    } catch (CloseConnectionException e) {
      // The caller went away in the middle of its answer: nobody is left to tell.
      LOG.debug("{}: the caller went away", route);
      throw e;
    } catch (Exception e) {
      answer(route.toString(), response, e);
      if (exchange != null && response.status().code() == 413) {
        exchange.discardRest();
      }
    } finally {
      watcher.answered(route, response.status().code(), System.nanoTime() - begun);
    }
  }

  private void unrouted(OriginCheck origins, ServerRequest request, ServerResponse response) {
    try {
      greet(origins, request, response);
      String path = request.path().path();
      boolean known = Arrays.stream(Routes.values()).anyMatch(route -> route.fits(path));
      throw known
          ? new UserProblem(
              "route.method",
              "This address does not take " + request.prologue().method().text() + ".",
              "See docs/protocol.md for the methods of each address.")
          : new UserProblem(
              "route.unknown",
              "There is nothing at this address.",
              "See docs/protocol.md for the addresses of this server.");
    } catch (UserProblem e) {
      answer("unrouted", response, e);
    }
  }

  private static void greet(OriginCheck origins, ServerRequest request, ServerResponse response) {
    response.header(Protocol.VERSION_HEADER, Protocol.VERSION);
    origins.check(
        Optional.ofNullable(request.authority()).filter(host -> !host.isEmpty()),
        request.headers().first(HeaderNames.ORIGIN));
    request
        .headers()
        .first(HeaderNames.create(Protocol.VERSION_HEADER))
        .ifPresent(Router::checkVersion);
  }

  private static void checkVersion(String version) {
    int dot = version.indexOf('.');
    try {
      int major = Integer.parseInt(dot < 0 ? version : version.substring(0, dot));
      if (major == Protocol.MAJOR) {
        return;
      }
    } catch (NumberFormatException e) {
      // Falls through to the same answer.
    }
    throw new UserProblem(
        "protocol.version",
        "The request speaks protocol " + version + ", this server speaks " + Protocol.VERSION + ".",
        "Use a workbench and a server of the same release.");
  }

  private Principal authorise(Routes route, ServerRequest request) {
    Optional<String> header = request.headers().first(HeaderNames.AUTHORIZATION);
    Optional<Principal> principal =
        header
            .filter(value -> value.regionMatches(true, 0, "Bearer ", 0, 7))
            .flatMap(value -> accounts.authenticate(value.substring(7).strip()));
    Principal known =
        principal.orElseThrow(
            () ->
                new UserProblem(
                    "auth.required",
                    header.isEmpty()
                        ? "The request carries no token."
                        : "The request's token is unknown or has expired.",
                    "Sign in and send the new token."));
    if (!known.hasAny(route.roles())) {
      LOG.info("account {} was refused {}", known.id(), route);
      throw new UserProblem(
          "auth.role",
          "The account " + known.account().name() + " has no role that allows this.",
          "Ask an administrator for one of the roles " + route.roles() + ".");
    }
    return known;
  }

  private static void answer(String where, ServerResponse response, Exception e) {
    if (response.isSent()) {
      LOG.debug("{} failed after its answer had begun: {}", where, Quiet.line(e));
      throw e instanceof RuntimeException unchecked ? unchecked : new IllegalStateException(e);
    }
    Problem problem = problemOf(where, e);
    if (problem.code().equals(Exchange.INTERRUPTED)) {
      LOG.debug("{}: the caller went away before its request was complete", where);
    }
    Exchange.problem(response, problem);
    if (Exchange.endsConnection(problem)) {
      throw new CloseConnectionException(problem.code());
    }
  }

  private static Problem problemOf(String where, Exception e) {
    if (e instanceof UserProblem problem) {
      return problem.problem();
    }
    if (e instanceof UncheckedIOException) {
      return Exchange.interrupted(e).problem();
    }
    @Nullable Problem lost = LostStore.problem(e);
    if (lost != null) {
      LOG.error("the database cannot be used at {}", where, Quiet.of(e));
      return lost;
    }
    UUID incident = UUID.randomUUID();
    LOG.error("incident {} at {}", incident, where, Quiet.of(e));
    return new Problem(
        "server.failed",
        "The server failed at this request (incident " + incident + ").",
        "Try again; if it stays, tell the operator the incident's number, it is in the log.");
  }
}
