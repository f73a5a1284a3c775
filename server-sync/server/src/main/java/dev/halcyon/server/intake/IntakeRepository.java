package dev.halcyon.server.intake;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.type.TypeReference;
import com.github.f4b6a3.uuid.UuidCreator;
import dev.halcyon.protocol.Author;
import dev.halcyon.protocol.Category;
import dev.halcyon.protocol.ContextMessage;
import dev.halcyon.protocol.ItemSubmission;
import dev.halcyon.protocol.Modality;
import dev.halcyon.protocol.ReportSubmission;
import dev.halcyon.protocol.Surface;
import dev.halcyon.protocol.Verdict;
import dev.halcyon.protocol.Visibility;
import dev.halcyon.protocol.Wire;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.jdbi.v3.core.Handle;
import org.jspecify.annotations.Nullable;

/** The SQL of arriving items. Stateless; each method works in the caller's transaction. */
final class IntakeRepository {
  /** An item as far as its sender is answered. */
  record Known(
      UUID itemId,
      boolean complete,
      @Nullable Verdict verdict,
      Visibility visibility,
      @Nullable Category category,
      @Nullable UUID caseId) {}

  /** A media part of an item, as it was uploaded. */
  record Part(String mediaId, Modality kind, String declaredType) {}

  /** What the engine needs of a stored item. */
  record Pending(
      UUID itemId,
      String source,
      String text,
      @Nullable String language,
      String region,
      Surface surface,
      Author author,
      List<ContextMessage> conversation,
      List<Part> media,
      int reports,
      @Nullable String textHash) {}

  Optional<Known> find(Handle handle, String source, String externalId) {
    return handle
        .createQuery(
            """
            select i.id, i.complete, i.verdict, i.visibility, i.category,
              (select min(cast(c.id as varchar)) from review_case c
                where c.item_id = i.id and c.kind = 'REVIEW') as case_id,
              (select min(cast(d.case_id as varchar)) from decoder_cluster d
                where d.item_id = i.id) as cluster_id
            from item i where i.source = :source and i.external_id = :externalId
            """)
        .bind("source", source)
        .bind("externalId", externalId)
        .map((row, context) -> known(row))
        .findOne();
  }

  private static Known known(ResultSet row) throws SQLException {
    @Nullable String verdict = row.getString("verdict");
    @Nullable String category = row.getString("category");
    @Nullable String own = row.getString("case_id");
    @Nullable String caseId = own == null ? row.getString("cluster_id") : own;
    return new Known(
        row.getObject("id", UUID.class),
        row.getBoolean("complete"),
        verdict == null ? null : Verdict.valueOf(verdict),
        Visibility.valueOf(row.getString("visibility")),
        category == null ? null : Category.of(category),
        caseId == null ? null : UUID.fromString(caseId));
  }

  /** Counts one more item of an author and keeps what the platform says of them now. */
  void upsertAuthor(Handle handle, String source, Author author) {
    int updated =
        handle
            .createUpdate(
                """
                update author set display_name = :name, account_age_days = :age, minor = :minor,
                  items = items + 1
                where source = :source and author_id = :id
                """)
            .bind("source", source)
            .bind("id", author.id())
            .bind("name", author.displayName())
            .bind("age", author.accountAgeDays())
            .bind("minor", author.minor())
            .execute();
    if (updated == 0) {
      handle
          .createUpdate(
              """
              insert into author (source, author_id, display_name, account_age_days, minor, items)
              values (:source, :id, :name, :age, :minor, 1)
              """)
          .bind("source", source)
          .bind("id", author.id())
          .bind("name", author.displayName())
          .bind("age", author.accountAgeDays())
          .bind("minor", author.minor())
          .execute();
    }
  }

  void insertItem(
      Handle handle, UUID id, ItemSubmission item, @Nullable String textHash, Instant receivedAt) {
    handle
        .createUpdate(
            """
            insert into item (id, source, external_id, surface, language, region, author_id, body,
              conversation, posted_at, received_at, reach, visibility, learning_consent, complete,
              text_hash)
            values (:id, :source, :externalId, :surface, :language, :region, :author, :body,
              :conversation, :postedAt, :receivedAt, :reach, 'PENDING', :consent, false, :textHash)
            """)
        .bind("id", id)
        .bind("source", item.source())
        .bind("externalId", item.externalId())
        .bind("surface", item.surface().name())
        .bind("language", item.language() == null ? "" : item.language())
        .bind("region", item.region())
        .bind("author", item.author().id())
        .bind("body", item.text())
        .bind(
            "conversation", item.conversation().isEmpty() ? null : Wire.write(item.conversation()))
        .bind("postedAt", item.postedAt())
        .bind("receivedAt", receivedAt)
        .bind("reach", item.reach())
        .bind("consent", item.learningConsent())
        .bind("textHash", textHash)
        .execute();
  }

