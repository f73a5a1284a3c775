package dev.halcyon.server.retention;

import dev.halcyon.protocol.RetentionSpec;
import dev.halcyon.server.store.Columns;
import java.time.Instant;
import java.util.List;
import java.util.Objects;
import java.util.UUID;
import org.jdbi.v3.core.Handle;

/**
 * The SQL of what is due to be erased, and of what keeps it. Stateless; each method works in the
 * caller's transaction.
 */
final class DueRepository {
  private static final int TOGETHER = 500;

  private static final String NO_HOLD =
      " not exists (select 1 from legal_hold h where h.item_id = i.id and h.lifted_at is null)";

  private static final String NOTHING_OPEN =
      """
      not exists (select 1 from review_case c where c.item_id = i.id and c.is_open)
      and not exists (select 1 from case_member m where m.item_id = i.id and m.state = 'WAITING')
      and not exists (select 1 from decoder_cluster d join review_case c on c.id = d.case_id
        where d.item_id = i.id and c.is_open)
      and not exists (select 1 from report r where r.item_id = i.id and r.answered_at is null)
      """;

  private static final String ALLOWED =
      """
      i.verdict = 'ALLOW' and i.visibility = 'VISIBLE'
      and not exists (select 1 from review_case c where c.item_id = i.id)
      and not exists (select 1 from case_member m where m.item_id = i.id)
      and not exists (select 1 from report r where r.item_id = i.id)
      """;

  private static final String DECIDED =
      """
      exists (select 1 from decision d where d.item_id = i.id
        and (d.by_machine = false or d.follows is not null or d.action <> 'ALLOW'))
      """;

  boolean isHeld(Handle handle, UUID item) {
    return handle
        .createQuery("select 1 from item i where i.id = :item and not" + NO_HOLD)
        .bind("item", item)
        .mapTo(Integer.class)
        .findFirst()
        .isPresent();
  }

  /** Whether a person has yet to look at the item or to answer about it. */
  boolean isOpen(Handle handle, UUID item) {
    return handle
        .createQuery("select 1 from item i where i.id = :item and not (" + NOTHING_OPEN + ")")
        .bind("item", item)
        .mapTo(Integer.class)
        .findFirst()
        .isPresent();
  }

  /**
   * An item that is not erased, as far as its row tells whether it is due.
   *
   * @param overlay under which it was judged, {@code ""} for the base
   * @param plain whether the machine allowed it and it is shown
   */
  record Old(UUID id, Instant receivedAt, String overlay, boolean plain) {}

  /**
   * Items that are not erased and came before a moment, after a place in the order of receipt. Read
   * along an index, so that items which are erased or too young cost nothing.
   */
  List<Old> old(Handle handle, Instant before, Instant fromAt, UUID fromId, int most) {
    return handle
        .createQuery(
            """
            select id, received_at, policy_overlay, verdict, visibility from item
            where erased_at is null and received_at < :before and received_at >= :fromAt
              and (received_at > :fromAt or id > :fromId)
            order by erased_at, received_at, id limit :most
            """)
        .bind("before", before)
        .bind("fromAt", fromAt)
        .bind("fromId", fromId)
        .bind("most", most)
        .map(
            (row, context) ->
                new Old(
                    row.getObject("id", UUID.class),
                    Columns.instant(row, "received_at"),
                    Objects.requireNonNullElse(row.getString("policy_overlay"), ""),
                    "ALLOW".equals(row.getString("verdict"))
                        && "VISIBLE".equals(row.getString("visibility"))))
        .list();
  }

  /** Those of some items that are of a kind and to which nothing happened since a moment. */
  List<UUID> due(Handle handle, RetentionSpec.Kind kind, Instant since, List<UUID> items) {
    if (items.isEmpty()) {
      return List.of();
    }
    return handle
        .createQuery(
            "select i.id from item i where i.id in (<items>) and i.erased_at is null"
                + " and i.complete and "
                + (kind == RetentionSpec.Kind.ALLOWED ? ALLOWED : DECIDED)
                + " and "
                + NOTHING_OPEN
                + " and not exists (select 1 from decision d where d.item_id = i.id"
                + " and d.recorded_at >= :since)"
                + " and not exists (select 1 from report r where r.item_id = i.id"
                + " and r.recorded_at >= :since)"
                + " and"
                + NO_HOLD
                + " order by i.received_at, i.id")
        .bindList("items", items)
        .bind("since", since)
        .mapTo(UUID.class)
        .list();
  }

  /** Items that were erased since a moment. */
  List<UUID> erasedSince(Handle handle, Instant since) {
    return handle
        .createQuery("select id from item where erased_at >= :since")
        .bind("since", since)
        .mapTo(UUID.class)
        .list();
  }

  /**
   * Events of items erased since a moment that were sent or given up only after the erasure. By
   * their ids: H2 fails on an {@code in (select …)} of more rows than it holds in memory.
   */
  void deleteLateEffects(Handle handle, Instant since) {
    List<UUID> erased = erasedSince(handle, since);
    for (int at = 0; at < erased.size(); at += TOGETHER) {
      handle
          .createUpdate("delete from effect where state <> 'WAITING' and item_id in (<items>)")
          .bindList("items", erased.subList(at, Math.min(erased.size(), at + TOGETHER)))
          .execute();
    }
  }

  /** Messages parked before a moment. */
  int deleteParked(Handle handle, Instant before) {
    return handle
        .createUpdate("delete from parked_message where parked_at < :before")
        .bind("before", before)
        .execute();
  }

  /** Records of looks at originals that ended before a moment. */
  int deleteReveals(Handle handle, Instant before) {
    return handle
        .createUpdate(
            """
            delete from reveal where granted_at < :before and expires_at < :before
              and ended_at is not null
              and not exists (select 1 from review_case c
                join legal_hold h on h.item_id = c.item_id and h.lifted_at is null
                where c.id = reveal.case_id)
            """)
        .bind("before", before)
        .execute();
  }
}
