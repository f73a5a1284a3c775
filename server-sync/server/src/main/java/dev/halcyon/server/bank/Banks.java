package dev.halcyon.server.bank;

import dev.halcyon.engine.fingerprint.HashBits;
import dev.halcyon.engine.fingerprint.bank.BankEntry;
import dev.halcyon.engine.fingerprint.bank.BankMatch;
import dev.halcyon.engine.fingerprint.bank.HashKind;
import dev.halcyon.engine.known.KnownContent;
import dev.halcyon.protocol.BankAddition;
import dev.halcyon.protocol.BankChanged;
import dev.halcyon.protocol.BankHit;
import dev.halcyon.protocol.BankKind;
import dev.halcyon.protocol.BankSpec;
import dev.halcyon.protocol.BankSummary;
import dev.halcyon.protocol.KnownHash;
import dev.halcyon.protocol.QuarantinedHash;
import dev.halcyon.protocol.UserProblem;
import dev.halcyon.server.audit.AuditLog;
import dev.halcyon.server.bank.BankRepository.Head;
import dev.halcyon.server.bank.BankRepository.Row;
import dev.halcyon.server.bank.BankRepository.Standing;
import dev.halcyon.server.store.Database;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import java.util.regex.Pattern;
import org.jdbi.v3.core.Handle;
import org.jdbi.v3.core.JdbiException;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The server's banks of known content: entries in the database, searched through an index that is
 * asked for the newest version with each item, so that a change holds in every process from the
 * next item on. Thread-safe.
 */
public final class Banks implements KnownContent, AutoCloseable {
  /** Most entries in one request. */
  static final int MOST = 10_000;

  private static final Logger LOG = LoggerFactory.getLogger(Banks.class);
  private static final Pattern ID = Pattern.compile("[a-z0-9][a-z0-9-]{0,59}");

  private final Database database;
  private final AuditLog audit;
  private final Clock clock;
  private final Path folder;
  private final BankRepository repository = new BankRepository();
  private final Map<String, BankIndex> indexes = new ConcurrentHashMap<>();

  /**
   * Banks of a database.
   *
   * @param folder where this process keeps what it searches
   */
  public Banks(Database database, AuditLog audit, Clock clock, Path folder) {
    this.database = database;
    this.audit = audit;
    this.clock = clock;
    this.folder = folder;
  }

  @Override
  public boolean holds(BankSpec bank) {
    Optional<Head> head = database.read(handle -> repository.head(handle, bank.id(), false));
    if (head.isPresent()) {
      checkKind(bank.id(), head.get().kind(), bank.kind());
      index(bank.id()).follow(head.get());
    }
    return true;
  }

  private BankIndex index(String bank) {
    return indexes.computeIfAbsent(bank, id -> new BankIndex(database, id, folder));
  }

  @Override
  public List<BankMatch> search(BankSpec bank, HashBits hash, int within) {
    @Nullable BankIndex index = indexes.get(bank.id());
    return index == null ? List.of() : index.search(hash, within);
  }

  @Override
  public boolean matched(BankSpec bank, UUID item, BankMatch match, boolean counts) {
    String hash = match.entry().hash().hex();
    return database.inTransaction(
        handle -> {
          Instant now = clock.instant();
          if (!repository.isHit(handle, item, bank.id())) {
            repository.hit(
                handle, bank.id(), new BankHit(item, hash, match.distance(), counts, now));
          }
          return floods(handle, bank, hash, now);
        });
  }

  private boolean floods(Handle handle, BankSpec bank, String hash, Instant now) {
    Optional<Standing> standing = repository.standing(handle, bank.id(), hash);
    if (standing.isPresent() && (standing.get().quarantined() || standing.get().trusted())) {
      return standing.get().quarantined();
    }
    if (bank.floodItems() == 0) {
      return false;
    }
    Instant since = now.minusSeconds(bank.floodSeconds());
    Instant released = standing.map(Standing::releasedAt).orElse(Instant.EPOCH);
    long items =
        repository.itemsSince(handle, bank.id(), hash, released.isAfter(since) ? released : since);
    if (items < bank.floodItems()) {
      return false;
    }
    repository.quarantine(handle, bank.id(), hash, items, now);
    audit.append(
        handle,
        "machine",
        "bank.quarantined",
        "bank " + bank.id(),
        Map.of("hash", hash, "items", items),
        Map.of());
    LOG.warn(
        "the entry {} of bank {} matched {} items; its matches go to review until a lead looks",
        hash,
        bank.id(),
        items);
    return true;
  }

  /**
   * Adds entries; those held already are left as they are. On disk, and asked by every process,
   * when this returns.
   *
   * @throws UserProblem {@code bank.*} naming the entry at fault; nothing is added then
   */
  public BankChanged add(String actor, String bank, BankAddition addition) {
    if (!ID.matcher(bank).matches()) {
      throw new UserProblem(
          "bank.id",
          "'" + bank + "' cannot be the id of a bank.",
          "Use 1 to 60 of a-z, 0-9 and '-', as the policy's banks block does.");
    }
    List<Row> rows = rows(addition);
    BankChanged changed =
        database.inTransaction(
            handle -> {
              Head head = headOf(handle, bank, addition.kind());
              List<Row> fresh =
                  rows.stream().filter(row -> !repository.holds(handle, bank, row)).toList();
              if (fresh.isEmpty()) {
                return new BankChanged(bank, 0, head.version());
              }
              repository.insert(handle, bank, fresh, clock.instant());
              return changed(handle, actor, bank, head.version() + 1, fresh, false);
            });
    database.durable().await();
    return changed;
  }

