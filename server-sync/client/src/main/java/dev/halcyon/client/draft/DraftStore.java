package dev.halcyon.client.draft;

import dev.halcyon.client.journal.FileStorage;
import dev.halcyon.client.journal.Journal;
import dev.halcyon.client.journal.Storage;
import dev.halcyon.protocol.Problem;
import dev.halcyon.protocol.UserProblem;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;

/**
 * Keeps what is typed for undecided cases over the death of the workbench. Thread-safe: {@link
 * #keep}, {@link #drop} and {@link #drafts} touch memory only and never wait for the disk; {@link
 * #save} and {@link #close} block for it. One process at a time may use a file.
 *
 * <p>Nothing but ids, choices and the reviewer's note is written, readable by the owner alone. A
 * draft leaves the disk when it is dropped (the file is then written anew without it), at the
 * latest {@link #KEPT} after it was last typed in.
 */
public final class DraftStore implements AutoCloseable {
  /** How long a draft waits for its case to come again: over a free weekend, and no longer. */
  public static final Duration KEPT = Duration.ofDays(7);

  private static final long COMPACT_BYTES = 64 * 1024;

  private final Clock clock;
  private final @Nullable Problem notice;
  private final Journal<DraftRecord> journal;
  // The order of the two: whoever holds the disk may take the memory, never the other way round.
  private final ReentrantLock disk = new ReentrantLock();
  private final ReentrantLock memory = new ReentrantLock();
  private final Map<UUID, DraftRecord.Typed> present = new LinkedHashMap<>();
  private final Set<UUID> changed = new HashSet<>();
  private boolean closed;

  private DraftStore(Storage storage, UUID account, Clock clock) {
    this.clock = clock;
    Journal.Opened<DraftRecord> opened =
        Journal.open(DraftRecord.KIND, storage, account, this::live);
    this.journal = opened.journal();
    this.notice = opened.notice();
    Instant oldest = clock.instant().minus(KEPT);
    boolean stale = false;
    for (DraftRecord record : opened.records()) {
      if (record instanceof DraftRecord.Typed typed) {
        stale |= present.put(typed.draft().caseId(), typed) != null;
      }
    }
    stale |= present.values().removeIf(typed -> typed.at().isBefore(oldest));
    if (stale || !opened.whole()) {
      journal.compact();
    }
  }

  /** The file that keeps an account's drafts in a directory. */
  public static Path fileFor(Path directory, UUID account) {
    return directory.resolve("drafts-" + account + ".log");
  }

  /**
   * Opens an account's drafts or makes the file; blocks.
   *
   * @throws UserProblem {@code drafts.locked}, {@code drafts.unreadable}, {@code
   *     drafts.other-account}, {@code drafts.newer}
   */
  public static DraftStore open(Path file, UUID account, Clock clock) {
    return open(FileStorage.open(file, DraftRecord.KIND), account, clock);
  }

  static DraftStore open(Storage storage, UUID account, Clock clock) {
    try {
      return new DraftStore(storage, account, clock);
    } catch (UserProblem e) {
      try {
        storage.close();
      } catch (IOException suppressed) {
        e.addSuppressed(suppressed);
      }
      throw e;
    }
  }

  /** What was found damaged on opening and where it is kept, or null when all was well. */
  public @Nullable Problem notice() {
    return notice;
  }

  /** What stands typed, by case. */
  public Map<UUID, CaseDraft> drafts() {
    memory.lock();
    try {
      Map<UUID, CaseDraft> drafts = new LinkedHashMap<>();
      present.forEach((id, typed) -> drafts.put(id, typed.draft()));
      return drafts;
    } finally {
      memory.unlock();
    }
  }

  /** Takes what now stands typed for a case; on disk after the next {@link #save}. */
  public void keep(CaseDraft draft) {
    memory.lock();
    try {
      present.put(draft.caseId(), new DraftRecord.Typed(draft, clock.instant()));
      changed.add(draft.caseId());
    } finally {
      memory.unlock();
    }
  }

  /** Forgets what was typed for a case; gone from the disk after the next {@link #save}. */
  public void drop(UUID caseId) {
    memory.lock();
    try {
      if (present.remove(caseId) != null) {
        changed.add(caseId);
      }
    } finally {
      memory.unlock();
    }
  }

  /**
   * Brings the disk up to date; everything kept or dropped before survives the loss of power when
   * this returns. Blocks.
   *
   * @throws UserProblem {@code drafts.disk-full} or {@code drafts.failed}: the next save tries
   *     again
   */
  public void save() {
    disk.lock();
    try {
      if (!closed) {
        write();
      }
    } finally {
      disk.unlock();
    }
  }

  private void write() {
    Set<UUID> due;
    List<DraftRecord> typed;
    memory.lock();
    try {
      due = Set.copyOf(changed);
      typed = new ArrayList<>(present.values());
      typed.removeIf(record -> !due.contains(((DraftRecord.Typed) record).draft().caseId()));
      changed.clear();
    } finally {
      memory.unlock();
    }
    if (due.isEmpty()) {
      return;
    }
    boolean dropped = typed.size() < due.size();
    try {
      if (dropped || journal.length() > COMPACT_BYTES) {
        journal.rewrite();
      } else {
        journal.append(typed, true);
      }
    } catch (UserProblem e) {
      memory.lock();
      try {
        changed.addAll(due);
      } finally {
        memory.unlock();
      }
      throw e;
    }
  }

  private List<DraftRecord> live() {
    memory.lock();
    try {
      return List.copyOf(present.values());
    } finally {
      memory.unlock();
    }
  }

  /**
   * Saves what is due and gives the file free.
   *
   * @throws UserProblem as {@link #save}: the file is free all the same
   */
  @Override
  public void close() {
    disk.lock();
    try {
      if (closed) {
        return;
      }
      closed = true;
      try {
        write();
      } finally {
        journal.close();
      }
    } finally {
      disk.unlock();
    }
  }
}
