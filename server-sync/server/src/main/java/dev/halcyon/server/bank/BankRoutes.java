package dev.halcyon.server.bank;

import dev.halcyon.protocol.BankAddition;
import dev.halcyon.protocol.QuarantineRelease;
import dev.halcyon.server.http.Exchange;
import dev.halcyon.server.http.Router;
import dev.halcyon.server.http.Routes;

/** Banks over HTTP. Thread-safe. */
public final class BankRoutes {
  private static final int PAGE = 1000;

  private final Banks banks;

  public BankRoutes(Banks banks) {
    this.banks = banks;
  }

  public void bind(Router router) {
    router
        .on(Routes.BANKS, exchange -> exchange.json(banks.summaries()))
        .on(
            Routes.BANK_ENTRIES,
            exchange ->
                exchange.json(
                    banks.entries(
                        exchange.path("bank"),
                        exchange.query("after").orElse(""),
                        limit(exchange))))
        .on(
            Routes.BANK_ADD,
            exchange ->
                exchange.json(
                    banks.add(
                        actor(exchange), exchange.path("bank"), exchange.body(BankAddition.class))))
        .on(
            Routes.BANK_WITHDRAW,
            exchange ->
                exchange.json(
                    banks.withdraw(actor(exchange), exchange.path("bank"), exchange.path("hash"))))
        .on(
            Routes.BANK_HITS,
            exchange -> exchange.json(banks.hits(exchange.path("bank"), limit(exchange))))
        .on(Routes.BANK_QUARANTINE, exchange -> exchange.json(banks.quarantined()))
        .on(Routes.BANK_RELEASE, this::release);
  }

  private void release(Exchange exchange) {
    banks.release(
        actor(exchange),
        exchange.path("bank"),
        exchange.path("hash"),
        exchange.body(QuarantineRelease.class).trusted());
    exchange.noContent();
  }

  private static int limit(Exchange exchange) {
    return (int) exchange.query("limit", PAGE, 1, PAGE);
  }

  private static String actor(Exchange exchange) {
    return exchange.principal().id().toString();
  }
}
