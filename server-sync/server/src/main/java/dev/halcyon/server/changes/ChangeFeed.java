package dev.halcyon.server.changes;

import dev.halcyon.protocol.CaseSummary;
import dev.halcyon.protocol.Change;
import dev.halcyon.protocol.ChangeKind;
import dev.halcyon.server.changes.ChangeRepository.Row;
import dev.halcyon.server.store.Database;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.UUID;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import org.jdbi.v3.core.Handle;
import org.jspecify.annotations.Nullable;

/**
 * Hands the numbered changes to whoever watches. Thread-safe.
 *
 * <p>A watcher keeps nothing here but its place: the newest changes lie in one ring for all, older
 * ones are read from the database page by page, and whoever is further behind than what is kept is
 * told to load everything anew ({@code RESET}). A slow reader therefore costs no memory.
 */
public final class ChangeFeed implements AutoCloseable {
  /** Looks up cases as they stand now. */
  @FunctionalInterface
  public interface Summaries {
    Map<UUID, CaseSummary> find(Handle handle, Collection<UUID> cases);
  }

  private static final int RING = 4096;
  private static final int PAGE = 500;
  private static final long KEPT = 200_000;

  private final Database database;
  private final Summaries summaries;
  private final Clock clock;
  private final ChangeRepository repository = new ChangeRepository();
  private final ReentrantLock lock = new ReentrantLock();
  private final Condition arrived = lock.newCondition();
  private final ArrayDeque<Change> ring = new ArrayDeque<>(RING);
  private long last;
  private boolean closed;

  public ChangeFeed(Database database, Summaries summaries, Clock clock) {
    this.database = database;
    this.summaries = summaries;
    this.clock = clock;
    this.last = database.read(repository::last);
  }

  /** The newest number. */
  public long last() {
    lock.lock();
    try {
      return last;
    } finally {
      lock.unlock();
    }
  }

  /** Called by the sequencer when numbers up to {@code seq} are on disk. */
  public void numbered(long seq) {
    long from = last();
    while (from < seq) {
      List<Change> page = load(from);
      if (page.isEmpty()) {
        break;
      }
      from = page.getLast().seq();
      append(page);
    }
    if (seq % PAGE == 0) {
      prune(seq - KEPT);
    }
  }

  private void append(List<Change> page) {
    lock.lock();
    try {
      for (Change change : page) {
        if (ring.size() == RING) {
          ring.removeFirst();
        }
        ring.addLast(change);
      }
      last = page.getLast().seq();
      arrived.signalAll();
    } finally {
      lock.unlock();
    }
  }

  /**
   * The changes after a number, at most a page of them, waiting for one to come.
   *
   * @return empty when none came in time or the feed closed; one RESET when that far back, or that
   *     number, is not known here
   */
  public List<Change> after(long seq, Duration patience) throws InterruptedException {
    lock.lock();
    try {
      long nanos = patience.toNanos();
      while (seq == last && !closed && nanos > 0) {
        nanos = arrived.awaitNanos(nanos);
      }
      if (seq == last || closed) {
        return List.of();
      }
      if (seq > last) {
        return List.of(reset());
      }
      if (!ring.isEmpty() && ring.peekFirst().seq() <= seq + 1) {
        return ring.stream().filter(change -> change.seq() > seq).limit(PAGE).toList();
      }
    } finally {
      lock.unlock();
    }
    @Nullable Long oldest = database.read(repository::oldest);
    if (seq < 0 || oldest == null || oldest > seq + 1) {
      return List.of(reset());
    }
    return load(seq);
  }

  private Change reset() {
    return new Change(last(), ChangeKind.RESET, "", null, clock.instant());
  }

  private List<Change> load(long after) {
    return database.read(
        handle -> {
          List<Row> rows = repository.after(handle, after, PAGE);
          List<UUID> cases =
              rows.stream().map(Row::caseId).filter(Objects::nonNull).distinct().toList();
          Map<UUID, CaseSummary> found = cases.isEmpty() ? Map.of() : summaries.find(handle, cases);
          return rows.stream().map(row -> change(row, found)).toList();
        });
  }

  private static Change change(Row row, Map<UUID, CaseSummary> found) {
    @Nullable CaseSummary summary = row.caseId() == null ? null : found.get(row.caseId());
    return new Change(row.seq(), row.kind(), row.subject(), summary, row.at());
  }

  private void prune(long upTo) {
    if (upTo > 0) {
      database.inQuietTransaction(handle -> repository.deleteUpTo(handle, upTo));
    }
  }

  /** Whether the feed has ended; watchers then end too. */
  public boolean isClosed() {
    lock.lock();
    try {
      return closed;
    } finally {
      lock.unlock();
    }
  }

  @Override
  public void close() {
    lock.lock();
    try {
      closed = true;
      arrived.signalAll();
    } finally {
      lock.unlock();
    }
  }
}
