package dev.halcyon.server.intake;

import dev.halcyon.protocol.Author;
import dev.halcyon.protocol.Item;
import dev.halcyon.protocol.PolicyRef;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.sql.Types;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.time.temporal.ChronoUnit;
import java.util.Collection;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import org.jdbi.v3.core.Handle;
import org.jdbi.v3.core.statement.UnableToExecuteStatementException;
import org.jspecify.annotations.Nullable;

/**
 * The SQL of many new items in one transaction: a statement for each table, not for each item.
 * Stateless; each method works in the caller's transaction.
 */
final class ManyItems {
  /** A platform's author. */
  record AuthorKey(String source, String id) {
    static AuthorKey of(Item item) {
      return new AuthorKey(item.source(), item.author().id());
    }
  }

  /**
   * An author as stored.
   *
   * @param decided whether people decided on any of their items
   */
  record KnownAuthor(String displayName, int accountAgeDays, boolean minor, boolean decided) {
    boolean isLike(Author author) {
      return displayName.equals(author.displayName())
          && accountAgeDays == author.accountAgeDays()
          && minor == author.minor();
    }
  }

  /**
   * By which an item is visible at once.
   *
   * @param policy under which the machine allowed it
   * @param score the highest of any category
   * @param entry subject of the audit entry that lists the item
   * @param key of the item's commitment in that entry
   */
  record Allowance(
      PolicyRef policy, double score, String language, Instant at, UUID entry, byte[] key) {}

  /**
   * A new item, with its allowance or as yet without a verdict.
   *
   * @param words sealed
   */
  record NewItem(Item item, boolean consent, byte[] words, @Nullable Allowance allowance) {}

  /** Which of these texts' words people have decided about before. */
  Set<String> decidedWords(Handle handle, Collection<String> hashes) {
    if (hashes.isEmpty()) {
      return Set.of();
    }
    return new HashSet<>(
        handle
            .createQuery(
                """
                select t.text_hash from unnest(cast(:hashes as varchar array)) as asked(text_hash)
                join decided_text t on t.text_hash = asked.text_hash
                """)
            .bindArray("hashes", String.class, List.copyOf(hashes))
            .mapTo(String.class)
            .list());
  }

  /** The known ones of these authors. */
  Map<AuthorKey, KnownAuthor> authors(Handle handle, Collection<AuthorKey> keys) {
    Map<String, Set<String>> bySource = new HashMap<>();
    keys.forEach(
        key -> bySource.computeIfAbsent(key.source(), source -> new HashSet<>()).add(key.id()));
    Map<AuthorKey, KnownAuthor> known = new HashMap<>();
    bySource.forEach(
        (source, ids) ->
            handle
                .createQuery(
                    """
                    select a.author_id, a.display_name, a.account_age_days, a.minor,
                      a.decided_by_people
                    from unnest(cast(:ids as varchar array)) as asked(author_id)
                    join author a on a.source = :source and a.author_id = asked.author_id
                    """)
                .bind("source", source)
                .bindArray("ids", String.class, List.copyOf(ids))
                .map(
                    (row, context) ->
                        Map.entry(
                            new AuthorKey(source, row.getString(1)),
                            new KnownAuthor(
                                row.getString(2),
                                row.getInt(3),
                                row.getBoolean(4),
                                row.getBoolean(5))))
                .forEach(each -> known.put(each.getKey(), each.getValue())));
    return known;
  }

