package dev.halcyon.server.intake;

import dev.halcyon.protocol.ParkedDiscard;
import dev.halcyon.protocol.ParkedMessages;
import dev.halcyon.protocol.ParkedResend;
import dev.halcyon.protocol.ParkedResent;
import dev.halcyon.protocol.UserProblem;
import dev.halcyon.server.http.Exchange;
import dev.halcyon.server.http.Router;
import dev.halcyon.server.http.Routes;
import dev.halcyon.server.store.Database;
import java.util.List;
import java.util.UUID;

/**
 * The routes by which an administrator sees messages that could not be taken, has them taken once
 * more or throws them away. Thread-safe.
 */
final class ParkedRoutes {
  private static final int PAGE = 500;
  private static final UUID FIRST = new UUID(0, 0);

  private final Database database;
  private final ParkedMessagesAgain again;
  private final ParkedRepository repository = new ParkedRepository();

  ParkedRoutes(Database database, ParkedMessagesAgain again) {
    this.database = database;
    this.again = again;
  }

  void bind(Router router) {
    router
        .on(Routes.PARKED, this::list)
        .on(Routes.PARKED_CONTENT, this::content)
        .on(Routes.PARKED_RESEND, this::resend)
        .on(Routes.PARKED_DISCARD, this::discard);
  }

  private void list(Exchange exchange) {
    UUID after = exchange.query("after").map(ParkedRoutes::id).orElse(FIRST);
    int limit = (int) exchange.query("limit", 100, 1, PAGE);
    exchange.json(
        database.read(
            handle ->
                new ParkedMessages(
                    repository.count(handle), repository.list(handle, after, limit))));
  }

  private static UUID id(String text) {
    try {
      return UUID.fromString(text);
    } catch (IllegalArgumentException e) {
      throw new UserProblem(
          "request.query",
          "The query's \"after\" is no id.",
          "Use the id of the last entry of the page before.");
    }
  }

  private void content(Exchange exchange) {
    UUID id = exchange.id("id");
    byte[] content =
        database
            .read(handle -> repository.content(handle, id))
            .orElseThrow(ParkedMessagesAgain::unknown)
            .bytes();
    exchange.send(200, "application/octet-stream", content);
  }

  private void resend(Exchange exchange) {
    ParkedResend asked = exchange.body(ParkedResend.class);
    if (asked.ids().isEmpty() == (asked.code() == null) || asked.ids().size() > PAGE) {
      throw new UserProblem(
          "parked.selection",
          "The request names neither messages nor a problem's code, or both, or more than "
              + PAGE
              + " messages.",
          "Send \"ids\" or a \"code\" as GET /v1/parked lists them.");
    }
    String code = asked.code();
    List<UUID> ids =
        code == null
            ? asked.ids().stream().map(ParkedRoutes::listed).toList()
            : database.read(handle -> repository.parkedFor(handle, code, PAGE));
    List<ParkedResent.Outcome> outcomes = again.resend(exchange.principal(), ids);
    exchange.json(new ParkedResent(outcomes, database.read(repository::count)));
  }

  private static UUID listed(String id) {
    try {
      return UUID.fromString(id);
    } catch (IllegalArgumentException e) {
      throw ParkedMessagesAgain.unknown();
    }
  }

  private void discard(Exchange exchange) {
    again.discard(
        exchange.principal(), exchange.id("id"), exchange.body(ParkedDiscard.class).reason());
    exchange.noContent();
  }
}
