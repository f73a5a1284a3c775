package dev.halcyon.server.access;

import dev.halcyon.protocol.OneTimeSignIn;
import dev.halcyon.protocol.SignInRequest;
import dev.halcyon.protocol.UserProblem;
import dev.halcyon.server.http.Exchange;
import dev.halcyon.server.http.Router;
import dev.halcyon.server.http.Routes;
import org.jspecify.annotations.Nullable;

/** Signing in and out over HTTP. Thread-safe. */
public final class AccessRoutes {
  private final Accounts accounts;

  public AccessRoutes(Accounts accounts) {
    this.accounts = accounts;
  }

  public void bind(Router router) {
    router.on(Routes.SIGN_IN, this::signIn);
    router.on(Routes.SIGN_IN_ONCE, this::signInOnce);
    router.on(Routes.SIGN_OUT, this::signOut);
    router.on(Routes.ME, exchange -> exchange.json(exchange.principal().account()));
  }

  private void signIn(Exchange exchange) {
    SignInRequest request = exchange.body(SignInRequest.class);
    exchange.json(
        accounts.signIn(
            given(request.account(), "account"),
            given(request.password(), "password"),
            exchange.remoteAddress()));
  }

  private void signInOnce(Exchange exchange) {
    OneTimeSignIn request = exchange.body(OneTimeSignIn.class);
    exchange.json(accounts.signInOnce(given(request.token(), "token"), exchange.remoteAddress()));
  }

  private void signOut(Exchange exchange) {
    accounts.signOut(exchange.principal());
    exchange.noContent();
  }

  private static String given(@Nullable String value, String field) {
    if (value == null || value.isEmpty() || value.length() > 1000 || value.indexOf('\0') >= 0) {
      throw new UserProblem(
          "request.field",
          "The sign-in lacks \"" + field + "\", or it is too long or holds U+0000.",
          "Send " + field + " as text of 1 to 1000 characters.");
    }
    return value;
  }
}