  void insertMediaLinks(Handle handle, UUID item, List<String> mediaIds) {
    for (int place = 0; place < mediaIds.size(); place++) {
      handle
          .createUpdate(
              "insert into item_media (item_id, place, media_id) values (:item, :place, :media)")
          .bind("item", item)
          .bind("place", place)
          .bind("media", mediaIds.get(place))
          .execute();
    }
  }

  void insertReports(Handle handle, UUID item, List<ReportSubmission> reports) {
    for (ReportSubmission report : reports) {
      handle
          .createUpdate(
              """
              insert into report (id, item_id, source, reporter_id, ground, remark, received_at)
              values (:id, :item, :source, :reporter, :ground, :remark, :receivedAt)
              """)
          .bind("id", UuidCreator.getTimeOrderedEpoch())
          .bind("item", item)
          .bind("source", report.source().name())
          .bind("reporter", report.reporterId())
          .bind("ground", report.ground() == null ? null : report.ground().id())
          .bind("remark", report.comment())
          .bind("receivedAt", report.receivedAt())
          .execute();
    }
  }

  /** Which of these ids no upload made known, by position. */
  Optional<Integer> firstUnknownMedia(Handle handle, List<String> mediaIds) {
    for (int i = 0; i < mediaIds.size(); i++) {
      boolean known =
          handle
              .createQuery("select 1 from media where media_id = :id")
              .bind("id", mediaIds.get(i))
              .mapTo(Integer.class)
              .findOne()
              .isPresent();
      if (!known) {
        return Optional.of(i);
      }
    }
    return Optional.empty();
  }

  /** Items whose cascade has not finished, oldest first. */
  List<UUID> unfinished(Handle handle) {
    return handle
        .createQuery("select id from item where complete = false order by id")
        .mapTo(UUID.class)
        .list();
  }

  /** What the engine needs of an item; empty once it is finished. */
  Optional<Pending> pending(Handle handle, UUID item) {
    return handle
        .createQuery(
            """
            select i.id, i.source, i.body, i.language, i.region, i.surface, i.conversation,
              i.text_hash, a.author_id, a.display_name, a.account_age_days, a.minor,
              (select count(*) from report r where r.item_id = i.id) as reports
            from item i join author a on a.source = i.source and a.author_id = i.author_id
            where i.id = :item and i.complete = false
            """)
        .bind("item", item)
        .map((row, context) -> pending(row, parts(handle, item)))
        .findOne();
  }

  private static Pending pending(ResultSet row, List<Part> parts) throws SQLException {
    String language = row.getString("language");
    @Nullable String conversation = row.getString("conversation");
    return new Pending(
        row.getObject("id", UUID.class),
        row.getString("source"),
        row.getString("body"),
        language.isEmpty() ? null : language,
        row.getString("region"),
        Surface.valueOf(row.getString("surface")),
        new Author(
            row.getString("author_id"),
            row.getString("display_name"),
            row.getInt("account_age_days"),
            row.getBoolean("minor")),
        conversation == null ? List.of() : messages(conversation),
        parts,
        row.getInt("reports"),
        row.getString("text_hash"));
  }

  private static List<ContextMessage> messages(String json) {
    try {
      return Wire.mapper().readValue(json, new TypeReference<List<ContextMessage>>() {});
    } catch (JsonProcessingException e) {
      throw new IllegalStateException("a stored conversation cannot be read", e);
    }
  }

  private static List<Part> parts(Handle handle, UUID item) {
    return handle
        .createQuery(
            """
            select m.media_id, m.kind, m.declared_type from item_media l
            join media m on m.media_id = l.media_id where l.item_id = :item order by l.place
            """)
        .bind("item", item)
        .map(
            (row, context) ->
                new Part(
                    row.getString("media_id"),
                    Modality.valueOf(row.getString("kind")),
                    row.getString("declared_type")))
        .list();
  }

  /** Locks an item and says whether its cascade is still to be recorded. */
  boolean lockUnfinished(Handle handle, UUID item) {
    return handle
        .createQuery("select complete from item where id = :item for update")
        .bind("item", item)
        .mapTo(Boolean.class)
        .findOne()
        .map(complete -> !complete)
        .orElse(false);
  }
}
