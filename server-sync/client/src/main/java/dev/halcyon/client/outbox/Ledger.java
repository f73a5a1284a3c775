package dev.halcyon.client.outbox;

import dev.halcyon.client.journal.Journal;
import dev.halcyon.client.journal.Storage;
import dev.halcyon.protocol.DecisionRequest;
import dev.halcyon.protocol.Problem;
import dev.halcyon.protocol.UserProblem;
import java.time.Instant;
import java.util.List;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The outbox's entries together with their file: what must be on disk before it counts, what counts
 * whether or not it can be written, and when the file is written anew. For one thread at a time;
 * {@link Outbox} holds its lock round it.
 */
final class Ledger implements AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(Ledger.class);
  private static final long COMPACT_BYTES = 1024 * 1024;

  private final Entries entries = new Entries();
  private final Journal<JournalRecord> journal;
  private final @Nullable Problem notice;

  /** Reads the file, mends it and rebuilds the entries as they stand now. */
  Ledger(Storage storage, UUID account, Instant now) {
    Journal.Opened<JournalRecord> opened =
        Journal.open(JournalRecord.KIND, storage, account, entries::live);
    this.journal = opened.journal();
    this.notice = opened.notice();
    entries.restore(opened.records(), opened.lost() ? notice : null, now);
    if (!opened.whole() || entries.allSettled() && !opened.records().isEmpty()) {
      journal.compact();
    }
  }

  Entries entries() {
    return entries;
  }

  /** What was found damaged on opening, or null. */
  @Nullable Problem notice() {
    return notice;
  }

  /** A decision that must be on disk before it is made. */
  OutboxEntry made(DecisionRequest decision, Instant undoUntil) {
    journal.append(List.of(new JournalRecord.Made(decision, undoUntil)), true);
    var entry = new OutboxEntry(decision, OutboxState.PENDING_UNDO, undoUntil, 0, null, null, null);
    entries.put(entry);
    return entry;
  }

  /** A move that must be on disk before it counts. */
  OutboxEntry move(OutboxEntry next, @Nullable String code) {
    journal.append(List.of(new JournalRecord.Moved(next.id(), next.state(), code)), true);
    entries.put(next);
    tidy();
    return next;
  }

  /** A move the server already made: true whether or not it can be written. */
  OutboxEntry settled(OutboxEntry next, @Nullable String code) {
    entries.put(next);
    note(List.of(new JournalRecord.Moved(next.id(), next.state(), code)));
    tidy();
    return next;
  }

  /**
   * Writes what a restart can find out by itself: an entry past its window is sent again, and the
   * server answers a known id as it did before. So a full disk never holds a decision back.
   */
  void note(List<JournalRecord> records) {
    try {
      journal.append(records, true);
    } catch (UserProblem e) {
      LOG.warn("the outbox goes on without a note on disk: {}", e.code());
    }
  }

  private void tidy() {
    if (entries.allSettled() || journal.length() > COMPACT_BYTES && entries.mostlySettled()) {
      journal.compact();
    }
  }

  /** Leaves only what is not settled in the file and gives it free. */
  @Override
  public void close() {
    if (entries.anySettled()) {
      journal.compact();
    }
    journal.close();
  }
}
