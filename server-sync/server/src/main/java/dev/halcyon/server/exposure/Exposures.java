package dev.halcyon.server.exposure;

import dev.halcyon.protocol.ExposureBatch;
import dev.halcyon.protocol.ExposureChain;
import dev.halcyon.protocol.ExposureEntry;
import dev.halcyon.protocol.ExposureEvent;
import dev.halcyon.protocol.ExposureKind;
import dev.halcyon.protocol.ExposureReceipt;
import dev.halcyon.protocol.ExposureSpan;
import dev.halcyon.protocol.OwnExposure;
import dev.halcyon.protocol.UserProblem;
import dev.halcyon.server.store.Database;
import dev.halcyon.server.wellness.Seen;
import dev.halcyon.server.wellness.Told;
import java.time.Clock;
import java.time.DayOfWeek;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneId;
import java.time.temporal.ChronoUnit;
import java.time.temporal.TemporalAdjusters;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.UUID;
import org.jdbi.v3.core.Handle;

/**
 * The exposure ledgers of all people: takes what their workbenches metered, in order and once, and
 * tells each their own. Nobody reads another's. Thread-safe.
 */
public final class Exposures {
  /** How long entries are kept: a year of days and weeks to compare with, and a month to do it. */
  static final Duration KEPT = Duration.ofDays(400);

  /** Clocks that differ by less are the same. */
  private static final Duration SAME = Duration.ofMinutes(2);

  private final Database database;
  private final Clock clock;
  private final ExposureRepository repository = new ExposureRepository();

  private final Listener listener;

  /** Learns of what was taken, in the transaction in which it is. */
  public interface Listener {
    /**
     * A batch was taken of a person whose account is held.
     *
     * @param told what was new of it
     */
    void told(Handle handle, UUID account, Told told);
  }

  /** A ledger that nobody counts budgets by. */
  public Exposures(Database database, Clock clock) {
    this(database, clock, (handle, account, told) -> {});
  }

  public Exposures(Database database, Clock clock, Listener listener) {
    this.database = database;
    this.clock = clock;
    this.listener = listener;
  }

  /**
   * Takes what goes on where the session stands; what was taken before is compared and stays as it
   * was.
   *
   * @param holder the sign-in by which it came
   * @return where the session stands now, on disk
   * @throws UserProblem {@code exposure.batch}, {@code exposure.entry}, {@code exposure.overlap};
   *     {@code exposure.refused} when the session is another person's
   */
  public ExposureReceipt take(UUID account, String holder, ExposureBatch batch) {
    BatchCheck.check(batch);
    return database.inTransaction(
        handle -> {
          repository.lockPerson(handle, account);
          SessionState known =
              repository
                  .session(handle, batch.session())
                  .orElseGet(() -> SessionState.begun(batch.session(), account));
          if (!known.account().equals(account)) {
            throw new UserProblem(
                "exposure.refused",
                "This session of viewing times is another person's.",
                "Sign in as the person whose ledger it is.");
          }
          SessionState next = take(handle, known, holder, batch);
          if (!next.equals(known)) {
            repository.save(handle, next, !known.isNew(), clock.instant());
          }
          return next.receipt();
        });
  }

  private SessionState take(Handle handle, SessionState known, String holder, ExposureBatch batch) {
    List<ExposureEntry> fresh =
        batch.entries().stream().filter(e -> e.event().sequence() > known.through()).toList();
    SessionState state = known.withDiffering(differing(handle, known, batch));
    if (fresh.isEmpty()) {
      return state;
    }
    ExposureEvent first = fresh.getFirst().event();
    boolean gap = first.sequence() > state.through() + 1;
    if (gap) {
      if (Objects.requireNonNullElse(batch.lostThrough(), 0L) < first.sequence() - 1) {
        return state;
      }
      state = state.lost(first.sequence() - 1, first.atMillis());
    }
    Map<ExposureKind, Long> ends = repository.ends(handle, batch.session());
    Instant now = clock.instant();
    Duration slow = Duration.between(batch.sentAt(), now);
    Duration wrong = slow.abs().compareTo(SAME) <= 0 ? Duration.ZERO : slow;
    List<Taken> taken = new ArrayList<>();
    for (ExposureEntry entry : fresh) {
      ExposureEvent event = entry.event();
      if (event.atMillis() < Math.max(state.lastAt(), ends.getOrDefault(event.kind(), 0L))) {
        throw BatchCheck.overlap(event);
      }
      boolean follows = gap || ExposureChain.next(state.chain(), event).equals(entry.chain());
      gap = false;
      Instant said = event.startedAt().plus(wrong);
      Instant counted = counted(state, event, said, now);
      Taken next = new Taken(event, entry.chain(), counted.truncatedTo(ChronoUnit.MILLIS));
      state = state.took(next, follows, counted.isAfter(said));
      taken.add(next);
    }
    List<ExposureEntry> before =
        known.isNew() || known.lastAt() != first.atMillis()
            ? List.of()
            : repository.beginningAt(handle, batch.session(), known.lastAt());
    repository.insert(handle, state.account(), taken, now);
    listener.told(handle, state.account(), told(known, state, holder, before, taken));
    return state;
  }

