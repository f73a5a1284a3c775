package dev.halcyon.server.seal;

import dev.halcyon.server.store.Database;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.UUID;
import org.jdbi.v3.core.Handle;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Seals the words of items that servers before decision 0280 stored readable, some at a time while
 * the server runs; until then such rows are read as they are. What a kill leaves the next start
 * does. For one thread at a time; several servers may do it at once.
 */
public final class EarlierRows {
  private static final Logger LOG = LoggerFactory.getLogger(EarlierRows.class);

  /** How many items are sealed in one transaction: nothing is put on disk while it is under way. */
  private static final int TOGETHER = 20;

  /**
   * A column with words of items.
   *
   * @param key tells a row from the others of its item
   */
  private record Column(String table, String key, String name, String ofItem) {}

  private static final String ITEM = "item_id = :item";

  private static final List<Column> COLUMNS =
      List.of(
          new Column("assessment", "id", "content", ITEM),
          new Column("rationale", "id", "content", ITEM),
          new Column("rejudgement", "id", "content", ITEM),
          new Column("report", "id", "remark", ITEM),
          new Column("report", "id", "contact", ITEM),
          new Column("report", "id", "legal_basis", ITEM),
          new Column("review_case", "id", "excerpt", ITEM),
          new Column("decision", "id", "note", ITEM),
          new Column("case_member", "case_id", "likeness", ITEM),
          new Column("legal_hold", "id", "reason", ITEM),
          new Column("effect", "id", "content", ITEM),
          new Column(
              "case_likeness",
              "case_id",
              "content",
              "case_id in (select c.id from review_case c where c.item_id = :item)"));

  private final Database database;
  private UUID last = new UUID(0, 0);
  private boolean done;

  public EarlierRows(Database database) {
    this.database = database;
  }

  /**
   * Seals some more items.
   *
   * @return how many; 0 once all are
   */
  public int some(int most) {
    if (done || database.read(EarlierRows::allSealed)) {
      done = true;
      return 0;
    }
    List<UUID> items = database.read(handle -> readable(handle, most));
    if (items.isEmpty()) {
      database.useTransaction(
          handle -> handle.execute("update item_key_folder set all_sealed = true where id = 1"));
      done = true;
      LOG.info("the words of all items are sealed now");
      return 0;
    }
    for (int from = 0; from < items.size(); from += TOGETHER) {
      List<UUID> these = items.subList(from, Math.min(from + TOGETHER, items.size()));
      database.useTransaction(handle -> these.forEach(item -> seal(handle, item)));
      last = these.getLast();
    }
    return items.size();
  }

  private static boolean allSealed(Handle handle) {
    return handle
        .createQuery("select all_sealed from item_key_folder where id = 1")
        .mapTo(Boolean.class)
        .one();
  }

  private List<UUID> readable(Handle handle, int most) {
    return handle
        .createQuery(
            """
            select id from item where words is null and erased_at is null and id > :last
            order by id limit :most
            """)
        .bind("last", last)
        .bind("most", most)
        .mapTo(UUID.class)
        .list();
  }

  private static void seal(Handle handle, UUID item) {
    Optional<ItemWords> words =
        handle
            .createQuery(
                "select "
                    + ItemWords.COLUMNS
                    + " from item i where i.id = :item and i.words is null and i.erased_at is null"
                    + " for update")
            .bind("item", item)
            .map(ItemWords::read)
            .findOne();
    if (words.isEmpty()) {
      return;
    }
    handle
        .createUpdate(
            """
            update item set words = :words, body = '', conversation = null, text_hash = null,
              said = null
            where id = :item
            """)
        .bind("words", words.get().seal(Seals.of(handle).next(handle)))
        .bind("item", item)
        .execute();
    Seals.Sealer sealer = Seals.of(handle).sealer(handle, item);
    COLUMNS.forEach(column -> seal(handle, item, column, sealer));
  }

  private static void seal(Handle handle, UUID item, Column column, Seals.Sealer sealer) {
    record Row(Object key, String words) {}
    List<Row> rows = new ArrayList<>();
    handle
        .createQuery(
            "select %s as key_of_row, %s as words from %s where %s"
                .formatted(column.key(), column.name(), column.table(), column.ofItem()))
        .bind("item", item)
        .map((row, context) -> readable(row).map(words -> new Row(key(row), words)))
        .forEach(row -> row.ifPresent(rows::add));
    for (Row row : rows) {
      handle
          .createUpdate(
              "update %s set %s = :words where %s = :key and %s"
                  .formatted(column.table(), column.name(), column.key(), column.ofItem()))
          .bind("words", sealer.seal(row.words()))
          .bind("key", row.key())
          .bind("item", item)
          .execute();
    }
  }

  private static Object key(ResultSet row) {
    try {
      return Objects.requireNonNull(row.getObject("key_of_row"));
    } catch (SQLException e) {
      throw new IllegalStateException("a row without its key", e);
    }
  }

  private static Optional<String> readable(ResultSet row) throws SQLException {
    @Nullable String words = row.getString("words");
    return Optional.ofNullable(words).filter(each -> !each.isEmpty() && !Seals.isSealed(each));
  }
}
