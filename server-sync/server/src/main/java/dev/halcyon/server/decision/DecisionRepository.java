package dev.halcyon.server.decision;

import dev.halcyon.protocol.AuthorHistory;
import dev.halcyon.protocol.Category;
import dev.halcyon.protocol.DecisionAction;
import dev.halcyon.protocol.DecisionOutcome;
import dev.halcyon.protocol.Item;
import dev.halcyon.protocol.PastDecision;
import dev.halcyon.protocol.Problem;
import dev.halcyon.protocol.Restriction;
import dev.halcyon.protocol.Visibility;
import dev.halcyon.protocol.Wire;
import dev.halcyon.server.item.Excerpts;
import dev.halcyon.server.seal.ItemWords;
import dev.halcyon.server.seal.Seals;
import dev.halcyon.server.store.Columns;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.jdbi.v3.core.Handle;
import org.jdbi.v3.core.statement.StatementContext;
import org.jspecify.annotations.Nullable;

/** The SQL of decisions and of the answers given to them. Stateless; each call uses its handle. */
public final class DecisionRepository {
  private static final int HISTORY = 50;

  /** How many of an author's newest items are looked at for their history. */
  private static final int NEWEST_ITEMS = 200;

  /** An author's items are counted up to here; an author may have a hundred thousand. */
  private static final int MOST_ITEMS = 10_000;

  /** The first answer to a client-made id. */
  record Answered(
      UUID account,
      String requestHash,
      DecisionOutcome outcome,
      @Nullable Visibility visibility,
      @Nullable Problem problem) {}

  Optional<Answered> answer(Handle handle, UUID id) {
    return handle
        .createQuery("select * from decision_answer where id = :id")
        .bind("id", id)
        .map((row, context) -> answered(row))
        .findOne();
  }

  void saveAnswer(Handle handle, UUID id, Answered answer, Instant now) {
    @Nullable Problem problem = answer.problem();
    @Nullable Visibility visibility = answer.visibility();
    handle
        .createUpdate(
            """
            insert into decision_answer
              (id, account_id, request_hash, outcome, visibility, problem, answered_at)
            values (:id, :account, :hash, :outcome, :visibility, :problem, :now)
            """)
        .bind("id", id)
        .bind("account", answer.account())
        .bind("hash", answer.requestHash())
        .bind("outcome", answer.outcome().name())
        .bind("visibility", visibility == null ? null : visibility.name())
        .bind("problem", problem == null ? null : Wire.write(problem))
        .bind("now", now)
        .execute();
  }

  void insert(Handle handle, DecisionRecord decision, Instant now) {
    DecisionRecord.@Nullable By by = decision.by();
    @Nullable Category category = decision.category();
    handle
        .createUpdate(
            """
            insert into decision
              (id, item_id, case_id, by_machine, account_id, holder, action, restrictions,
               category, clause, note, policy_id, policy_version, policy_overlay, rationale_id,
               case_version, lease_token, lease_expired, visibility_before, visibility_after,
               decided_at, recorded_at, handling_millis, follows)
            values
              (:id, :item, :case, :machine, :account, :holder, :action, :restrictions,
               :category, :clause, :note, :policy, :policyVersion, :overlay, :rationale,
               :caseVersion, :token, :expired, :before, :after, :decidedAt, :now, :handling,
               :follows)
            """)
        .bind("id", decision.id())
        .bind("item", decision.itemId())
        .bind("case", decision.caseId())
        .bind("machine", by == null)
        .bind("account", by == null ? null : by.account())
        .bind("holder", by == null ? null : by.holder())
        .bind("action", decision.action().name())
        .bind("restrictions", Columns.names(decision.restrictions()))
        .bind("category", category == null ? null : category.id())
        .bind("clause", decision.clause())
        .bind("note", note(handle, decision))
        .bind("policy", decision.policy().id())
        .bind("policyVersion", decision.policy().version())
        .bind("overlay", decision.policy().overlay())
        .bind("rationale", decision.rationale())
        .bind("caseVersion", by == null ? null : by.caseVersion())
        .bind("token", by == null ? null : by.leaseToken())
        .bind("expired", by != null && by.expired())
        .bind("before", decision.before().name())
        .bind("after", decision.after().name())
        .bind("decidedAt", decision.decidedAt())
        .bind("now", now)
        .bind("handling", decision.handlingMillis())
        .bind("follows", decision.follows())
        .execute();
  }

  private static String note(Handle handle, DecisionRecord decision) {
    return decision.note().isEmpty()
        ? ""
        : Seals.of(handle).sealer(handle, decision.itemId()).seal(decision.note());
  }

