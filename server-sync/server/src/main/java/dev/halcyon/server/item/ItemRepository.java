package dev.halcyon.server.item;

import dev.halcyon.protocol.Audience;
import dev.halcyon.protocol.Author;
import dev.halcyon.protocol.Category;
import dev.halcyon.protocol.Item;
import dev.halcyon.protocol.MediaInfo;
import dev.halcyon.protocol.MediaState;
import dev.halcyon.protocol.Modality;
import dev.halcyon.protocol.PolicyRef;
import dev.halcyon.protocol.Surface;
import dev.halcyon.protocol.Verdict;
import dev.halcyon.protocol.Visibility;
import dev.halcyon.protocol.Wire;
import dev.halcyon.server.seal.ItemWords;
import dev.halcyon.server.seal.Seals;
import dev.halcyon.server.store.Columns;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.jdbi.v3.core.Handle;
import org.jspecify.annotations.Nullable;

/** The SQL of items with their authors and media. Stateless; each call uses its handle. */
public final class ItemRepository {
  /**
   * What the cascade concluded about an item so far.
   *
   * @param verdict null while nothing was concluded
   */
  public record Standing(
      UUID itemId,
      boolean complete,
      @Nullable Verdict verdict,
      @Nullable Category category,
      Visibility visibility) {}

  /** As below, for an item without a hash of its words. */
  public void insert(Handle handle, Item item, boolean learningConsent) {
    insert(handle, item, learningConsent, null);
  }

  /**
   * Stores a new item; its media must be stored already, its author need not be known.
   *
   * @param textHash of its normalised words, by which later ones find decisions on the same
   */
  public void insert(Handle handle, Item item, boolean learningConsent, @Nullable String textHash) {
    saveAuthor(handle, item.source(), item.author());
    handle
        .createUpdate(
            """
            insert into item
              (id, source, external_id, surface, audience, language, region, author_id, body, words,
               posted_at, received_at, reach, visibility, learning_consent, complete)
            values
              (:id, :source, :externalId, :surface, :audience, :language, :region, :author, '',
               :words, :postedAt, :receivedAt, :reach, :visibility, :consent, false)
            """)
        .bind("id", item.id())
        .bind("source", item.source())
        .bind("externalId", item.externalId())
        .bind("surface", item.surface().name())
        .bind("audience", item.audience().name())
        .bind("language", item.language())
        .bind("region", item.region())
        .bind("author", item.author().id())
        .bind("words", ItemWords.of(item, textHash, null).seal(Seals.of(handle).next(handle)))
        .bind("postedAt", item.postedAt())
        .bind("receivedAt", item.receivedAt())
        .bind("reach", item.reach())
        .bind("visibility", item.visibility().name())
        .bind("consent", learningConsent)
        .execute();
    handle
        .createUpdate("insert into unfinished_item (item_id) values (:item)")
        .bind("item", item.id())
        .execute();
    for (int place = 0; place < item.media().size(); place++) {
      handle
          .createUpdate(
              "insert into item_media (item_id, place, media_id) values (:item, :place, :media)")
          .bind("item", item.id())
          .bind("place", place)
          .bind("media", item.media().get(place).mediaId())
          .execute();
    }
  }

  private static void saveAuthor(Handle handle, String source, Author author) {
    int known =
        handle
            .createUpdate(
                """
                update author set display_name = :name, account_age_days = :age, minor = :minor
                where source = :source and author_id = :id
                """)
            .bind("name", author.displayName())
            .bind("age", author.accountAgeDays())
            .bind("minor", author.minor())
            .bind("source", source)
            .bind("id", author.id())
            .execute();
    if (known == 0) {
      handle
          .createUpdate(
              """
              insert into author (source, author_id, display_name, account_age_days, minor)
              values (:source, :id, :name, :age, :minor)
              """)
          .bind("source", source)
          .bind("id", author.id())
          .bind("name", author.displayName())
          .bind("age", author.accountAgeDays())
          .bind("minor", author.minor())
          .execute();
    }
  }

