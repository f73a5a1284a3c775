package dev.halcyon.server.intake;

import dev.halcyon.protocol.Author;
import dev.halcyon.protocol.Item;
import dev.halcyon.protocol.PolicyRef;
import dev.halcyon.protocol.Wire;
import dev.halcyon.server.decision.DecisionRecord;
import java.time.Instant;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jdbi.v3.core.Handle;
import org.jspecify.annotations.Nullable;

/**
 * The SQL of many new items in one transaction: a statement for each table, not for each item.
 * Stateless; each method works in the caller's transaction.
 */
final class ManyItems {
  /** A platform's author. */
  record AuthorKey(String source, String id) {}

  /**
   * A new item.
   *
   * @param allowedBy the policy under which the machine allowed it, or null while it has no verdict
   * @param score the highest of any category
   */
  record NewItem(
      Item item,
      boolean consent,
      @Nullable String textHash,
      @Nullable PolicyRef allowedBy,
      double score,
      String language) {}

  /** Which of these texts' words people have decided about before. */
  Set<String> decidedWords(Handle handle, Collection<String> hashes) {
    if (hashes.isEmpty()) {
      return Set.of();
    }
    return new HashSet<>(
        handle
            .createQuery(
                """
                select asked.text_hash from unnest(cast(:hashes as varchar array))
                  as asked(text_hash)
                where exists (select 1 from item i join decision d on d.item_id = i.id
                  where i.text_hash = asked.text_hash and d.by_machine = false)
                """)
            .bindArray("hashes", String.class, List.copyOf(hashes))
            .mapTo(String.class)
            .list());
  }

  /** The known ones of these authors, and whether people decided on their items before. */
  Map<AuthorKey, Boolean> authors(Handle handle, Collection<AuthorKey> keys) {
    Map<String, Set<String>> bySource = new HashMap<>();
    keys.forEach(
        key -> bySource.computeIfAbsent(key.source(), source -> new HashSet<>()).add(key.id()));
    Map<AuthorKey, Boolean> known = new HashMap<>();
    bySource.forEach(
        (source, ids) ->
            handle
                .createQuery(
                    """
                    select a.author_id, a.decided_by_people
                    from unnest(cast(:ids as varchar array)) as asked(author_id)
                    join author a on a.source = :source and a.author_id = asked.author_id
                    """)
                .bind("source", source)
                .bindArray("ids", String.class, List.copyOf(ids))
                .map(
                    (row, context) ->
                        Map.entry(
                            new AuthorKey(source, row.getString("author_id")),
                            row.getBoolean("decided_by_people")))
                .forEach(each -> known.put(each.getKey(), each.getValue())));
    return known;
  }

  /** Stores the items' authors, always in the same order, so that two of these do not deadlock. */
  void saveAuthors(Handle handle, List<NewItem> items) {
    Map<AuthorKey, Author> newest = new LinkedHashMap<>();
    Map<AuthorKey, Integer> counts = new HashMap<>();
    items.stream()
        .map(NewItem::item)
        .sorted(
            java.util.Comparator.comparing(Item::source).thenComparing(item -> item.author().id()))
        .forEach(
            item -> {
              AuthorKey key = new AuthorKey(item.source(), item.author().id());
              newest.put(key, item.author());
              counts.merge(key, 1, Integer::sum);
            });
    Set<AuthorKey> known = authors(handle, newest.keySet()).keySet();
    var updates =
        handle.prepareBatch(
            """
            update author set display_name = :name, account_age_days = :age, minor = :minor,
              items = items + :count
            where source = :source and author_id = :id
            """);
    var inserts =
        handle.prepareBatch(
            """
            insert into author (source, author_id, display_name, account_age_days, minor, items)
            values (:source, :id, :name, :age, :minor, :count)
            """);
    newest.forEach(
        (key, author) ->
            (known.contains(key) ? updates : inserts)
                .bind("name", author.displayName())
                .bind("age", author.accountAgeDays())
                .bind("minor", author.minor())
                .bind("count", counts.get(key))
                .bind("source", key.source())
                .bind("id", key.id())
                .add());
    if (updates.size() > 0) {
      updates.execute();
    }
    if (inserts.size() > 0) {
      inserts.execute();
    }
  }

  void insertItems(Handle handle, List<NewItem> items) {
    var batch =
        handle.prepareBatch(
            """
            insert into item
              (id, source, external_id, surface, audience, language, region, author_id, body,
               conversation,
               posted_at, received_at, reach, visibility, learning_consent, text_hash, complete,
               verdict, score, policy_id, policy_version, policy_overlay)
            values
              (:id, :source, :externalId, :surface, :audience, :language, :region, :author, :body,
               :conversation, :postedAt, :receivedAt, :reach, :visibility, :consent, :hash,
               :complete, :verdict, :score, :policy, :version, :overlay)
            """);
    for (NewItem each : items) {
      Item item = each.item();
      @Nullable PolicyRef policy = each.allowedBy();
      batch
          .bind("id", item.id())
          .bind("source", item.source())
          .bind("externalId", item.externalId())
          .bind("surface", item.surface().name())
          .bind("audience", item.audience().name())
          .bind("language", each.language())
          .bind("region", item.region())
          .bind("author", item.author().id())
          .bind("body", item.text())
          .bind(
              "conversation",
              item.conversation().isEmpty() ? null : Wire.write(item.conversation()))
          .bind("postedAt", item.postedAt())
          .bind("receivedAt", item.receivedAt())
          .bind("reach", item.reach())
          .bind("visibility", policy == null ? "PENDING" : "VISIBLE")
          .bind("consent", each.consent())
          .bind("hash", each.textHash())
          .bind("complete", policy != null)
          .bind("verdict", policy == null ? null : "ALLOW")
          .bind("score", policy == null ? null : each.score())
          .bind("policy", policy == null ? null : policy.id())
          .bind("version", policy == null ? null : policy.version())
          .bind("overlay", policy == null ? null : policy.overlay())
          .add();
    }
    batch.execute();
  }

  /** The machine's decisions that these items may be seen. */
  void insertAllowances(Handle handle, List<DecisionRecord> decisions, Instant now) {
    var batch =
        handle.prepareBatch(
            """
            insert into decision
              (id, item_id, by_machine, action, restrictions, note, policy_id, policy_version,
               policy_overlay, rationale_id, visibility_before, visibility_after, decided_at,
               recorded_at)
            values
              (:id, :item, true, 'ALLOW', '', '', :policy, :version, :overlay, :rationale,
               'PENDING', 'VISIBLE', :decidedAt, :now)
            """);
    for (DecisionRecord decision : decisions) {
      batch
          .bind("id", decision.id())
          .bind("item", decision.itemId())
          .bind("policy", decision.policy().id())
          .bind("version", decision.policy().version())
          .bind("overlay", decision.policy().overlay())
          .bind("rationale", decision.rationale())
          .bind("decidedAt", decision.decidedAt())
          .bind("now", now)
          .add();
    }
    batch.execute();
  }
}
