package dev.halcyon.server.intake;

import dev.halcyon.protocol.Category;
import dev.halcyon.protocol.DecisionAction;
import dev.halcyon.protocol.PastDecision;
import dev.halcyon.protocol.PolicyRef;
import dev.halcyon.protocol.ReportSubmission;
import dev.halcyon.protocol.Restriction;
import dev.halcyon.protocol.Verdict;
import dev.halcyon.protocol.Visibility;
import dev.halcyon.server.store.Columns;
import java.sql.ResultSet;
import java.sql.SQLException;
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

  /** An item whose decoder failure hangs on a case that was made for another one. */
  record Clustered(UUID itemId, PolicyRef policy, Visibility visibility) {}

  private static final int EXCERPT = 140;

  private static final String KNOWN =
      """
      select i.id, i.complete, i.verdict, i.visibility, i.category,
        (select cast(min(cast(c.id as varchar)) as uuid) from review_case c
          where c.item_id = i.id) as own_case,
        (select d.case_id from decoder_cluster d where d.item_id = i.id) as cluster_case
      from item i
      """;

  Optional<Known> find(Handle handle, String source, String externalId) {
    return handle
        .createQuery(KNOWN + "where i.source = :source and i.external_id = :externalId")
        .bind("source", source)
        .bind("externalId", externalId)
        .map((row, context) -> known(row))
        .findOne();
  }

  Known get(Handle handle, UUID item) {
    return handle
        .createQuery(KNOWN + "where i.id = :item")
        .bind("item", item)
        .map((row, context) -> known(row))
        .one();
  }

  private static Known known(ResultSet row) throws SQLException {
    @Nullable String verdict = row.getString("verdict");
    @Nullable String category = row.getString("category");
    @Nullable UUID own = row.getObject("own_case", UUID.class);
    return new Known(
        row.getObject("id", UUID.class),
        row.getBoolean("complete"),
        verdict == null ? null : Verdict.valueOf(verdict),
        Visibility.valueOf(row.getString("visibility")),
        category == null ? null : Category.of(category),
        own == null ? row.getObject("cluster_case", UUID.class) : own);
  }

  void setTextHash(Handle handle, UUID item, @Nullable String hash) {
    handle
        .createUpdate("update item set text_hash = :hash where id = :item")
        .bind("hash", hash)
        .bind("item", item)
        .execute();
  }

  @Nullable String textHash(Handle handle, UUID item) {
    return handle
        .createQuery("select text_hash from item where id = :item")
        .bind("item", item)
        .mapTo(String.class)
        .findOne()
        .orElse(null);
  }

  /** The first position whose media id no upload made known. */
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

  /** Whether this very report is stored already: platforms send an item again with its reports. */
  boolean hasReport(Handle handle, UUID item, ReportSubmission report) {
    return handle
        .createQuery(
            """
            select 1 from report where item_id = :item and source = :source
              and reporter_id = :reporter and received_at = :receivedAt
            """)
        .bind("item", item)
        .bind("source", report.source().name())
        .bind("reporter", report.reporterId())
        .bind("receivedAt", report.receivedAt())
        .mapTo(Integer.class)
        .findFirst()
        .isPresent();
  }

  /** An accepted item without a verdict. */
  record Unfinished(UUID itemId, boolean hasMedia) {}

  /** Items whose cascade has not finished, oldest first. */
  List<Unfinished> unfinished(Handle handle) {
    return handle
        .createQuery(
            """
            select i.id, exists (select 1 from item_media l where l.item_id = i.id) as has_media
            from item i where i.complete = false order by i.complete, i.id
            """)
        .map(
            (row, context) ->
                new Unfinished(row.getObject("id", UUID.class), row.getBoolean("has_media")))
        .list();
  }

  /** Locks an item and says whether its verdict is still to be recorded. */
  boolean lockUnfinished(Handle handle, UUID item) {
    return handle
        .createQuery("select complete from item where id = :item for update")
        .bind("item", item)
        .mapTo(Boolean.class)
        .findOne()
        .map(complete -> !complete)
        .orElse(false);
  }

  /** What people decided about other items with the same normalised words, newest first. */
  List<PastDecision> decidedAlike(Handle handle, String textHash, UUID except) {
    return handle
        .createQuery(
            """
            select d.*, a.display_name, i.body from decision d
            join item i on i.id = d.item_id
            left join account a on a.id = d.account_id
            where i.text_hash = :hash and d.by_machine = false and i.id <> :except
            order by d.recorded_at desc limit 5
            """)
        .bind("hash", textHash)
        .bind("except", except)
        .map((row, context) -> past(row))
        .list();
  }

  private static PastDecision past(ResultSet row) throws SQLException {
    @Nullable String category = row.getString("category");
    String body = row.getString("body");
    return new PastDecision(
        row.getObject("id", UUID.class),
        row.getObject("item_id", UUID.class),
        DecisionAction.valueOf(row.getString("action")),
        Columns.names(row.getString("restrictions"), Restriction.class),
        category == null ? null : Category.of(category),
        row.getString("clause"),
        row.getString("note"),
        row.getBoolean("by_machine"),
        row.getString("display_name"),
        Columns.policy(row),
        Columns.instant(row, "decided_at"),
        body.codePointCount(0, body.length()) <= EXCERPT
            ? body
            : body.substring(0, body.offsetByCodePoints(0, EXCERPT)));
  }

  /** Makes decoder failures of one author, or of one file, queue up behind each other. */
  void lockCluster(Handle handle, UUID item) {
    handle
        .createQuery(
            """
            select a.author_id from author a
            where exists (select 1 from item i where i.id = :item and i.source = a.source
              and i.author_id = a.author_id)
            for update
            """)
        .bind("item", item)
        .mapTo(String.class)
        .list();
    handle
        .createQuery(
            """
            select m.media_id from media m
            where exists (select 1 from item_media l where l.item_id = :item
              and l.media_id = m.media_id)
            order by m.media_id for update
            """)
        .bind("item", item)
        .mapTo(String.class)
        .list();
  }

  /** The open case of a decoder failure by the same author or of one of the same files. */
  Optional<UUID> openCluster(Handle handle, UUID item, List<String> failedMedia) {
    return handle
        .createQuery(
            """
            select d.case_id from decoder_cluster d
            join review_case c on c.id = d.case_id and c.is_open
            where exists (select 1 from item i where i.id = :item and i.source = d.source
                and i.author_id = d.author_id)
              or exists (select 1 from item_media l where l.item_id = d.item_id
                and l.media_id in (<media>))
            order by c.created_at limit 1
            """)
        .bind("item", item)
        .bindList("media", failedMedia)
        .mapTo(UUID.class)
        .findFirst();
  }

  void joinCluster(Handle handle, UUID item, UUID caseId) {
    handle
        .createUpdate(
            """
            insert into decoder_cluster (item_id, case_id, source, author_id)
            select id, cast(:caseId as uuid), source, author_id from item where id = :item
            """)
        .bind("caseId", caseId)
        .bind("item", item)
        .execute();
  }

  /** Decided cluster cases whose other items still wait for the same action. */
  List<UUID> decidedClusters(Handle handle) {
    return handle
        .createQuery(
            """
            select distinct d.case_id from decoder_cluster d
            join review_case c on c.id = d.case_id and c.state = 'DECIDED'
            where d.item_id <> c.item_id and not exists
              (select 1 from decision x where x.item_id = d.item_id)
            """)
        .mapTo(UUID.class)
        .list();
  }

  /** The items of a cluster beside the one its case is about, that nobody decided on yet. */
  List<Clustered> undecided(Handle handle, UUID caseId) {
    return handle
        .createQuery(
            """
            select i.id, i.visibility, i.policy_id, i.policy_version, i.policy_overlay from item i
            join decoder_cluster d on d.item_id = i.id
            join review_case c on c.id = d.case_id
            where d.case_id = :caseId and i.id <> c.item_id and not exists
              (select 1 from decision x where x.item_id = i.id)
            order by i.id
            """)
        .bind("caseId", caseId)
        .map(
            (row, context) ->
                new Clustered(
                    row.getObject("id", UUID.class),
                    Columns.policy(row),
                    Visibility.valueOf(row.getString("visibility"))))
        .list();
  }

  /** The newest decision on a case that settled it. */
  Optional<PastDecision> settled(Handle handle, UUID caseId) {
    return handle
        .createQuery(
            """
            select d.*, a.display_name, i.body from decision d
            join item i on i.id = d.item_id
            left join account a on a.id = d.account_id
            where d.case_id = :caseId and d.action <> 'ESCALATE'
            order by d.recorded_at desc limit 1
            """)
        .bind("caseId", caseId)
        .map((row, context) -> past(row))
        .findOne();
  }
}
