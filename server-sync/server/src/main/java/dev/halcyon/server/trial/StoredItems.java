package dev.halcyon.server.trial;

import dev.halcyon.protocol.Audience;
import dev.halcyon.protocol.Author;
import dev.halcyon.protocol.Item;
import dev.halcyon.protocol.MediaInfo;
import dev.halcyon.protocol.MediaState;
import dev.halcyon.protocol.Modality;
import dev.halcyon.protocol.Surface;
import dev.halcyon.protocol.Verdict;
import dev.halcyon.protocol.Visibility;
import dev.halcyon.protocol.Wire;
import dev.halcyon.server.item.AllowedItems;
import dev.halcyon.server.seal.ItemWords;
import dev.halcyon.server.seal.Seals;
import dev.halcyon.server.store.Columns;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.jdbi.v3.core.Handle;
import org.jspecify.annotations.Nullable;

/** The SQL by which many stored items are read at once. Stateless; each call uses its handle. */
final class StoredItems {
  /** A place in the order of receipt. */
  record Place(Instant at, UUID id) {}

  /** Items judged and not erased, received from one instant on and before another. */
  long count(Handle handle, Instant from, Instant until) {
    return handle
        .createQuery(
            """
            select count(*) from item
            where received_at >= :from and received_at < :until and complete = true
              and erased_at is null
            """)
        .bind("from", from)
        .bind("until", until)
        .mapTo(Long.class)
        .one();
  }

  boolean isErased(Handle handle, UUID item) {
    return handle
        .createQuery("select erased_at is not null from item where id = :item")
        .bind("item", item)
        .mapTo(Boolean.class)
        .findOne()
        .orElse(false);
  }

  /** Places of judged items after one that are not erased, in order of receipt. */
  List<Place> places(Handle handle, Place after, Instant until, int limit) {
    return handle
        .createQuery(
            """
            select id, received_at from item
            where received_at >= :at and (received_at > :at or id > :id)
              and received_at < :until and complete = true and erased_at is null
            order by received_at, id limit :limit
            """)
        .bind("at", after.at())
        .bind("id", after.id())
        .bind("until", until)
        .bind("limit", limit)
        .map(
            (row, context) ->
                new Place(Columns.instant(row, "received_at"), row.getObject("id", UUID.class)))
        .list();
  }

  /** Judged items received since an instant that a version has not judged in shadow. */
  List<UUID> unshadowed(Handle handle, int version, Instant since, int limit) {
    return handle
        .createQuery(
            """
            select i.id from item i
            where i.received_at >= :since and i.complete = true and i.erased_at is null
              and not exists (
                select 1 from shadow_verdict s where s.version = :version and s.item_id = i.id)
            order by i.received_at, i.id limit :limit
            """)
        .bind("since", since)
        .bind("version", version)
        .bind("limit", limit)
        .mapTo(UUID.class)
        .list();
  }

  /** These items, in no order. */
  List<Stored> read(Handle handle, List<UUID> ids) {
    if (ids.isEmpty()) {
      return List.of();
    }
    Map<UUID, List<String>> said = new HashMap<>();
    new AllowedItems()
        .find(handle, ids)
        .forEach(
            (id, record) ->
                said.put(
                    id, new ArrayList<>(record.assessments().stream().map(Wire::write).toList())));
    handle
        .createQuery(
            """
            select item_id, content from assessment where item_id in (<ids>)
            order by made_at, place
            """)
        .bindList("ids", ids)
        .map(
            (row, context) ->
                said.computeIfAbsent(row.getObject("item_id", UUID.class), id -> new ArrayList<>())
                    .add(Seals.of(context).text(row.getString("content"))))
        .list();
    said.values().forEach(each -> each.removeIf(String::isEmpty));
    Map<UUID, List<MediaInfo>> media = new HashMap<>();
    handle
        .createQuery(
            """
            select im.item_id, m.media_id, m.kind from item_media im
            join media m on m.media_id = im.media_id
            where im.item_id in (<ids>) order by im.place
            """)
        .bindList("ids", ids)
        .map(
            (row, context) ->
                media
                    .computeIfAbsent(row.getObject("item_id", UUID.class), id -> new ArrayList<>())
                    .add(named(row)))
        .list();
    return handle
        .createQuery(
            """
            select i.*, a.display_name, a.account_age_days, a.minor from item i
            join author a on a.source = i.source and a.author_id = i.author_id
            where i.id in (<ids>)
            """)
        .bindList("ids", ids)
        .map((row, context) -> stored(row, ItemWords.read(row, context), said, media))
        .list();
  }

  private static Stored stored(
      ResultSet row,
      ItemWords words,
      Map<UUID, List<String>> said,
      Map<UUID, List<MediaInfo>> media)
      throws SQLException {
    UUID id = row.getObject("id", UUID.class);
    @Nullable String verdict = row.getString("verdict");
    Item item =
        new Item(
            id,
            row.getString("source"),
            row.getString("external_id"),
            Surface.valueOf(row.getString("surface")),
            Audience.valueOf(row.getString("audience")),
            row.getString("language"),
            row.getString("region"),
            new Author(
                row.getString("author_id"),
                row.getString("display_name"),
                row.getInt("account_age_days"),
                row.getBoolean("minor")),
            words.text(),
            media.getOrDefault(id, List.of()),
            words.messages(),
            Columns.instant(row, "posted_at"),
            Columns.instant(row, "received_at"),
            row.getLong("reach"),
            Visibility.valueOf(row.getString("visibility")));
    return new Stored(
        item,
        row.getInt("policy_version"),
        verdict == null ? Verdict.REVIEW : Verdict.valueOf(verdict),
        said.getOrDefault(id, List.of()));
  }

  private static MediaInfo named(ResultSet row) throws SQLException {
    return new MediaInfo(
        row.getString("media_id"),
        Modality.valueOf(row.getString("kind")),
        MediaState.PENDING,
        "",
        null,
        0,
        0,
        0,
        0,
        false,
        List.of(),
        null);
  }
}