  private Head headOf(Handle handle, String bank, BankKind kind) {
    Optional<Head> known = repository.head(handle, bank, true);
    if (known.isPresent()) {
      checkKind(bank, known.get().kind(), kind);
      return known.get();
    }
    try {
      repository.make(handle, bank, kind);
    } catch (JdbiException e) {
      throw new Database.Again("another request has just made the bank " + bank);
    }
    return new Head(kind, 0);
  }

  private static void checkKind(String bank, BankKind is, BankKind wanted) {
    if (is != wanted) {
      throw new UserProblem(
          "bank.kind",
          "The bank " + bank + " holds " + is + " fingerprints, not " + wanted + ".",
          "Name its kind in the policy and in additions, or use a bank of another id.");
    }
  }

  private BankChanged changed(
      Handle handle, String actor, String bank, long version, List<Row> rows, boolean withdrawn) {
    repository.log(handle, bank, version, rows, withdrawn);
    repository.advance(handle, bank, version);
    audit.append(
        handle,
        actor,
        withdrawn ? "bank.withdrawn" : "bank.added",
        "bank " + bank,
        Map.of("version", version, "hashes", rows.stream().map(Row::hash).toList()),
        Map.of());
    return new BankChanged(bank, rows.size(), version);
  }

  private static List<Row> rows(BankAddition addition) {
    if (addition.kind() == null || addition.kind() == BankKind.UNKNOWN) {
      throw new UserProblem(
          "bank.kind", "The addition names no kind.", "Use SHA256, SIMHASH, PDQ or VIDEO.");
    }
    if (addition.entries().isEmpty() || addition.entries().size() > MOST) {
      throw new UserProblem(
          "bank.entries",
          "The addition has " + addition.entries().size() + " entries.",
          "Send 1 to " + MOST + " at once.");
    }
    HashKind kind = BankIndex.hashKind(addition.kind());
    Set<Row> rows = new LinkedHashSet<>();
    for (int i = 0; i < addition.entries().size(); i++) {
      rows.add(row(kind, addition.kind(), addition.entries().get(i), i));
    }
    return new ArrayList<>(rows);
  }

  private static Row row(HashKind kind, BankKind bank, KnownHash entry, int place) {
    int quality = entry.quality() == null ? BankEntry.UNSTATED : entry.quality();
    String label = entry.label() == null ? "" : entry.label();
    try {
      if (entry.hash() == null) {
        throw new UserProblem("hash.invalid", "There is no hash.", "Send it in hexadecimal.");
      }
      if (bank == BankKind.VIDEO && label.isBlank()) {
        throw new UserProblem(
            "bank.label", "A frame names no video.", "Give all frames of a video one label.");
      }
      if (label.indexOf('\0') >= 0) {
        throw new UserProblem("bank.label", "The label holds U+0000.", "Leave it out.");
      }
      BankEntry read = new BankEntry(kind.parse(entry.hash()), quality, label);
      return new Row(read.hash().hex(), label, quality);
    } catch (UserProblem e) {
      throw new UserProblem(e.code(), "entries[" + place + "]: " + e.getMessage(), e.remedy(), e);
    }
  }

  /**
   * Withdraws a hash under all its labels; from the next item on no process finds it.
   *
   * @throws UserProblem {@code bank.unknown}, {@code hash.unknown}
   */
  public BankChanged withdraw(String actor, String bank, String hash) {
    BankChanged changed =
        database.inTransaction(
            handle -> {
              Head head = repository.head(handle, bank, true).orElseThrow(() -> unknown(bank));
              List<Row> rows = repository.named(handle, bank, hash);
              if (rows.isEmpty()) {
                throw new UserProblem(
                    "hash.unknown",
                    "The bank " + bank + " does not hold that hash.",
                    "List its entries: GET /v1/banks/" + bank + "/entries.");
              }
              repository.delete(handle, bank, hash);
              return changed(handle, actor, bank, head.version() + 1, rows, true);
            });
    database.durable().await();
    return changed;
  }

  private static UserProblem unknown(String bank) {
    return new UserProblem(
        "bank.unknown",
        "There is no bank " + bank + ".",
        "GET /v1/banks lists them; adding an entry makes one.");
  }

  public List<BankSummary> summaries() {
    return database.read(repository::summaries);
  }

  /** Entries in order of hash. */
  public List<KnownHash> entries(String bank, String after, int limit) {
    return database.read(
        handle -> {
          repository.head(handle, bank, false).orElseThrow(() -> unknown(bank));
          return repository.page(handle, bank, after, limit).stream()
              .map(
                  row ->
                      new KnownHash(
                          row.hash(), row.quality() < 0 ? null : row.quality(), row.label()))
              .toList();
        });
  }

  /** The newest matches, those that were only recorded among them. */
  public List<BankHit> hits(String bank, int limit) {
    return database.read(
        handle -> {
          repository.head(handle, bank, false).orElseThrow(() -> unknown(bank));
          return repository.hits(handle, bank, limit);
        });
  }

  public List<QuarantinedHash> quarantined() {
    return database.read(repository::quarantined);
  }

  /**
   * Lets an entry act again.
   *
   * @throws UserProblem {@code hash.unknown} when it is not quarantined
   */
  public void release(String actor, String bank, String hash, boolean trusted) {
    database.useTransaction(
        handle -> {
          if (repository.release(handle, bank, hash, trusted, clock.instant()) == 0) {
            throw new UserProblem(
                "hash.unknown",
                "That entry is not quarantined.",
                "GET /v1/banks/quarantine lists those that are.");
          }
          audit.append(
              handle,
              actor,
              "bank.released",
              "bank " + bank,
              Map.of("hash", hash, "trusted", trusted),
              Map.of());
        });
    database.durable().await();
  }

  @Override
  public void close() {
    indexes.values().forEach(BankIndex::close);
  }
}
