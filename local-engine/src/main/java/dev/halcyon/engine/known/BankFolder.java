package dev.halcyon.engine.known;

import dev.halcyon.engine.fingerprint.HashBits;
import dev.halcyon.engine.fingerprint.bank.BankMatch;
import dev.halcyon.engine.fingerprint.bank.HashBank;
import dev.halcyon.protocol.BankSpec;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;

/**
 * Banks as files of a folder, {@code ID.bank} each, for a machine without a server's database. A
 * file is opened on first use and seen as it was then. Thread-safe.
 */
public final class BankFolder implements KnownContent, AutoCloseable {
  private final Path folder;
  private final Map<String, HashBank> open = new ConcurrentHashMap<>();

  /** Banks of a folder, which need not exist. */
  public BankFolder(Path folder) {
    this.folder = folder;
  }

  /** The folder that {@code -Dhalcyon.banks} names, or no banks. */
  public static KnownContent configured() {
    @Nullable String folder = System.getProperty("halcyon.banks");
    return folder == null ? KnownContent.NONE : new BankFolder(Path.of(folder));
  }

  @Override
  public boolean holds(BankSpec bank) {
    return Files.exists(file(bank));
  }

  private Path file(BankSpec bank) {
    return folder.resolve(bank.id() + ".bank");
  }

  @Override
  public List<BankMatch> search(BankSpec bank, HashBits hash, int within) {
    return open.computeIfAbsent(bank.id(), id -> HashBank.read(file(bank))).search(hash, within);
  }

  /** Who has but one machine's items to go by never sees an entry flood. */
  @Override
  public boolean matched(BankSpec bank, UUID item, BankMatch match, boolean counts) {
    return false;
  }

  @Override
  public void close() {
    open.values().forEach(HashBank::close);
    open.clear();
  }
}