  /**
   * Notes that people decided on an item, its author and its words; intake looks for both from then
   * on.
   */
  void markDecided(Handle handle, UUID item) {
    textHash(handle, item)
        .ifPresent(
            hash ->
                handle
                    .createUpdate(
                        """
                        insert into decided_text (text_hash, item_id)
                        select cast(:hash as varchar), i.id from item i
                        where i.id = :item and not exists (select 1 from decided_text t
                          where t.item_id = i.id and t.text_hash = :hash)
                        """)
                    .bind("hash", hash)
                    .bind("item", item)
                    .execute());
    handle
        .createUpdate(
            """
            update author set decided_by_people = true
            where decided_by_people = false and exists (select 1 from item i
              where i.id = :item and i.source = author.source and i.author_id = author.author_id)
            """)
        .bind("item", item)
        .execute();
  }

  private static Optional<String> textHash(Handle handle, UUID item) {
    return handle
        .createQuery("select " + ItemWords.COLUMNS + " from item i where i.id = :item")
        .bind("item", item)
        .map((row, context) -> Optional.ofNullable(ItemWords.read(row, context).textHash()))
        .findOne()
        .flatMap(hash -> hash);
  }

  /** The person's decision that settled a case. */
  public Optional<PastDecision> settling(Handle handle, UUID caseId) {
    return handle
        .createQuery(
            """
            select d.*, <words>, a.display_name
            from decision d
            join item i on i.id = d.item_id
            left join account a on a.id = d.account_id
            where d.case_id = :case and d.action <> 'ESCALATE' and d.by_machine = false
            order by d.recorded_at desc limit 1
            """)
        .define("words", ItemWords.COLUMNS)
        .bind("case", caseId)
        .map(DecisionRepository::past)
        .findFirst();
  }

  /** Decisions on an item, newest first. */
  public List<PastDecision> ofItem(Handle handle, UUID item) {
    return handle
        .createQuery(
            """
            select d.*, <words>, a.display_name
            from every_decision d
            join item i on i.id = d.item_id
            left join account a on a.id = d.account_id
            where d.item_id = :item order by d.recorded_at desc
            """)
        .define("words", ItemWords.COLUMNS)
        .bind("item", item)
        .map(DecisionRepository::past)
        .list();
  }

  /** What is known of an item's author beside this item. */
  public AuthorHistory history(Handle handle, Item item) {
    List<PastDecision> others =
        handle
            .createQuery(
                """
                select d.*, <words>, a.display_name
                from (
                  select id, words, body, conversation, text_hash, said from item
                  where source = :source and author_id = :author
                  order by source desc, author_id desc, received_at desc limit :newest
                ) i
                join every_decision d on d.item_id = i.id
                left join account a on a.id = d.account_id
                where i.id <> :item
                order by d.recorded_at desc limit :limit
                """)
            .define("words", ItemWords.COLUMNS)
            .bind("source", item.source())
            .bind("author", item.author().id())
            .bind("item", item.id())
            .bind("newest", NEWEST_ITEMS)
            .bind("limit", HISTORY)
            .map(DecisionRepository::past)
            .list();
    int items =
        handle
            .createQuery(
                """
                select count(*) from (select 1 as one from item
                  where source = :source and author_id = :author and id <> :item limit :most) i
                """)
            .bind("source", item.source())
            .bind("author", item.author().id())
            .bind("item", item.id())
            .bind("most", MOST_ITEMS)
            .mapTo(Integer.class)
            .one();
    return new AuthorHistory(item.author().id(), items, strikes(handle, item), others);
  }

  /** How many of the author's other items stand removed. */
  private static int strikes(Handle handle, Item item) {
    return handle
        .createQuery(
            """
            select count(*) from removed_item
            where source = :source and author_id = :author and item_id <> :item
            """)
        .bind("source", item.source())
        .bind("author", item.author().id())
        .bind("item", item.id())
        .mapTo(Integer.class)
        .one();
  }

  private static PastDecision past(ResultSet row, StatementContext context) throws SQLException {
    @Nullable String category = row.getString("category");
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
        Excerpts.of(ItemWords.read(row, context).text()));
  }

  private static Answered answered(ResultSet row) throws SQLException {
    @Nullable String visibility = row.getString("visibility");
    @Nullable String problem = row.getString("problem");
    return new Answered(
        row.getObject("account_id", UUID.class),
        row.getString("request_hash"),
        DecisionOutcome.valueOf(row.getString("outcome")),
        visibility == null ? null : Visibility.valueOf(visibility),
        problem == null ? null : Wire.read(problem, Problem.class));
  }
}
