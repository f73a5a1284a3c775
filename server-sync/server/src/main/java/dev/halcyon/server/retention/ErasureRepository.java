package dev.halcyon.server.retention;

import dev.halcyon.protocol.LegalHold;
import dev.halcyon.protocol.RetentionSpec;
import dev.halcyon.server.store.Columns;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.jdbi.v3.core.Handle;
import org.jspecify.annotations.Nullable;

/** The SQL of holds and of erasing. Stateless; each method works in the caller's transaction. */
final class ErasureRepository {
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

  /** An item as far as erasing asks. */
  record Standing(String source, String authorId, boolean complete, boolean erased) {}

  Optional<Standing> lock(Handle handle, UUID item) {
    return handle
        .createQuery(
            """
            select source, author_id, complete, erased_at from item where id = :item for update
            """)
        .bind("item", item)
        .map(
            (row, context) ->
                new Standing(
                    row.getString("source"),
                    row.getString("author_id"),
                    row.getBoolean("complete"),
                    row.getObject("erased_at") != null))
        .findOne();
  }

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
   * Items of a kind to which nothing happened since a moment, oldest first.
   *
   * @param overlay the overlay they were judged under, {@code ""} for the base, null for any of
   *     which the policy in force knows nothing
   * @param known overlays of the policy in force
   */
  List<UUID> due(
      Handle handle,
      RetentionSpec.Kind kind,
      @Nullable String overlay,
      List<String> known,
      Instant since,
      int most) {
    String of =
        overlay == null
            ? "coalesce(i.policy_overlay, '') not in (<known>)"
            : "coalesce(i.policy_overlay, '') = :overlay";
    var query =
        handle.createQuery(
            "select i.id from item i where i.erased_at is null and i.received_at < :since"
                + " and i.complete and "
                + of
                + " and "
                + (kind == RetentionSpec.Kind.ALLOWED ? ALLOWED : DECIDED)
                + " and "
                + NOTHING_OPEN
                + " and not exists (select 1 from decision d where d.item_id = i.id"
                + " and d.recorded_at >= :since)"
                + " and not exists (select 1 from report r where r.item_id = i.id"
                + " and r.recorded_at >= :since)"
                + " and"
                + NO_HOLD
                + " order by i.erased_at, i.received_at, i.id limit :most");
    if (overlay == null) {
      query.bindList("known", known);
    } else {
      query.bind("overlay", overlay);
    }
    return query.bind("since", since).bind("most", most).mapTo(UUID.class).list();
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

  /** Takes away all words about an item, and all that names its author or who reported it. */
  void erase(Handle handle, UUID item, Standing standing, Instant now) {
    nobody(handle, standing.source());
    for (String sql :
        List.of(
            """
            update item set body = '', conversation = null, text_hash = null, author_id = '',
              said = null, allowance_key = null, erased_at = :now
            where id = :item
            """,
            "delete from assessment where item_id = :item",
            "delete from rationale where item_id = :item",
            "delete from decided_text where item_id = :item",
            "update removed_item set author_id = '' where item_id = :item",
            "delete from rejudgement where item_id = :item",
            "update report set reporter_id = '', contact = null, remark = '' where item_id = :item",
            "update review_case set excerpt = '' where item_id = :item",
            "update decision set note = '' where item_id = :item",
            "update media_fetch set url = '' where item_id = :item",
            "delete from effect where item_id = :item and state <> 'WAITING'")) {
      var update = handle.createUpdate(sql).bind("item", item);
      (sql.contains(":now") ? update.bind("now", now) : update).execute();
    }
    handle
        .createUpdate(
            """
            delete from author where source = :source and author_id = :author and not exists
              (select 1 from item i where i.source = :source and i.author_id = :author)
            """)
        .bind("source", standing.source())
        .bind("author", standing.authorId())
        .execute();
  }

  /** The author of erased items, so that they still have one. */
  private static void nobody(Handle handle, String source) {
    boolean known =
        handle
            .createQuery("select 1 from author where source = :source and author_id = ''")
            .bind("source", source)
            .mapTo(Integer.class)
            .findOne()
            .isPresent();
    if (!known) {
      handle
          .createUpdate(
              """
              insert into author
                (source, author_id, display_name, account_age_days, minor)
              values (:source, '', '', 0, false)
              """)
          .bind("source", source)
          .execute();
    }
  }

  /** Takes the item's media off it; those that no other item has are gone. */
  void dropMedia(Handle handle, UUID item, Instant now) {
    List<String> media =
        handle
            .createQuery(
                """
                select m.media_id from media m where exists (select 1 from item_media l
                  where l.item_id = :item and l.media_id = m.media_id)
                order by m.media_id for update
                """)
            .bind("item", item)
            .mapTo(String.class)
            .list();
    handle
        .createUpdate("delete from item_media where item_id = :item")
        .bind("item", item)
        .execute();
    for (String each : media) {
      int gone =
          handle
              .createUpdate(
                  """
                  delete from media where media_id = :media
                    and not exists (select 1 from item_media l where l.media_id = :media)
                  """)
              .bind("media", each)
              .execute();
      if (gone > 0) {
        handle
            .createUpdate("delete from media_gone where media_id = :media")
            .bind("media", each)
            .execute();
        handle
            .createUpdate("insert into media_gone (media_id, gone_at) values (:media, :now)")
            .bind("media", each)
            .bind("now", now)
            .execute();
      }
    }
  }

  List<String> mediaGone(Handle handle, int most) {
    return handle
        .createQuery("select media_id from media_gone order by gone_at, media_id limit :most")
        .bind("most", most)
        .mapTo(String.class)
        .list();
  }

  /** Holds the note that a media part is gone, so that an upload of the same bytes waits. */
  boolean lockGone(Handle handle, String media) {
    boolean gone =
        handle
            .createQuery("select 1 from media_gone where media_id = :media for update")
            .bind("media", media)
            .mapTo(Integer.class)
            .findOne()
            .isPresent();
    return gone
        && handle
            .createQuery("select 1 from media where media_id = :media")
            .bind("media", media)
            .mapTo(Integer.class)
            .findOne()
            .isEmpty();
  }

  void forgetGone(Handle handle, String media) {
    handle
        .createUpdate("delete from media_gone where media_id = :media")
        .bind("media", media)
        .execute();
  }

  void insertHold(Handle handle, LegalHold hold) {
    handle
        .createUpdate(
            """
            insert into legal_hold (id, item_id, reason, set_by, set_at)
            values (:id, :item, :reason, :by, :at)
            """)
        .bind("id", hold.id())
        .bind("item", hold.itemId())
        .bind("reason", hold.reason())
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

  List<LegalHold> holds(Handle handle, UUID item) {
    return handle
        .createQuery("select * from legal_hold where item_id = :item order by set_at, id")
        .bind("item", item)
        .map((row, context) -> hold(row))
        .list();
  }

  private static LegalHold hold(ResultSet row) throws SQLException {
    @Nullable OffsetDateTime lifted = row.getObject("lifted_at", OffsetDateTime.class);
    return new LegalHold(
        row.getObject("id", UUID.class),
        row.getObject("item_id", UUID.class),
        row.getString("reason"),
        row.getObject("set_by", UUID.class),
        Columns.instant(row, "set_at"),
        row.getObject("lifted_by", UUID.class),
        lifted == null ? null : lifted.toInstant());
  }
}
