package dev.halcyon.server.retention;

import dev.halcyon.server.seal.ItemKey;
import dev.halcyon.server.seal.Seals;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.stream.Collectors;
import org.jdbi.v3.core.Handle;
import org.jspecify.annotations.Nullable;

/** The SQL of erasing. Stateless; each method works in the caller's transaction. */
final class ErasureRepository {
  /**
   * An item as far as erasing asks.
   *
   * @param key number of the key under which its words are sealed, or null
   */
  record Standing(
      String source, String authorId, boolean complete, boolean erased, @Nullable Long key) {}

  boolean isKnown(Handle handle, UUID item) {
    return handle
        .createQuery("select 1 from item where id = :item")
        .bind("item", item)
        .mapTo(Integer.class)
        .findOne()
        .isPresent();
  }

  Optional<Standing> lock(Handle handle, UUID item) {
    return handle
        .createQuery(
            """
            select source, author_id, complete, erased_at, substring(words from 1 for 7) as head
            from item where id = :item for update
            """)
        .bind("item", item)
        .map(
            (row, context) -> {
              byte @Nullable [] head = row.getBytes("head");
              return new Standing(
                  row.getString("source"),
                  row.getString("author_id"),
                  row.getBoolean("complete"),
                  row.getObject("erased_at") != null,
                  head == null ? null : ItemKey.number(head));
            })
        .findOne();
  }

  /** Ends an item's way to a verdict: none will come. */
  void endUnjudged(Handle handle, UUID item) {
    handle
        .createUpdate("update item set complete = true where id = :item")
        .bind("item", item)
        .execute();
    handle
        .createUpdate("delete from unfinished_item where item_id = :item")
        .bind("item", item)
        .execute();
  }

  /** Takes away all words about an item, and all that names its author or who reported it. */
  void erase(Handle handle, UUID item, Standing standing, Instant now) {
    if (standing.key() != null) {
      handle
          .createUpdate("insert into item_key_gone (key_number, gone_at) values (:key, :now)")
          .bind("key", standing.key())
          .bind("now", now)
          .execute();
    }
    openWaiting(handle, item);
    nobody(handle, standing.source());
    for (String sql :
        List.of(
            """
            update item set words = null, body = '', conversation = null, text_hash = null,
              author_id = '', said = null, allowance_key = null, erased_at = :now
            where id = :item
            """,
            "delete from assessment where item_id = :item",
            "delete from rationale where item_id = :item",
            "delete from decided_text where item_id = :item",
            "update removed_item set author_id = '' where item_id = :item",
            "update decoder_cluster set author_id = '' where item_id = :item",
            "delete from rejudgement where item_id = :item",
            """
            update report set reporter_id = '', contact = null, remark = '', legal_basis = null
            where item_id = :item
            """,
            "update review_case set excerpt = '' where item_id = :item",
            """
            delete from case_likeness
            where case_id in (select id from review_case where item_id = :item)
            """,
            """
            delete from case_print
            where case_id in (select id from review_case where item_id = :item)
            """,
            "update case_member set likeness = '' where item_id = :item",
            "update decision set note = '' where item_id = :item",
            "update media_fetch set url = '', problem = null where item_id = :item",
            "update legal_hold set reason = '' where item_id = :item",
            """
            delete from parked_message where exists (select 1 from item i where i.id = :item
              and i.source = parked_message.source
              and i.external_id = parked_message.external_id)
            """,
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

  /** Events that are still to be sent outlive the key: they are stored as they will be sent. */
  private static void openWaiting(Handle handle, UUID item) {
    Map<Long, String> waiting =
        handle
            .createQuery(
                "select id, content from effect where item_id = :item and state = 'WAITING'")
            .bind("item", item)
            .map(
                (row, context) ->
                    Map.entry(row.getLong("id"), Seals.of(context).text(row.getString("content"))))
            .collect(Collectors.toMap(Map.Entry::getKey, Map.Entry::getValue));
    waiting.forEach(
        (id, content) -> handle.execute("update effect set content = ? where id = ?", content, id));
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

  /** Keys of erased items that are still to be destroyed, those of one tree together. */
  List<Long> keysGone(Handle handle, int most) {
    return handle
        .createQuery(
            """
            select key_number from item_key_gone where destroyed = false
            order by key_number limit :most
            """)
        .bind("most", most)
        .mapTo(Long.class)
        .list();
  }

  /** Marks keys as destroyed; their numbers stay, for the keys may come back with a copy. */
  void markDestroyed(Handle handle, List<Long> keys) {
    handle
        .createUpdate("update item_key_gone set destroyed = true where key_number in (<keys>)")
        .bindList("keys", keys)
        .execute();
  }

  /** Keys that were destroyed, in the order of their numbers. */
  List<Long> destroyed(Handle handle, long after, int most) {
    return handle
        .createQuery(
            """
            select key_number from item_key_gone where destroyed = true and key_number > :after
            order by key_number limit :most
            """)
        .bind("after", after)
        .bind("most", most)
        .mapTo(Long.class)
        .list();
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
}
