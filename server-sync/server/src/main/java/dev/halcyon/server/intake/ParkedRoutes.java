package dev.halcyon.server.intake;

import dev.halcyon.protocol.ParkedMessages;
import dev.halcyon.protocol.UserProblem;
import dev.halcyon.server.http.Exchange;
import dev.halcyon.server.http.Router;
import dev.halcyon.server.http.Routes;
import dev.halcyon.server.store.Database;
import java.util.UUID;

/** The routes by which an administrator sees messages that could not be taken. Thread-safe. */
final class ParkedRoutes {
  private static final int PAGE = 500;
  private static final UUID FIRST = new UUID(0, 0);

  private final Database database;
  private final ParkedRepository repository = new ParkedRepository();

  ParkedRoutes(Database database) {
    this.database = database;
  }

  void bind(Router router) {
    router.on(Routes.PARKED, this::list).on(Routes.PARKED_CONTENT, this::content);
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
            .orElseThrow(
                () ->
                    new UserProblem(
                        "message.unknown",
                        "There is no parked message with this id.",
                        "Use an id that GET /v1/parked lists."));
    exchange.send(200, "application/octet-stream", content);
  }
}
