package dev.halcyon.server.bank;

import dev.halcyon.protocol.BankHit;
import dev.halcyon.protocol.BankKind;
import dev.halcyon.protocol.BankSummary;
import dev.halcyon.protocol.QuarantinedHash;
import dev.halcyon.server.store.Columns;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import java.util.function.Consumer;
import org.jdbi.v3.core.Handle;
import org.jdbi.v3.core.statement.PreparedBatch;

/** The SQL of banks. Stateless; each method works in the caller's transaction. */
final class BankRepository {
  /** What a bank is and how often it changed. */
  record Head(BankKind kind, long version) {}

  /** An entry as stored; a quality of -1 was not stated. */
  record Row(String hash, String label, int quality) {}

  /** A row added or withdrawn. */
  record Step(long version, Row row, boolean withdrawn) {}

  Optional<Head> head(Handle handle, String bank, boolean lock) {
    return handle
        .createQuery(
            "select kind, version from bank where id = :bank" + (lock ? " for update" : ""))
        .bind("bank", bank)
        .map(
            (row, context) ->
                new Head(BankKind.valueOf(row.getString("kind")), row.getLong("version")))
        .findOne();
  }

  void make(Handle handle, String bank, BankKind kind) {
    handle.execute("insert into bank (id, kind, version) values (?, ?, 0)", bank, kind.name());
  }

  void advance(Handle handle, String bank, long version) {
    handle.execute("update bank set version = ? where id = ?", version, bank);
  }

  boolean holds(Handle handle, String bank, Row row) {
    return handle
        .createQuery(
            "select 1 from bank_entry where bank = :bank and hash = :hash and label = :label")
        .bind("bank", bank)
        .bind("hash", row.hash())
        .bind("label", row.label())
        .mapTo(Integer.class)
        .findOne()
        .isPresent();
  }

  void insert(Handle handle, String bank, List<Row> rows, Instant now) {
    PreparedBatch batch =
        handle.prepareBatch(
            """
            insert into bank_entry (bank, hash, label, quality, added_at)
            values (:bank, :hash, :label, :quality, :now)
            """);
    for (Row row : rows) {
      batch
          .bind("bank", bank)
          .bind("hash", row.hash())
          .bind("label", row.label())
          .bind("quality", row.quality())
          .bind("now", now)
          .add();
    }
    batch.execute();
  }

  List<Row> named(Handle handle, String bank, String hash) {
    return handle
        .createQuery("select * from bank_entry where bank = :bank and hash = :hash")
        .bind("bank", bank)
        .bind("hash", hash)
        .map((row, context) -> row(row))
        .list();
  }

  void delete(Handle handle, String bank, String hash) {
    handle.execute("delete from bank_entry where bank = ? and hash = ?", bank, hash);
  }

  void log(Handle handle, String bank, long version, List<Row> rows, boolean withdrawn) {
    PreparedBatch batch =
        handle.prepareBatch(
            """
            insert into bank_change (bank, version, hash, label, quality, withdrawn)
            values (:bank, :version, :hash, :label, :quality, :withdrawn)
            """);
    for (Row row : rows) {
      batch
          .bind("bank", bank)
          .bind("version", version)
          .bind("hash", row.hash())
          .bind("label", row.label())
          .bind("quality", row.quality())
          .bind("withdrawn", withdrawn)
          .add();
    }
    batch.execute();
  }

  List<Step> since(Handle handle, String bank, long version) {
    return handle
        .createQuery(
            "select * from bank_change where bank = :bank and version > :version order by version")
        .bind("bank", bank)
        .bind("version", version)
        .map(
            (row, context) ->
                new Step(row.getLong("version"), row(row), row.getBoolean("withdrawn")))
        .list();
  }

  /** Every entry, one after the other: there may be millions. */
  void each(Handle handle, String bank, Consumer<Row> taker) {
    handle
        .createQuery("select * from bank_entry where bank = :bank")
        .setFetchSize(10_000)
        .bind("bank", bank)
        .map((row, context) -> row(row))
        .useStream(rows -> rows.forEach(taker));
  }

  /** A page ends with all labels of its last hash, so that none falls between two pages. */
  List<Row> page(Handle handle, String bank, String after, int limit) {
    List<Row> rows = new ArrayList<>(some(handle, bank, after, limit));
    if (rows.size() == limit) {
      String last = rows.getLast().hash();
      rows.removeIf(row -> row.hash().equals(last));
      rows.addAll(named(handle, bank, last));
    }
    return rows;
  }

