package dev.halcyon.client.exposure;

import com.github.f4b6a3.uuid.UuidCreator;
import dev.halcyon.client.journal.FileStorage;
import dev.halcyon.client.journal.Journal;
import dev.halcyon.client.journal.Storage;
import dev.halcyon.protocol.ExposureBatch;
import dev.halcyon.protocol.ExposureEntry;
import dev.halcyon.protocol.ExposureEvent;
import dev.halcyon.protocol.ExposureReceipt;
import dev.halcyon.protocol.ExposureSpan;
import dev.halcyon.protocol.Problem;
import dev.halcyon.protocol.UserProblem;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Clock;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * Keeps what a person saw, and for how long, on this machine's disk until the server has it, and
 * the sums of the last days after that. Thread-safe; {@link #write}, {@link #taken} and {@link
 * #close} block for the disk. One process at a time may use a file.
 *
 * <p>Nothing but ids, bands, kinds and times is written, readable by the owner alone; {@code
 * docs/exposure.md} has the format. It neither knows the network nor measures: a meter says what to
 * write, a sender asks {@link #next} for what to send.
 */
public final class ExposureLedger implements AutoCloseable {
  /** The page shows a week; one more day for who travels. */
  private static final int DAYS_KEPT = 8;

  private static final long COMPACT_BYTES = 256 * 1024;

  /** How many lines of a running slice may be on the way to the disk together. */
  private static final int UNFORCED = 5;

  private final Clock clock;
  private final ReentrantLock lock = new ReentrantLock();
  private final Map<UUID, SessionLog> sessions = new LinkedHashMap<>();
  private final DaySums settled;
  private final Journal<LedgerRecord> journal;
  private final @Nullable Problem notice;
  private long compactAt = COMPACT_BYTES;
  private int unforced;
  private boolean closed;

  private ExposureLedger(Storage storage, UUID account, Clock clock) {
    this.clock = clock;
    this.settled = new DaySums(clock.getZone());
    Journal.Opened<LedgerRecord> opened =
        Journal.open(LedgerRecord.KIND, storage, account, this::lines);
    this.journal = opened.journal();
    this.notice = opened.lost() ? opened.notice() : null;
    opened.records().forEach(this::restore);
    sessions.values().forEach(SessionLog::endRunning);
    if (!opened.whole() || !opened.records().isEmpty()) {
      compact();
    }
  }

  /** The file that keeps an account's viewing times in a directory. */
  public static Path fileFor(Path directory, UUID account) {
    return directory.resolve("exposure-" + account + ".log");
  }

  /** The id of a new session: one for each start of a meter. */
  public static UUID newSession() {
    return UuidCreator.getTimeOrderedEpoch();
  }

  /**
   * Opens an account's ledger or makes it. What a workbench that crashed had not ended is ended.
   *
   * @param clock tells the present day, in the zone whose days are summed up
   * @throws UserProblem {@code exposure.locked} when another workbench has it, {@code
   *     exposure.unreadable}, {@code exposure.other-account}, {@code exposure.newer}
   */
  public static ExposureLedger open(Path file, UUID account, Clock clock) {
    return open(FileStorage.open(file, LedgerRecord.KIND), account, clock);
  }

  static ExposureLedger open(Storage storage, UUID account, Clock clock) {
    try {
      return new ExposureLedger(storage, account, clock);
    } catch (UserProblem e) {
      try {
        storage.close();
      } catch (IOException suppressed) {
        e.addSuppressed(suppressed);
      }
      throw e;
    }
  }

  private void restore(LedgerRecord line) {
    switch (line) {
      case LedgerRecord.Header _ -> {}
      case LedgerRecord.Seen seen -> log(seen.event().session()).restore(seen);
      case LedgerRecord.Taken taken -> log(taken.session()).restore(taken, settled::add);
      case LedgerRecord.Day sum -> settled.add(sum);
    }
  }

  private SessionLog log(UUID session) {
    return sessions.computeIfAbsent(session, SessionLog::new);
  }

  /** What was found damaged on opening, or null; a last line that a crash cut short is no news. */
  public @Nullable Problem notice() {
    return notice;
  }

  /**
   * Writes slices that have ended, durably, and the one that still runs. Both count here, and will
   * be sent, whether or not they can be written.
   *
   * @param running in place of what ran at the last call; all of one session
   * @throws UserProblem {@code exposure.disk-full} or {@code exposure.failed}
   */
  public void write(List<ExposureEvent> ended, List<ExposureEvent> running) {
    change(
        () -> {
          List<LedgerRecord> lines = new ArrayList<>();
          for (ExposureEvent event : ended) {
            ExposureEntry entry = log(event.session()).end(event);
            lines.add(new LedgerRecord.Seen(event, entry.chain()));
          }
          if (!running.isEmpty()) {
            log(running.getFirst().session()).run(running);
            running.forEach(event -> lines.add(new LedgerRecord.Seen(event, null)));
          }
          if (!lines.isEmpty()) {
            unforced = ended.isEmpty() ? unforced + 1 : UNFORCED;
            boolean force = unforced >= UNFORCED;
            journal.append(lines, force);
            unforced = force ? 0 : unforced;
            tidy();
          }
          return lines;
        });
  }

  /**
   * What to send next, oldest session first; empty when the server has all that has ended, and when
   * the ledger is closed.
   *
   * @param skipped sessions the server does not take
   */
  public Optional<ExposureBatch> next(List<UUID> skipped) {
    return read(
        () -> {
          for (SessionLog log : closed ? List.<SessionLog>of() : sessions.values()) {
            List<ExposureEntry> first = log.first(ExposureBatch.MOST);
            if (!first.isEmpty() && !skipped.contains(log.session())) {
              long before = first.getFirst().event().sequence() - 1;
              Long lost = before > log.taken() ? before : null;
              return Optional.of(new ExposureBatch(log.session(), clock.instant(), lost, first));
            }
          }
          return Optional.empty();
        });
  }

  /** Takes the server's word for what it has; only sums of that stay here. */
  public void taken(ExposureReceipt receipt) {
    read(
        () -> {
          SessionLog log = sessions.get(receipt.session());
          if (!closed && log != null && receipt.through() > log.taken()) {
            log.taken(receipt.through(), settled::add);
            try {
              journal.append(List.of(log.takenLine()), false);
              tidy();
            } catch (UserProblem e) {
              // True all the same: after a restart it is sent again and the server knows it.
              return log;
            }
          }
          return receipt;
        });
  }

  /** What this machine knows of some days, up to the last {@link #write}; both inclusive. */
  public ExposureSpan span(LocalDate from, LocalDate through) {
    return read(
        () -> {
          DaySums all = settled.copy();
          sessions.values().forEach(log -> log.each(all::add));
          return all.span(from, through);
        });
  }

  /** What the server does not have yet of some days. */
  public ExposureSpan unsent(LocalDate from, LocalDate through) {
    return read(
        () -> {
          DaySums sums = new DaySums(clock.getZone());
          sessions.values().forEach(log -> log.each(sums::add));
          return sums.span(from, through);
        });
  }

  /** The present day in the zone of the clock. */
  public LocalDate today() {
    return LocalDate.now(clock);
  }

  private List<LedgerRecord> lines() {
    List<LedgerRecord> lines = new ArrayList<>(settled.records());
    sessions.values().forEach(log -> lines.addAll(log.lines()));
    return lines;
  }

  private void tidy() {
    if (journal.length() > compactAt) {
      compact();
      // Where little can go, the file may grow as much again before the next try.
      compactAt = Math.max(COMPACT_BYTES, 2 * journal.length());
    }
  }

  private void compact() {
    settled.forgetBefore(today().minusDays(DAYS_KEPT));
    journal.compact();
  }

  /** Gives the file free; what the server lacks stays in it, and the sums of the last days. */
  @Override
  public void close() {
    lock.lock();
    try {
      if (!closed) {
        closed = true;
        sessions.values().forEach(SessionLog::endRunning);
        sessions.values().removeIf(SessionLog::isEmpty);
        compact();
        journal.close();
      }
    } finally {
      lock.unlock();
    }
  }

  private <T> T change(Supplier<T> work) {
    return read(
        () -> {
          if (closed) {
            throw new IllegalStateException("the ledger is closed");
          }
          return work.get();
        });
  }

  /** What goes on after the ledger is closed, too: whoever still asks hears what it held. */
  private <T> T read(Supplier<T> work) {
    lock.lock();
    try {
      return work.get();
    } finally {
      lock.unlock();
    }
  }
}
