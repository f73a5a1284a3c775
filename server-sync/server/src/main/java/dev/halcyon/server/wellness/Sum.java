package dev.halcyon.server.wellness;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;

/**
 * Weighed milliseconds of one scope in the day and the week that run, and in its latest stretches.
 * Mutable, confined to who holds its balance.
 */
final class Sum {
  /** Older ones no ledger is late enough to join. */
  private static final int MOST_RUNS = 12;

  /**
   * A stretch: times with no pause between them.
   *
   * @param millis weighed
   */
  record Run(long from, long until, long millis) {
    private boolean isNear(Run other, long pause) {
      return from < other.until + pause && other.from < until + pause;
    }

    private Run with(Run other) {
      return new Run(
          Math.min(from, other.from), Math.max(until, other.until), millis + other.millis);
    }
  }

  long day;
  long week;
  List<Run> runs = new ArrayList<>();

  /** Adds a piece to the periods and the stretch it lies in; it may join two stretches. */
  void add(Piece piece, Period today, Period thisWeek, long pause) {
    day += piece.within(today.from(), today.until());
    week += piece.within(thisWeek.from(), thisWeek.until());
    Run run = new Run(piece.from(), piece.until(), piece.within(piece.from(), piece.until()));
    List<Run> apart = new ArrayList<>();
    for (Run each : runs) {
      if (each.isNear(run, pause)) {
        run = run.with(each);
      } else {
        apart.add(each);
      }
    }
    apart.add(run);
    apart.sort(Comparator.comparingLong(Run::from));
    runs = new ArrayList<>(apart.subList(Math.max(0, apart.size() - MOST_RUNS), apart.size()));
  }

  /** When the latest stretch last went on; long ago where there is none. */
  long until() {
    return runs.isEmpty() ? Long.MIN_VALUE / 2 : runs.getLast().until();
  }

  /** When the stretches began that no pause parts from a moment; that moment where none is. */
  long reach(long moment, long pause) {
    return runs.stream()
        .filter(run -> moment - run.until() < pause)
        .mapToLong(Run::from)
        .reduce(moment, Math::min);
  }

  /** What stretches hold that no pause parts from a moment. */
  long stretch(long moment, long pause) {
    return runs.stream().filter(run -> moment - run.until() < pause).mapToLong(Run::millis).sum();
  }

  /** A break at this moment parts what was before it from what comes. */
  void endStretches(long before) {
    runs.removeIf(run -> run.until() <= before);
  }

  /** Leaves no more than so much; what is left began no earlier than a moment. */
  void atMost(long inDay, long inWeek, long inStretch, long since) {
    day = Math.min(day, inDay);
    week = Math.min(week, inWeek);
    long until = until();
    long stretch = Math.min(inStretch, runs.stream().mapToLong(Run::millis).sum());
    runs.clear();
    if (stretch > 0 && until > since) {
      runs.add(new Run(since, until, stretch));
    }
  }

  boolean isEmpty() {
    return day == 0 && week == 0 && runs.isEmpty();
  }
}
