package dev.halcyon.server.numbers;

import dev.halcyon.protocol.NumberWeeks;
import dev.halcyon.protocol.UserProblem;
import dev.halcyon.protocol.WeekNumbers;
import dev.halcyon.protocol.Wire;
import dev.halcyon.server.access.Principal;
import dev.halcyon.server.audit.AuditLog;
import dev.halcyon.server.store.Database;
import java.time.Clock;
import java.time.DateTimeException;
import java.time.DayOfWeek;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.time.temporal.TemporalAdjusters;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jdbi.v3.core.Handle;

/**
 * The numbers of whole weeks that are over: made when first asked for, kept, and the same for
 * everybody ever after, so that no two views differ by a person who came or went. Every reading is
 * in the audit log. Thread-safe.
 */
public final class TeamNumbers {
  /** What workbenches were offline with has come by then, nearly always. */
  static final Duration SETTLED = Duration.ofDays(2);

  private static final int MOST_WEEKS = 26;

  private final Database database;
  private final AuditLog audit;
  private final Clock clock;
  private final NumbersRepository repository = new NumbersRepository();

  public TeamNumbers(Database database, AuditLog audit, Clock clock) {
    this.database = database;
    this.audit = audit;
    this.clock = clock;
  }

  /** The weeks of which there are numbers: full ones since the first decision, half a year back. */
  NumberWeeks weeks() {
    Optional<Instant> first = database.read(repository::first);
    List<LocalDate> weeks = new ArrayList<>();
    LocalDate latest = latest();
    for (int back = 0; first.isPresent() && back < MOST_WEEKS; back++) {
      LocalDate week = latest.minusWeeks(back);
      if (begin(week).plus(Duration.ofDays(7)).isAfter(first.get())) {
        weeks.add(week);
      }
    }
    return new NumberWeeks(weeks);
  }

  private LocalDate latest() {
    LocalDate settled = LocalDate.ofInstant(clock.instant().minus(SETTLED), ZoneOffset.UTC);
    return settled.with(TemporalAdjusters.previousOrSame(DayOfWeek.MONDAY)).minusWeeks(1);
  }

  private static Instant begin(LocalDate week) {
    return week.atStartOfDay(ZoneOffset.UTC).toInstant();
  }

  /**
   * The numbers of a week.
   *
   * @param week its Monday, as ISO 8601 writes it
   * @param form in which they are asked for, for the audit log
   * @throws UserProblem {@code numbers.unknown} when there are none of it
   */
  WeekNumbers of(Principal by, String week, String form) {
    LocalDate monday = parse(week);
    if (!weeks().weeks().contains(monday)) {
      throw unknown();
    }
    WeekNumbers numbers =
        database.inTransaction(
            handle -> {
              audit.append(
                  handle,
                  by.id().toString(),
                  "numbers.read",
                  monday.toString(),
                  Map.of("form", form),
                  Map.of());
              return repository
                  .made(handle, monday)
                  .map(content -> Wire.read(content, WeekNumbers.class))
                  .orElseGet(() -> make(handle, monday));
            });
    database.durable().await();
    return numbers;
  }

  private WeekNumbers make(Handle handle, LocalDate week) {
    Instant from = begin(week);
    Instant before = begin(week.plusWeeks(1));
    Instant now = clock.instant();
    WeekNumbers made =
        WeekMaker.make(
            week,
            now,
            repository.facts(handle, from, before),
            repository.seen(handle, from, before));
    // Whoever makes the same week at the same time fails on its key, tries again and reads this.
    repository.keep(handle, week, Wire.write(made), now);
    return made;
  }

  private static LocalDate parse(String week) {
    try {
      return LocalDate.parse(week);
    } catch (DateTimeException e) {
      throw unknown();
    }
  }

  private static UserProblem unknown() {
    return new UserProblem(
        "numbers.unknown",
        "There are no numbers of this week.",
        "Name the Monday of a week that GET /v1/numbers lists; a week is told two days after its"
            + " end.");
  }
}