  /** What budgets are told of it; what is lost counts for as long as it can have lasted. */
  private static Told told(
      SessionState known,
      SessionState state,
      String holder,
      List<ExposureEntry> before,
      List<Taken> taken) {
    long lost = state.lost() - known.lost();
    return new Told(
        holder,
        state.id(),
        before.stream().map(entry -> seen(entry.event(), Instant.EPOCH)).toList(),
        taken.stream().map(entry -> seen(entry.event(), entry.countedAt())).toList(),
        state.broken() == known.broken(),
        Math.min(state.lostMillis() - known.lostMillis(), lost * BatchCheck.LONGEST_MILLIS));
  }

  private static Seen seen(ExposureEvent event, Instant countedAt) {
    return new Seen(
        event.caseId(),
        event.band(),
        event.kind(),
        event.atMillis(),
        event.millis(),
        countedAt.toEpochMilli());
  }

  /**
   * The moment an entry counts for: what the workbench's clock said, mended by how wrong that clock
   * is now; never in the future; and never back before what the same session counted already, by
   * more than clocks differ, for then it was set back.
   */
  private static Instant counted(
      SessionState state, ExposureEvent event, Instant said, Instant now) {
    Instant counted = said.isAfter(now) ? now : said;
    if (state.isNew()) {
      return counted;
    }
    Instant steady = state.lastCountedAt().plusMillis(event.atMillis() - state.lastAt());
    return counted.isBefore(steady.minus(SAME)) ? steady : counted;
  }

  /** How many entries came again with other content. */
  private long differing(Handle handle, SessionState known, ExposureBatch batch) {
    long first = batch.entries().getFirst().event().sequence();
    if (first > known.through()) {
      return 0;
    }
    List<ExposureEntry> stored =
        repository.entries(handle, batch.session(), first, known.through());
    long differing = 0;
    for (ExposureEntry entry : stored) {
      int position = (int) (entry.event().sequence() - first);
      if (position < batch.entries().size() && !same(entry, batch.entries().get(position))) {
        differing++;
      }
    }
    return differing;
  }

  private static boolean same(ExposureEntry stored, ExposureEntry sent) {
    ExposureEvent one = stored.event();
    ExposureEvent other = sent.event();
    return stored.chain().equals(sent.chain())
        && one.caseId().equals(other.caseId())
        && one.itemId().equals(other.itemId())
        && one.band() == other.band()
        && one.kind() == other.kind()
        && one.atMillis() == other.atMillis()
        && one.millis() == other.millis()
        && one.clockShiftMillis() == other.clockShiftMillis()
        // Databases keep microseconds.
        && one.startedAt()
            .truncatedTo(ChronoUnit.MILLIS)
            .equals(other.startedAt().truncatedTo(ChronoUnit.MILLIS));
  }

  /** A person's own day and week in a time zone. */
  public OwnExposure own(UUID account, ZoneId zone) {
    LocalDate today = LocalDate.ofInstant(clock.instant(), zone);
    LocalDate monday = today.with(TemporalAdjusters.previousOrSame(DayOfWeek.MONDAY));
    return database.read(
        handle ->
            new OwnExposure(
                zone.getId(),
                span(handle, account, zone, today, today),
                span(handle, account, zone, monday, monday.plusDays(6))));
  }

  private ExposureSpan span(
      Handle handle, UUID account, ZoneId zone, LocalDate from, LocalDate through) {
    return new ExposureSpan(
        from,
        through,
        repository.shares(
            handle,
            account,
            from.atStartOfDay(zone).toInstant(),
            through.plusDays(1).atStartOfDay(zone).toInstant()));
  }

  /** Erases what is older than entries are kept; returns how many that were. */
  public int forget() {
    Instant before = clock.instant().minus(KEPT);
    return database.inTransaction(handle -> repository.forget(handle, before));
  }
}
