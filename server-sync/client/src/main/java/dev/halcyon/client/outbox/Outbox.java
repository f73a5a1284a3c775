package dev.halcyon.client.outbox;

import dev.halcyon.client.journal.FileStorage;
import dev.halcyon.client.journal.Storage;
import dev.halcyon.protocol.DecisionRequest;
import dev.halcyon.protocol.DecisionResult;
import dev.halcyon.protocol.Problem;
import dev.halcyon.protocol.UserProblem;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Consumer;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * Keeps decisions on this machine's disk until the server has them: each is forced to disk before
 * {@link #add} returns, can be taken back until its window ends, and is offered for sending until
 * the server answered. Thread-safe; what changes something blocks for a disk sync, {@link
 * #entries()} never blocks. One process at a time may use a file.
 *
 * <p>Nothing but ids, the fields of decisions and the reviewers' notes is written, readable by the
 * owner alone; {@code docs/outbox.md} has the format. It neither knows the network nor keeps time:
 * a sender asks {@link #claimDue} for what to send and tells the answer with {@link #settle} or
 * {@link #failed}.
 */
public final class Outbox implements AutoCloseable {
  private final Clock clock;
  private final ReentrantLock lock = new ReentrantLock();
  private final Ledger ledger;
  private final Entries entries;
  private final Listeners listeners;
  private boolean closed;

  private Outbox(Storage storage, UUID account, Clock clock) {
    this.clock = clock;
    this.ledger = new Ledger(storage, account, clock.instant());
    this.entries = ledger.entries();
    this.listeners = new Listeners(entries::all);
  }

  /** The file that keeps an account's decisions in a directory. */
  public static Path fileFor(Path directory, UUID account) {
    return directory.resolve("outbox-" + account + ".log");
  }

  /**
   * Opens an account's outbox or makes it. Entries whose window ended meanwhile are ready to be
   * sent.
   *
   * @throws UserProblem {@code outbox.locked} when another workbench has it, {@code
   *     outbox.unreadable}, {@code outbox.other-account}, {@code outbox.newer}, {@code
   *     outbox.disk-full}
   */
  public static Outbox open(Path file, UUID account, Clock clock) {
    return open(FileStorage.open(file, JournalRecord.KIND), account, clock);
  }

  static Outbox open(Storage storage, UUID account, Clock clock) {
    try {
      return new Outbox(storage, account, clock);
    } catch (UserProblem e) {
      try {
        storage.close();
      } catch (java.io.IOException suppressed) {
        e.addSuppressed(suppressed);
      }
      throw e;
    }
  }

  /** What was found damaged on opening and where it is kept, or null when all was well. */
  public @Nullable Problem notice() {
    return ledger.notice();
  }

  /** All entries of this session and those left from before, oldest first. Never blocks. */
  public List<OutboxEntry> entries() {
    return entries.all();
  }

  /** The entry with this decision id, or null. Never blocks. */
  public @Nullable OutboxEntry entry(UUID id) {
    for (OutboxEntry entry : entries.all()) {
      if (entry.id().equals(id)) {
        return entry;
      }
    }
    return null;
  }

  /**
   * Puts a decision on disk; it is there when this returns. The same id again changes nothing.
   *
   * @param window how long it can be undone, from now
   * @throws UserProblem {@code outbox.disk-full} or {@code outbox.failed}: the decision is not made
   */
  public OutboxEntry add(DecisionRequest decision, Duration window) {
    return change(
        () -> {
          OutboxEntry known = entries.find(decision.id());
          if (known != null) {
            return known;
          }
          Instant until = clock.instant().plus(window);
          return ledger.made(decision, until);
        });
  }

  /**
   * Takes a decision back; durably so when this returns.
   *
   * @throws UserProblem {@code undo.too-late} when it is already being sent, {@code
   *     outbox.disk-full}: then it still stands
   */
  public OutboxEntry undo(UUID id) {
    return change(
        () -> {
          OutboxEntry entry = entries.get(id);
          if (entry.state() != OutboxState.PENDING_UNDO) {
            throw new UserProblem(
                "undo.too-late",
                "The decision is already on its way and cannot be undone.",
                "Open the case again, or ask your lead to have it reopened.");
          }
          return ledger.move(entry.to(OutboxState.UNDONE), null);
        });
  }

  /** Sends an entry that was not saved again at the next opportunity. */
  public OutboxEntry retry(UUID id) {
    return change(
        () -> {
          OutboxEntry entry = entries.get(id);
          return entry.state() == OutboxState.NOT_SAVED
              ? ledger.move(entry.to(OutboxState.SENDING), null)
              : entry;
        });
  }

  /**
   * Gives a conflict or an entry that was not saved up for good.
   *
   * @throws UserProblem {@code outbox.not-failed} when it is neither, or still being tried: the
   *     server may already have it
   */
  public OutboxEntry discard(UUID id) {
    return change(
        () -> {
          OutboxEntry entry = entries.get(id);
          if (!entry.needsAttention() || entry.nextTry() != null) {
            throw new UserProblem(
                "outbox.not-failed",
                "Only a decision that will not be sent again can be discarded.",
                "Undo it while its window is open, or wait for the server's answer.");
          }
          return ledger.move(entry.to(OutboxState.DISCARDED), null);
        });
  }

  /**
   * The decisions to send now, oldest first: those whose window ended and those due for another
   * try. From here on they cannot be undone. Only one sender may work on a file.
   */
  public List<OutboxEntry> claimDue(int most) {
    return change(
        () -> {
          Instant now = clock.instant();
          List<OutboxEntry> claimed = new ArrayList<>();
          List<JournalRecord> moves = new ArrayList<>();
          for (OutboxEntry entry : entries.all()) {
            if (claimed.size() < most && Entries.dueAt(entry, now)) {
              OutboxEntry sending = entry.sending();
              claimed.add(sending);
              if (entry.state() == OutboxState.PENDING_UNDO) {
                moves.add(new JournalRecord.Moved(entry.id(), OutboxState.SENDING, null));
              }
            }
          }
          if (!moves.isEmpty()) {
            ledger.note(moves);
          }
          claimed.forEach(entries::put);
          return List.copyOf(claimed);
        });
  }

  /** When {@link #claimDue} will next have something, or null when nothing waits. */
  public @Nullable Instant nextDue() {
    return Entries.nextDue(entries.all(), clock.instant());
  }

  /** Takes the server's answer to one decision. Unknown ids are ignored. */
  public void settle(DecisionResult result) {
    change(
        () -> {
          OutboxEntry entry = entries.find(result.id());
          if (entry == null || entry.state().settled()) {
            return entry;
          }
          return switch (result.outcome()) {
            case ACCEPTED -> ledger.settled(entry.to(OutboxState.ACCEPTED), null);
            case CONFLICT -> {
              Problem why = Entries.reason(result.problem(), "case.changed");
              yield ledger.settled(
                  entry.failed(OutboxState.CONFLICT, why, null, result.present()), why.code());
            }
            case REJECTED, UNKNOWN -> {
              Problem why = Entries.reason(result.problem(), "decision.rejected");
              yield ledger.settled(
                  entry.failed(OutboxState.NOT_SAVED, why, null, result.present()), why.code());
            }
          };
        });
  }

  /** Notes that a try got no answer; the entries are due again at {@code nextTry}. */
  public void failed(Collection<UUID> ids, Problem problem, Instant nextTry) {
    change(
        () -> {
          for (UUID id : ids) {
            OutboxEntry entry = entries.find(id);
            if (entry != null && entry.state() == OutboxState.SENDING) {
              // Memory only: after a restart it is SENDING and simply sent again.
              entries.put(entry.failed(OutboxState.NOT_SAVED, problem, nextTry, null));
            }
          }
          return ids;
        });
  }

  /** Notes that the server refused a decision as such; it is sent again only on {@link #retry}. */
  public void refused(UUID id, Problem problem) {
    change(
        () -> {
          OutboxEntry entry = entries.find(id);
          return entry == null || entry.state().settled()
              ? entry
              : ledger.settled(
                  entry.failed(OutboxState.NOT_SAVED, problem, null, null), problem.code());
        });
  }

  /** Makes everything that waits for another try due now, for example when the network is back. */
  public void retryNow() {
    change(
        () -> {
          for (OutboxEntry entry : entries.all()) {
            if (entry.state() == OutboxState.NOT_SAVED && entry.nextTry() != null) {
              entries.put(entry.sending());
            }
          }
          return entries;
        });
  }

  /**
   * Calls with all entries now and after each change, one call at a time, the newest last. Be
   * quick: the caller of the change waits.
   *
   * @return closes to stop
   */
  public AutoCloseable listen(Consumer<List<OutboxEntry>> listener) {
    return listeners.add(listener);
  }

  /** Gives the file free; entries not settled stay in it. */
  @Override
  public void close() {
    lock.lock();
    try {
      if (!closed) {
        closed = true;
        ledger.close();
      }
    } finally {
      lock.unlock();
    }
  }

  private <T extends @Nullable Object> T change(Supplier<T> work) {
    T result;
    lock.lock();
    try {
      if (closed) {
        throw new IllegalStateException("the outbox is closed");
      }
      result = work.get();
    } finally {
      lock.unlock();
    }
    // After, never inside, the lock: a listener may take its time.
    listeners.tell();
    return result;
  }
}
