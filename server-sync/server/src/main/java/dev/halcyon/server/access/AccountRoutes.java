package dev.halcyon.server.access;

import dev.halcyon.protocol.AccountSources;
import dev.halcyon.protocol.NewAccount;
import dev.halcyon.protocol.NewPassword;
import dev.halcyon.server.audit.AuditLog;
import dev.halcyon.server.http.Exchange;
import dev.halcyon.server.http.Router;
import dev.halcyon.server.http.Routes;
import dev.halcyon.server.store.Database;
import java.time.Clock;
import java.util.Objects;

/** Making and closing accounts over HTTP, for administrators. Thread-safe. */
public final class AccountRoutes {
  private final Database database;
  private final AuditLog audit;
  private final Clock clock;

  public AccountRoutes(Database database, AuditLog audit, Clock clock) {
    this.database = database;
    this.audit = audit;
    this.clock = clock;
  }

  public void bind(Router router) {
    router
        .on(Routes.ACCOUNTS, exchange -> exchange.json(book(exchange).list()))
        .on(
            Routes.ACCOUNT_ADD,
            exchange -> exchange.json(201, book(exchange).add(exchange.body(NewAccount.class))))
        .on(
            Routes.ACCOUNT_TOKEN,
            exchange -> exchange.json(201, book(exchange).token(exchange.path("name"))))
        .on(
            Routes.ACCOUNT_DISABLE,
            exchange -> exchange.json(book(exchange).disable(exchange.path("name"))))
        .on(
            Routes.ACCOUNT_ENABLE,
            exchange -> exchange.json(book(exchange).enable(exchange.path("name"))))
        .on(
            Routes.ACCOUNT_PASSWORD,
            exchange ->
                exchange.json(book(exchange).password(exchange.path("name"), given(exchange))))
        .on(
            Routes.ACCOUNT_SOURCES,
            exchange ->
                exchange.json(
                    book(exchange)
                        .sources(
                            exchange.path("name"), exchange.body(AccountSources.class).sources())));
  }

  private static String given(Exchange exchange) {
    return Objects.requireNonNullElse(exchange.body(NewPassword.class).password(), "");
  }

  private AccountBook book(Exchange exchange) {
    return new StoredAccounts(database, audit, clock, exchange.principal().id().toString());
  }
}