  private static List<Row> some(Handle handle, String bank, String after, int limit) {
    return handle
        .createQuery(
            """
            select * from bank_entry where bank = :bank and hash > :after
            order by bank, hash, label limit :limit
            """)
        .bind("bank", bank)
        .bind("after", after)
        .bind("limit", limit)
        .map((row, context) -> row(row))
        .list();
  }

  private static Row row(ResultSet row) throws SQLException {
    return new Row(row.getString("hash"), row.getString("label"), row.getInt("quality"));
  }

  List<BankSummary> summaries(Handle handle) {
    return handle
        .createQuery(
            """
            select b.id, b.kind, b.version,
              (select count(*) from bank_entry e where e.bank = b.id) as entries,
              (select count(*) from bank_hit h where h.bank = b.id) as hits,
              (select count(*) from bank_quarantine q where q.bank = b.id
                and q.released_at is null) as quarantined
            from bank b order by b.id
            """)
        .map(
            (row, context) ->
                new BankSummary(
                    row.getString("id"),
                    BankKind.valueOf(row.getString("kind")),
                    row.getLong("version"),
                    row.getLong("entries"),
                    row.getLong("hits"),
                    row.getLong("quarantined")))
        .list();
  }

  boolean isHit(Handle handle, UUID item, String bank) {
    return handle
        .createQuery("select 1 from bank_hit where item_id = :item and bank = :bank")
        .bind("item", item)
        .bind("bank", bank)
        .mapTo(Integer.class)
        .findOne()
        .isPresent();
  }

  void hit(Handle handle, String bank, BankHit hit) {
    handle
        .createUpdate(
            """
            insert into bank_hit (item_id, bank, hash, distance, counted, made_at)
            values (:item, :bank, :hash, :distance, :counted, :at)
            """)
        .bind("item", hit.itemId())
        .bind("bank", bank)
        .bind("hash", hit.hash())
        .bind("distance", hit.distance())
        .bind("counted", hit.counted())
        .bind("at", hit.at())
        .execute();
  }

  List<BankHit> hits(Handle handle, String bank, int limit) {
    return handle
        .createQuery("select * from bank_hit where bank = :bank order by made_at desc limit :limit")
        .bind("bank", bank)
        .bind("limit", limit)
        .map(
            (row, context) ->
                new BankHit(
                    row.getObject("item_id", UUID.class),
                    row.getString("hash"),
                    row.getInt("distance"),
                    row.getBoolean("counted"),
                    Columns.instant(row, "made_at")))
        .list();
  }

  long itemsSince(Handle handle, String bank, String hash, Instant since) {
    return handle
        .createQuery(
            """
            select count(*) from bank_hit where bank = :bank and hash = :hash and made_at > :since
            """)
        .bind("bank", bank)
        .bind("hash", hash)
        .bind("since", since)
        .mapTo(Long.class)
        .one();
  }

  /** Whether an entry is quarantined, was let go, or may match what it likes. */
  record Standing(boolean quarantined, boolean trusted, Instant releasedAt) {}

  Optional<Standing> standing(Handle handle, String bank, String hash) {
    return handle
        .createQuery("select * from bank_quarantine where bank = :bank and hash = :hash")
        .bind("bank", bank)
        .bind("hash", hash)
        .map(
            (row, context) -> {
              boolean released = row.getObject("released_at") != null;
              return new Standing(
                  !released,
                  row.getBoolean("trusted"),
                  released ? Columns.instant(row, "released_at") : Instant.EPOCH);
            })
        .findOne();
  }

  void quarantine(Handle handle, String bank, String hash, long items, Instant now) {
    handle.execute("delete from bank_quarantine where bank = ? and hash = ?", bank, hash);
    handle
        .createUpdate(
            """
            insert into bank_quarantine (bank, hash, since, items) values (:bank, :hash, :now, :items)
            """)
        .bind("bank", bank)
        .bind("hash", hash)
        .bind("now", now)
        .bind("items", items)
        .execute();
  }

  int release(Handle handle, String bank, String hash, boolean trusted, Instant now) {
    return handle
        .createUpdate(
            """
            update bank_quarantine set released_at = :now, trusted = :trusted
            where bank = :bank and hash = :hash and released_at is null
            """)
        .bind("now", now)
        .bind("trusted", trusted)
        .bind("bank", bank)
        .bind("hash", hash)
        .execute();
  }

  List<QuarantinedHash> quarantined(Handle handle) {
    return handle
        .createQuery("select * from bank_quarantine where released_at is null order by since desc")
        .map(
            (row, context) ->
                new QuarantinedHash(
                    row.getString("bank"),
                    row.getString("hash"),
                    row.getLong("items"),
                    Columns.instant(row, "since")))
        .list();
  }
}
