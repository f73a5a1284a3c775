package dev.halcyon.server.retention;

import dev.halcyon.protocol.LegalHold;
import dev.halcyon.server.seal.Seals;
import dev.halcyon.server.store.Columns;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.util.List;
import java.util.UUID;
import org.jdbi.v3.core.Handle;
import org.jspecify.annotations.Nullable;

/** The SQL of legal holds. Stateless; each method works in the caller's transaction. */
final class HoldRepository {
  void insert(Handle handle, LegalHold hold) {
    handle
        .createUpdate(
            """
            insert into legal_hold (id, item_id, reason, set_by, set_at)
            values (:id, :item, :reason, :by, :at)
            """)
        .bind("id", hold.id())
        .bind("item", hold.itemId())
        .bind("reason", Seals.of(handle).sealer(handle, hold.itemId()).seal(hold.reason()))
        .bind("by", hold.setBy())
        .bind("at", hold.setAt())
        .execute();
  }

  /** Lifts a hold that still holds; says whether it did. */
  boolean lift(Handle handle, UUID item, UUID hold, UUID by, Instant now) {
    return handle
            .createUpdate(
                """
                update legal_hold set lifted_by = :by, lifted_at = :now
                where id = :id and item_id = :item and lifted_at is null
                """)
            .bind("by", by)
            .bind("now", now)
            .bind("id", hold)
            .bind("item", item)
            .execute()
        > 0;
  }

  List<LegalHold> of(Handle handle, UUID item) {
    return handle
        .createQuery("select * from legal_hold where item_id = :item order by set_at, id")
        .bind("item", item)
        .map((row, context) -> hold(row, Seals.of(context)))
        .list();
  }

  private static LegalHold hold(ResultSet row, Seals seals) throws SQLException {
    @Nullable OffsetDateTime lifted = row.getObject("lifted_at", OffsetDateTime.class);
    return new LegalHold(
        row.getObject("id", UUID.class),
        row.getObject("item_id", UUID.class),
        seals.text(row.getString("reason")),
        row.getObject("set_by", UUID.class),
        Columns.instant(row, "set_at"),
        row.getObject("lifted_by", UUID.class),
        lifted == null ? null : lifted.toInstant());
  }
}
