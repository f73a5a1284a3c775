package dev.halcyon.server.intake;

import dev.halcyon.protocol.Category;
import dev.halcyon.protocol.DecisionAction;
import dev.halcyon.protocol.PastDecision;
import dev.halcyon.protocol.Restriction;
import dev.halcyon.protocol.Verdict;
import dev.halcyon.protocol.Visibility;
import dev.halcyon.server.seal.ItemWords;
import dev.halcyon.server.seal.Seals;
import dev.halcyon.server.store.Columns;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.function.Function;
import org.jdbi.v3.core.Handle;
import org.jdbi.v3.core.statement.StatementContext;
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

  private static final int EXCERPT = 140;

  /** Of several cases about one item the newest; their ids are in the order they were made. */
  private static final String KNOWN =
      """
      select i.id, i.complete, i.verdict, i.visibility, i.category,
        (select cast(max(cast(c.id as varchar)) as uuid) from review_case c
          where c.item_id = i.id) as own_case,
        coalesce((select d.case_id from decoder_cluster d where d.item_id = i.id),
          (select cast(max(cast(m.case_id as varchar)) as uuid) from case_member m
            where m.item_id = i.id and m.state <> 'RELEASED')) as cluster_case
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

  /**
   * Those of these items that are known, by their external id. A join, because H2 reads all items
   * of the source for an IN on the second column of an index.
   */
  Map<String, Known> find(Handle handle, String source, List<String> externalIds) {
    Map<String, Known> found = new HashMap<>();
    handle
        .createQuery(
            KNOWN
                .replace("select i.id", "select i.external_id, i.id")
                .replace(
                    "from item i\n",
                    "from unnest(cast(:ids as varchar array)) as asked(external_id) join item i"
                        + " on i.source = :source and i.external_id = asked.external_id"))
        .bind("source", source)
        .bindArray("ids", String.class, externalIds)
        .map((row, context) -> Map.entry(row.getString("external_id"), known(row)))
        .forEach(each -> found.put(each.getKey(), each.getValue()));
    return found;
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

  /** The hash of an item's normalised words, if it has any. */
  Optional<String> textHash(Handle handle, UUID item) {
    return handle
        .createQuery("select " + ItemWords.COLUMNS + " from item i where i.id = :item")
        .bind("item", item)
        .map((row, context) -> Optional.ofNullable(ItemWords.read(row, context).textHash()))
        .findOne()
        .flatMap(Function.identity());
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

  /** An accepted item without a verdict. */
  record Unfinished(UUID itemId, boolean hasMedia) {}

  /** Items that are all here and whose cascade has not finished, oldest first. */
  List<Unfinished> unfinished(Handle handle) {
    return handle
        .createQuery(
            """
            select u.item_id as id,
              exists (select 1 from item_media l where l.item_id = u.item_id) as has_media
            from unfinished_item u where not exists (
              select 1 from media_fetch f where f.item_id = u.item_id and f.state = 'WAITING')
            order by u.item_id
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

  boolean isErased(Handle handle, UUID item) {
    return handle
        .createQuery("select erased_at is not null from item where id = :item")
        .bind("item", item)
        .mapTo(Boolean.class)
        .findOne()
        .orElse(false);
  }

  /** What people decided about other items with the same normalised words, newest first. */
  List<PastDecision> decidedAlike(Handle handle, String textHash, UUID except) {
    return handle
        .createQuery(
            """
            select d.*, a.display_name, <words> from decided_text t
            join decision d on d.item_id = t.item_id
            join item i on i.id = t.item_id
            left join account a on a.id = d.account_id
            where t.text_hash = :hash and d.by_machine = false and t.item_id <> :except
            order by d.recorded_at desc limit 5
            """)
        .define("words", ItemWords.COLUMNS)
        .bind("hash", textHash)
        .bind("except", except)
        .map(IntakeRepository::past)
        .list();
  }

  static PastDecision past(ResultSet row, StatementContext context) throws SQLException {
    @Nullable String category = row.getString("category");
    String body = ItemWords.read(row, context).text();
    return new PastDecision(
        row.getObject("id", UUID.class),
        row.getObject("item_id", UUID.class),
        DecisionAction.valueOf(row.getString("action")),
        Columns.names(row.getString("restrictions"), Restriction.class),
        category == null ? null : Category.of(category),
        row.getString("clause"),
        Seals.of(context).text(row.getString("note")),
        row.getBoolean("by_machine"),
        row.getString("display_name"),
        Columns.policy(row),
        Columns.instant(row, "decided_at"),
        body.codePointCount(0, body.length()) <= EXCERPT
            ? body
            : body.substring(0, body.offsetByCodePoints(0, EXCERPT)));
  }
}
