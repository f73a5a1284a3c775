package dev.halcyon.server.bank;

import dev.halcyon.engine.fingerprint.HashBits;
import dev.halcyon.engine.fingerprint.bank.BankEntry;
import dev.halcyon.engine.fingerprint.bank.BankMatch;
import dev.halcyon.engine.fingerprint.bank.HashBank;
import dev.halcyon.engine.fingerprint.bank.HashKind;
import dev.halcyon.protocol.BankKind;
import dev.halcyon.server.bank.BankRepository.Head;
import dev.halcyon.server.bank.BankRepository.Row;
import dev.halcyon.server.bank.BankRepository.Step;
import dev.halcyon.server.store.Database;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * One bank as this process searches it: a mapped file made of the database's rows when it is first
 * asked, and brought up to each later version. Thread-safe; the file is this process's own and of
 * no worth after it.
 */
final class BankIndex implements AutoCloseable {
  private final Database database;
  private final String bank;
  private final Path file;
  private final BankRepository repository = new BankRepository();
  private @Nullable HashBank hashes;
  private volatile long version = -1;

  BankIndex(Database database, String bank, Path folder) {
    this.database = database;
    this.bank = bank;
    this.file = folder.resolve(bank + ".bank");
  }

  /** The kind of hash of a kind of bank. */
  static HashKind hashKind(BankKind kind) {
    return switch (kind) {
      case SHA256 -> HashKind.SHA256;
      case SIMHASH -> HashKind.SIMHASH;
      case PDQ, VIDEO -> HashKind.PDQ;
      case UNKNOWN -> throw new IllegalArgumentException("a bank has a kind");
    };
  }

  /** Brings the index at least to the version that the database holds. */
  void follow(Head head) {
    if (version >= head.version()) {
      return;
    }
    synchronized (this) {
      if (version < 0) {
        build(head);
      }
      if (version < head.version()) {
        apply(database.read(handle -> repository.since(handle, bank, version)));
      }
    }
  }

  /**
   * The rows may be newer than the head that was read before them: what is then applied again
   * changes nothing, for the last change of each hash is among it.
   */
  private void build(Head head) {
    HashKind kind = hashKind(head.kind());
    for (String suffix : List.of("", ".log", ".lock")) {
      try {
        Files.deleteIfExists(file.resolveSibling(file.getFileName() + suffix));
      } catch (IOException e) {
        throw new UncheckedIOException(e);
      }
    }
    List<BankEntry> entries = new ArrayList<>();
    database.read(
        handle -> {
          repository.each(handle, bank, row -> entries.add(entry(kind, row)));
          return entries.size();
        });
    HashBank.create(file, kind, entries);
    hashes = HashBank.open(file);
    version = head.version();
  }

  private void apply(List<Step> steps) {
    HashBank open = opened();
    List<BankEntry> adding = new ArrayList<>();
    for (Step step : steps) {
      if (step.withdrawn()) {
        open.add(adding);
        adding.clear();
        open.withdraw(open.kind().parse(step.row().hash()));
      } else {
        adding.add(entry(open.kind(), step.row()));
      }
    }
    open.add(adding);
    if (!steps.isEmpty()) {
      version = steps.getLast().version();
    }
  }

  private static BankEntry entry(HashKind kind, Row row) {
    return new BankEntry(kind.parse(row.hash()), row.quality(), row.label());
  }

  List<BankMatch> search(HashBits hash, int within) {
    return opened().search(hash, within);
  }

  private synchronized HashBank opened() {
    if (hashes == null) {
      throw new IllegalStateException("the bank was never followed, or is closed");
    }
    return hashes;
  }

  @Override
  public synchronized void close() {
    if (hashes != null) {
      hashes.close();
      hashes = null;
      version = -1;
    }
  }
}
