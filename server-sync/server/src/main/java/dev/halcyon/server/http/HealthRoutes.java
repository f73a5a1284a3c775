package dev.halcyon.server.http;

import dev.halcyon.protocol.Health;
import dev.halcyon.protocol.Problem;
import dev.halcyon.server.store.Database;
import java.util.ArrayList;
import java.util.List;
import org.jdbi.v3.core.JdbiException;

/** Whether the server lives, and whether it can take work. Thread-safe. */
public final class HealthRoutes {
  private final Database database;
  private final String version;

  public HealthRoutes(Database database, String version) {
    this.database = database;
    this.version = version;
  }

  public void bind(Router router) {
    router.on(Routes.HEALTH, exchange -> exchange.json(new Health(true, version, List.of())));
    router.on(Routes.READY, this::ready);
  }

  private void ready(Exchange exchange) {
    List<Problem> checks = new ArrayList<>();
    try {
      database.read(handle -> handle.createQuery("select 1").mapTo(Integer.class).one());
    } catch (JdbiException e) {
      checks.add(
          new Problem(
              "store.unavailable",
              "The database does not answer.",
              "Look at the server's log and its disk."));
    }
    if (!database.durable().healthy()) {
      checks.add(
          new Problem(
              "store.sync",
              "The disk failed to confirm a write; nothing more is accepted.",
              "Check the disk of the data directory, then restart the server."));
    }
    exchange.json(checks.isEmpty() ? 200 : 503, new Health(checks.isEmpty(), version, checks));
  }
}