  /**
   * Stores what is new of the items' authors, always in the same order, so that two of these do not
   * deadlock.
   */
  void saveAuthors(Handle handle, List<NewItem> items) {
    Map<AuthorKey, Author> newest = new LinkedHashMap<>();
    items.stream()
        .map(NewItem::item)
        .sorted(Comparator.comparing(Item::source).thenComparing(item -> item.author().id()))
        .forEach(item -> newest.put(AuthorKey.of(item), item.author()));
    Map<AuthorKey, KnownAuthor> known = authors(handle, newest.keySet());
    var updates =
        handle.prepareBatch(
            """
            update author set display_name = :name, account_age_days = :age, minor = :minor
            where source = :source and author_id = :id
            """);
    var inserts =
        handle.prepareBatch(
            """
            insert into author (source, author_id, display_name, account_age_days, minor)
            values (:source, :id, :name, :age, :minor)
            """);
    newest.forEach(
        (key, author) -> {
          @Nullable KnownAuthor stored = known.get(key);
          if (stored == null || !stored.isLike(author)) {
            (stored == null ? inserts : updates)
                .bind("name", author.displayName())
                .bind("age", author.accountAgeDays())
                .bind("minor", author.minor())
                .bind("source", key.source())
                .bind("id", key.id())
                .add();
          }
        });
    if (updates.size() > 0) {
      updates.execute();
    }
    if (inserts.size() > 0) {
      inserts.execute();
    }
  }

  private static final String INSERT =
      """
      insert into item
        (id, source, external_id, surface, audience, language, region, author_id, body,
         words, posted_at, received_at, reach, visibility, learning_consent, complete, verdict,
         score, policy_id, policy_version, policy_overlay, allowed_at, allowance, allowance_key)
      values (?, ?, ?, ?, ?, ?, ?, ?, '', ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)
      """;

  /** Plain JDBC: names for its parameters cost as much as storing the row. */
  void insertItems(Handle handle, List<NewItem> items) {
    try (PreparedStatement batch = handle.getConnection().prepareStatement(INSERT)) {
      for (NewItem each : items) {
        bindItem(batch, each);
        bindAllowance(batch, each.allowance());
        batch.addBatch();
      }
      batch.executeBatch();
    } catch (SQLException e) {
      throw new UnableToExecuteStatementException("the items could not be stored", e, null);
    }
    List<UUID> unfinished =
        items.stream()
            .filter(each -> each.allowance() == null)
            .map(each -> each.item().id())
            .toList();
    if (!unfinished.isEmpty()) {
      var rows = handle.prepareBatch("insert into unfinished_item (item_id) values (:item)");
      unfinished.forEach(item -> rows.bind("item", item).add());
      rows.execute();
    }
  }

  private static void bindItem(PreparedStatement row, NewItem each) throws SQLException {
    Item item = each.item();
    @Nullable Allowance allowance = each.allowance();
    row.setObject(1, item.id());
    row.setString(2, item.source());
    row.setString(3, item.externalId());
    row.setString(4, item.surface().name());
    row.setString(5, item.audience().name());
    row.setString(6, allowance == null ? item.language() : allowance.language());
    row.setString(7, item.region());
    row.setString(8, item.author().id());
    row.setBytes(9, each.words());
    row.setObject(10, utc(item.postedAt()));
    row.setObject(11, utc(item.receivedAt()));
    row.setLong(12, item.reach());
    row.setString(13, allowance == null ? "PENDING" : "VISIBLE");
    row.setBoolean(14, each.consent());
    row.setBoolean(15, allowance != null);
  }

  private static void bindAllowance(PreparedStatement row, @Nullable Allowance allowance)
      throws SQLException {
    if (allowance == null) {
      row.setNull(16, Types.VARCHAR);
      row.setNull(17, Types.DOUBLE);
      row.setNull(18, Types.VARCHAR);
      row.setNull(19, Types.INTEGER);
      row.setNull(20, Types.VARCHAR);
      row.setNull(21, Types.TIMESTAMP_WITH_TIMEZONE);
      row.setNull(22, Types.OTHER);
      row.setNull(23, Types.VARBINARY);
      return;
    }
    row.setString(16, "ALLOW");
    row.setDouble(17, allowance.score());
    row.setString(18, allowance.policy().id());
    row.setInt(19, allowance.policy().version());
    row.setString(20, allowance.policy().overlay());
    row.setObject(21, utc(allowance.at()));
    row.setObject(22, allowance.entry());
    row.setBytes(23, allowance.key());
  }

  /** As {@code Database} binds instants elsewhere. */
  private static OffsetDateTime utc(Instant instant) {
    return instant.truncatedTo(ChronoUnit.MICROS).atOffset(ZoneOffset.UTC);
  }
}
