package dev.halcyon.server.audit;

import dev.halcyon.protocol.AuditCheckpoint;
import dev.halcyon.protocol.AuditEntry;
import dev.halcyon.server.changes.Sequencer;
import dev.halcyon.server.store.Database;
import java.time.Clock;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import org.jdbi.v3.core.Handle;

/**
 * Gives committed audit entries their position, without gaps, hashes them into the Merkle tree and
 * signs checkpoints. A step of the {@link Sequencer}, because numbers handed out inside the
 * transactions that append would commit out of order and leave holes when one rolls back.
 * Thread-safe: the row lock on {@code audit_state} makes sure of one numberer, also where several
 * servers share a database.
 */
public final class AuditSequencer implements Sequencer.Step {
  private static final int PAGE = 1000;
  private static final int PAGES_AT_ONCE = 10;
  private static final long CHECKPOINT_EVERY_MILLIS = 1000;

  private final Database database;
  private final CheckpointKey key;
  private final Clock clock;
  private final AuditRepository repository = new AuditRepository();

  public AuditSequencer(Database database, CheckpointKey key, Clock clock) {
    this.database = database;
    this.key = key;
    this.clock = clock;
  }

  /** Numbers what is committed; signs a checkpoint when the last is old or far behind. */
  @Override
  public void number(Handle handle) {
    if (repository.anyUnnumbered(handle) || repository.anyUncovered(handle)) {
      round(handle, false);
    }
  }

  /**
   * Numbers everything committed before the call and returns a signed checkpoint that covers it, on
   * disk, so that no checkpoint anybody ever saw can be lost. Also called at shutdown.
   */
  public AuditCheckpoint checkpoint() {
    AuditCheckpoint checkpoint;
    do {
      checkpoint = database.inQuietTransaction(handle -> round(handle, true));
    } while (database.read(repository::anyUnnumbered));
    database.durable().await();
    return checkpoint;
  }

  private AuditCheckpoint round(Handle handle, boolean sign) {
    AuditRepository.State state = repository.lockState(handle);
    MerkleFrontier frontier = MerkleFrontier.restore(state.size(), state.frontier());
    for (int page = 0; page < PAGES_AT_ONCE; page++) {
      if (!numberPage(handle, frontier)) {
        break;
      }
    }
    if (frontier.size() > state.size()) {
      repository.saveState(handle, new AuditRepository.State(frontier.size(), frontier.save()));
    }
    return newest(handle, frontier, sign);
  }

  /** Whether a whole page was there, so that more may wait. */
  private boolean numberPage(Handle handle, MerkleFrontier frontier) {
    List<AuditRepository.Unnumbered> rows = repository.unnumbered(handle, PAGE);
    List<AuditEntry> entries = new ArrayList<>(rows.size());
    for (AuditRepository.Unnumbered row : rows) {
      long seq = frontier.size();
      String leaf =
          AuditLeaf.hash(seq, row.at(), row.actor(), row.action(), row.subject(), row.details());
      entries.add(
          new AuditEntry(
              seq, row.at(), row.actor(), row.action(), row.subject(), row.details(), leaf));
      frontier.append(HexFormat.of().parseHex(leaf));
    }
    if (!rows.isEmpty()) {
      repository.number(handle, rows, entries);
    }
    return rows.size() == PAGE;
  }

  private AuditCheckpoint newest(Handle handle, MerkleFrontier frontier, boolean sign) {
    var last = repository.latestCheckpoint(handle);
    boolean due =
        last.isEmpty()
            || (last.get().size() < frontier.size()
                && (sign || isOld(last.get()) || frontier.size() - last.get().size() >= PAGE));
    if (!due) {
      return last.orElseThrow();
    }
    String root = HexFormat.of().formatHex(frontier.root());
    // As precise as the database keeps it, so that what is answered now is what is read later.
    Instant now = clock.instant().truncatedTo(ChronoUnit.MICROS);
    AuditCheckpoint fresh = key.sign(frontier.size(), root, now);
    repository.insertCheckpoint(handle, fresh);
    return fresh;
  }

  private boolean isOld(AuditCheckpoint checkpoint) {
    long age = clock.millis() - checkpoint.at().toEpochMilli();
    return age < 0 || age >= CHECKPOINT_EVERY_MILLIS;
  }
}