  /** Notes what the cascade concluded, finally or so far. */
  public void conclude(
      Handle handle,
      UUID item,
      boolean complete,
      Verdict verdict,
      @Nullable Category category,
      double score,
      String language,
      PolicyRef policy) {
    handle
        .createUpdate(
            """
            update item set complete = :complete, verdict = :verdict, category = :category,
              score = :score, language = :language, policy_id = :policy,
              policy_version = :version, policy_overlay = :overlay
            where id = :id
            """)
        .bind("complete", complete)
        .bind("verdict", verdict.name())
        .bind("category", category == null ? null : category.id())
        .bind("score", score)
        .bind("language", language)
        .bind("policy", policy.id())
        .bind("version", policy.version())
        .bind("overlay", policy.overlay())
        .bind("id", item)
        .execute();
    if (complete) {
      handle
          .createUpdate("delete from unfinished_item where item_id = :item")
          .bind("item", item)
          .execute();
    }
  }

  /** Where the item stands, holding its row until the transaction ends. */
  public Optional<Visibility> lockVisibility(Handle handle, UUID item) {
    return handle
        .createQuery("select visibility from item where id = :id for update")
        .bind("id", item)
        .mapTo(String.class)
        .findOne()
        .map(Visibility::valueOf);
  }

  /** What an item's open case is about, else what the machine found. */
  public Optional<Category> categoryUnderReview(Handle handle, UUID item) {
    return handle
        .createQuery(
            """
            select coalesce(
              (select max(c.category) from review_case c where c.item_id = i.id and c.is_open),
              i.category) from item i where i.id = :item
            """)
        .bind("item", item)
        .mapTo(String.class)
        .findOne()
        .map(Category::of);
  }

  public void setVisibility(Handle handle, UUID item, Visibility visibility) {
    handle
        .createUpdate("update item set visibility = :visibility where id = :id")
        .bind("visibility", visibility.name())
        .bind("id", item)
        .execute();
    handle
        .createUpdate("delete from removed_item where item_id = :item")
        .bind("item", item)
        .execute();
    if (visibility == Visibility.REMOVED || visibility == Visibility.PERMANENTLY_REMOVED) {
      handle
          .createUpdate(
              """
              insert into removed_item (item_id, source, author_id)
              select id, source, author_id from item where id = :item
              """)
          .bind("item", item)
          .execute();
    }
  }

  /** What is known of an item sent before. */
  public Optional<Standing> findByExternalId(Handle handle, String source, String externalId) {
    return handle
        .createQuery(
            """
            select id, complete, verdict, category, visibility from item
            where source = :source and external_id = :externalId
            """)
        .bind("source", source)
        .bind("externalId", externalId)
        .map((row, context) -> standing(row))
        .findOne();
  }

  public Optional<Item> find(Handle handle, UUID id) {
    List<MediaInfo> media = media(handle, id);
    return handle
        .createQuery(
            """
            select i.*, a.display_name, a.account_age_days, a.minor
            from item i join author a on a.source = i.source and a.author_id = i.author_id
            where i.id = :id
            """)
        .bind("id", id)
        .map((row, context) -> item(row, ItemWords.read(row, context), media))
        .findOne();
  }

  /** The item's media in order of appearance. */
  public List<MediaInfo> media(Handle handle, UUID item) {
    return handle
        .createQuery(
            """
            select m.* from item_media im join media m on m.media_id = im.media_id
            where im.item_id = :item order by im.place
            """)
        .bind("item", item)
        .map((row, context) -> media(row))
        .list();
  }

  private static Item item(ResultSet row, ItemWords words, List<MediaInfo> media)
      throws SQLException {
    return new Item(
        row.getObject("id", UUID.class),
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
        media,
        words.messages(),
        Columns.instant(row, "posted_at"),
        Columns.instant(row, "received_at"),
        row.getLong("reach"),
        Visibility.valueOf(row.getString("visibility")));
  }

  private static MediaInfo media(ResultSet row) throws SQLException {
    @Nullable String info = row.getString("info");
    if (info != null) {
      return Wire.read(info, MediaInfo.class);
    }
    return new MediaInfo(
        row.getString("media_id"),
        Modality.valueOf(row.getString("kind")),
        MediaState.valueOf(row.getString("state")),
        row.getString("declared_type"),
        null,
        row.getLong("bytes"),
        0,
        0,
        0,
        false,
        List.of(),
        null);
  }

  private static Standing standing(ResultSet row) throws SQLException {
    @Nullable String verdict = row.getString("verdict");
    @Nullable String category = row.getString("category");
    return new Standing(
        row.getObject("id", UUID.class),
        row.getBoolean("complete"),
        verdict == null ? null : Verdict.valueOf(verdict),
        category == null ? null : Category.of(category),
        Visibility.valueOf(row.getString("visibility")));
  }
}
