package dev.halcyon.server.audit;

import dev.halcyon.protocol.AuditEntry;
import dev.halcyon.server.http.Exchange;
import dev.halcyon.server.http.Router;
import dev.halcyon.server.http.Routes;
import dev.halcyon.server.store.Database;
import java.util.List;
import java.util.Map;
import java.util.UUID;

/**
 * What an auditor may ask: entries, a signed checkpoint, everything about one item. Thread-safe.
 */
public final class AuditRoutes {
  private static final int PAGE = 1000;

  private final Database database;
  private final AuditLog audit;
  private final AuditSequencer sequencer;
  private final Timeline timeline = new Timeline();
  private final AuditRepository repository = new AuditRepository();

  public AuditRoutes(Database database, AuditLog audit, AuditSequencer sequencer) {
    this.database = database;
    this.audit = audit;
    this.sequencer = sequencer;
  }

  public void bind(Router router) {
    router
        .on(Routes.AUDIT_ENTRIES, this::entries)
        .on(Routes.AUDIT_CHECKPOINT, exchange -> exchange.json(sequencer.checkpoint()))
        .on(Routes.AUDIT_ITEM, this::item)
        .on(Routes.ITEM_TIMELINE, this::timeline);
  }

  private void timeline(Exchange exchange) {
    UUID item = exchange.id("id");
    new ItemExport(database).requireKnown(item);
    exchange.json(database.read(handle -> timeline.of(handle, item)));
  }

  private void entries(Exchange exchange) {
    long after = exchange.query("after", -1, -1, Long.MAX_VALUE);
    int limit = (int) exchange.query("limit", PAGE, 1, PAGE);
    List<AuditEntry> page = database.read(handle -> repository.entries(handle, after, limit));
    exchange.json(page);
  }

  /** Reading everything about an item is itself an act that the log keeps. */
  private void item(Exchange exchange) {
    UUID item = exchange.id("itemId");
    ItemExport export = new ItemExport(database);
    export.requireKnown(item);
    database.useTransaction(
        handle ->
            audit.append(
                handle,
                exchange.principal().id().toString(),
                "item.exported",
                item.toString(),
                Map.of(),
                Map.of()));
    sequencer.checkpoint();
    exchange.json(export.of(item));
  }
}
