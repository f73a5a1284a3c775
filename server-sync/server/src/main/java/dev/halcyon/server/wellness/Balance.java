package dev.halcyon.server.wellness;

import dev.halcyon.protocol.BudgetScope;
import dev.halcyon.protocol.RotationPolicy;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.UUID;
import java.util.function.ToLongFunction;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * What one person has been handed, as running totals: what their ledgers told, what the server
 * assumes because cases were open and no ledger told of the time yet, and what open cases still
 * take. Mutable, confined to who holds the person's row; pure but for that. All moments are
 * milliseconds since 1970 by the server's clock; a moment before what is known already counts as
 * the latest known one.
 */
final class Balance {
  /** Decisions that can still be undone when a break begins hold their cases for so long. */
  private static final long ON_THEIR_WAY = 60_000;

  /** A zone holds for a day at least, or each hour could be a day's last. */
  private static final long ZONE_KEPT = 24 * 3_600_000;

  String zone = "UTC";
  @Nullable String nextZone;

  /** When the zone last became another, milliseconds since 1970. */
  long zoneMoved;

  Period day = new Period(0, 0);
  Period week = new Period(0, 0);
  Map<BudgetScope, Sum> told = new EnumMap<>(BudgetScope.class);
  List<Watch> watches = new ArrayList<>();
  Turns turns = new Turns();

  /** When the break that goes on began, when the last one that was taken ended; 0 for none. */
  long breakSince;

  long breakEnded;

  /** When work began after the last pause, and when it last went on; 0 for none. */
  long workedFrom;

  long workedUntil;

  static Balance begun(String zone, long now) {
    Balance balance = new Balance();
    balance.zone = zone;
    balance.day = Period.day(now, ZoneId.of(zone));
    balance.week = Period.week(now, ZoneId.of(zone));
    return balance;
  }

  /**
   * Brings the balance to a moment: counts open cases and begins new days.
   *
   * @return whether the person's day began in another time zone, so that it has to be {@link
   *     #recount counted anew}
   */
  boolean advance(long now, long pause) {
    boolean moved = false;
    while (now >= day.until()) {
      long midnight = day.until();
      observe(midnight, pause);
      boolean moves = nextZone != null && midnight - zoneMoved >= ZONE_KEPT;
      if (moves) {
        zone = nextZone;
        nextZone = null;
        zoneMoved = midnight;
        moved = true;
      }
      day = Period.day(midnight, ZoneId.of(zone));
      told.values().forEach(sum -> sum.day = 0);
      if (!moves || day.from() >= midnight) {
        // What is assumed is known by no quarters: it goes along into a day that began before.
        watches.forEach(Watch::newDay);
      }
      turns.newDay();
      Period weekThen = Period.week(midnight, ZoneId.of(zone));
      if (!weekThen.equals(week)) {
        boolean another = weekThen.from() >= week.until();
        week = weekThen;
        if (another) {
          told.values().forEach(sum -> sum.week = 0);
          watches.forEach(Watch::newWeek);
        }
      }
    }
    observe(now, pause);
    return moved;
  }

  /** A desk on a break gives back what is open: what still has a lease counts, break or not. */
  private void observe(long now, long pause) {
    for (Watch watch : watches) {
      watch.advance(now, day, week, pause);
    }
    watches.removeIf(Watch::isIdle);
  }

  /** Whether the leases have to be asked: nothing happened for long, or one was to run out. */
  boolean isStale(long since, long now) {
    return watches.stream()
        .anyMatch(
            watch ->
                !watch.open.isEmpty()
                    && (watch.at < since
                        || watch.open.stream().anyMatch(one -> one.until() < now)));
  }

  /**
   * Says of open cases when their leases run out, so that a server that stood still does not take a
   * case for open that no workbench renewed.
   *
   * @param left how long from now each lease that the person holds still runs, negative when it ran
   *     out; a case without one ended when it was last looked at
   */
  void leasesRunOut(long now, Map<UUID, Long> left) {
    for (Watch watch : watches) {
      watch.open.replaceAll(
          one -> {
            if (left.containsKey(one.caseId())) {
              return one.until(now + left.get(one.caseId()));
            }
            return one.until() == Long.MAX_VALUE ? one.until(watch.at) : one;
          });
    }
  }

  /** A case counts as open no longer than to a moment. */
  void openUntil(UUID caseId, long end) {
    watches.forEach(
        watch -> watch.open.replaceAll(one -> one.caseId().equals(caseId) ? one.until(end) : one));
  }

  /** Puts the sums of the day and the week in place of those that are kept. */
  void recount(Map<BudgetScope, Long> inDay, Map<BudgetScope, Long> inWeek) {
    for (BudgetScope scope : BudgetScope.values()) {
      long today = inDay.getOrDefault(scope, 0L);
      long thisWeek = inWeek.getOrDefault(scope, 0L);
      if (today != 0 || thisWeek != 0 || told.containsKey(scope)) {
        Sum sum = told.computeIfAbsent(scope, _ -> new Sum());
        sum.day = today;
        sum.week = thisWeek;
      }
    }
  }

  /** A person opens a case. */
  void opened(String holder, OpenOne one, long now, long pause, RotationPolicy rotation) {
    works(now, pause);
    endBreak(now, pause);
    Optional<Watch> known = watch(holder).filter(watch -> watch.find(one.caseId()) != null);
    if (known.isPresent()) {
      // Its lease had run out and goes on.
      known.get().open.replaceAll(each -> each.until(Long.MAX_VALUE));
      return;
    }
    drop(one.caseId());
    Watch watch = watch(holder).orElseGet(() -> begin(holder, now));
    watch.hold(one, now);
    BudgetScope band = one.scopes().getFirst();
    turns.opened(one.scopes(), one.reserved(band), rotation);
  }

  private Watch begin(String holder, long now) {
    Watch watch = new Watch();
    watch.holder = holder;
    watch.at = now;
    watches.add(watch);
    return watch;
  }

  private Optional<Watch> watch(String holder) {
    return watches.stream().filter(each -> each.holder.equals(holder)).findFirst();
  }

  /** A case is no longer the person's; what was assumed of it stays until a ledger tells. */
  void ended(UUID caseId, long now, long pause) {
    works(now, pause);
    drop(caseId);
    watches.removeIf(Watch::isIdle);
  }

  private void drop(UUID caseId) {
    watches.forEach(watch -> watch.open.removeIf(one -> one.caseId().equals(caseId)));
  }

  private void works(long now, long pause) {
    if (workedFrom == 0 || now - workedUntil >= pause) {
      workedFrom = now;
      turns.rested();
    }
    workedUntil = Math.max(workedUntil, now);
  }

  /** A ledger told of something. */
  void told(List<Piece> pieces, Map<UUID, Long> seen, long pause) {
    for (Piece piece : pieces) {
      told.computeIfAbsent(piece.scope(), _ -> new Sum()).add(piece, day, week, pause);
    }
    for (Watch watch : watches) {
      watch.open.replaceAll(one -> one.saw(Objects.requireNonNullElse(seen.get(one.caseId()), 0L)));
    }
  }

  /**
   * A session of the ledger told of all up to a moment; what was assumed before it of the sign-ins
   * by which it ever came is no longer assumed.
   */
  void proven(String holder, UUID ledger, long through) {
    watch(holder).ifPresent(watch -> watch.ledgers.add(ledger));
    for (Watch watch : watches) {
      if (watch.ledgers.contains(ledger)) {
        watch.told(through, day, week);
      }
    }
    watches.removeIf(Watch::isIdle);
  }

  /**
   * A workbench that crashed before its ledger was ever told of comes back under another sign-in:
   * the one that had opened the cases which a session not heard of before tells of is proven by it.
   */
  void adopt(String holder, UUID ledger, List<Seen> entries) {
    if (watches.stream().anyMatch(watch -> watch.ledgers.contains(ledger))) {
      return;
    }
    Optional<Watch> by = watch(holder);
    for (Watch watch : watches) {
      boolean another = !watch.holder.equals(holder) && watch.ledgers.isEmpty();
      if (another
          && entries.stream()
              .filter(watch::hadOpen)
              .anyMatch(seen -> by.filter(own -> own.hadOpen(seen)).isEmpty())) {
        watch.ledgers.add(ledger);
      }
    }
  }

  void beginBreak(long now) {
    breakSince = breakSince == 0 ? now : breakSince;
  }

  /** A break that was long enough ends every stretch. */
  void endBreak(long now, long pause) {
    if (breakSince == 0) {
      return;
    }
    if (isRested(now, pause)) {
      long last = Math.max(breakSince, lastExposure());
      told.values().forEach(sum -> sum.endStretches(last));
      watches.forEach(watch -> watch.endStretches(last));
      turns.rested();
      workedFrom = now;
    }
    breakEnded = now;
    breakSince = 0;
  }

  /** Whether the break that goes on was long enough, with nothing looked at in it. */
  private boolean isRested(long now, long pause) {
    long last = lastExposure();
    long from = last <= breakSince + ON_THEIR_WAY ? breakSince : last;
    return breakSince != 0 && now - from >= pause;
  }

  /** The last moment of which something was told or is assumed. */
  private long lastExposure() {
    return Stream.concat(
            told.values().stream(),
            watches.stream().flatMap(watch -> watch.assumed.values().stream()))
        .mapToLong(Sum::until)
        .max()
        .orElse(0);
  }

  /** Whether anything happened since a moment, or cases are open. */
  boolean isAtWork(long since) {
    return Math.max(workedUntil, breakSince) >= since
        || watches.stream().anyMatch(watch -> !watch.open.isEmpty());
  }

  /** How long the person has worked without a pause. */
  long workedMillis(long now, long pause) {
    boolean paused = workedFrom == 0 || breakSince != 0;
    boolean holds = watches.stream().anyMatch(watch -> !watch.open.isEmpty());
    if (paused || !holds && now - workedUntil >= pause) {
      return 0;
    }
    return Math.max(0, now - workedFrom);
  }

  Use inDay(BudgetScope scope) {
    return use(scope, sum -> sum.day);
  }

  Use inWeek(BudgetScope scope) {
    return use(scope, sum -> sum.week);
  }

  private Use use(BudgetScope scope, ToLongFunction<Sum> period) {
    return new Use(
        told.containsKey(scope) ? period.applyAsLong(told.get(scope)) : 0,
        watches.stream()
            .filter(watch -> watch.assumed.containsKey(scope))
            .mapToLong(watch -> period.applyAsLong(watch.assumed.get(scope)))
            .sum(),
        reserved(scope));
  }

  private long reserved(BudgetScope scope) {
    return watches.stream()
        .flatMap(watch -> watch.open.stream())
        .mapToLong(one -> one.reserved(scope))
        .sum();
  }

  /** The stretch that runs; nothing where a pause has ended it. */
  Use inStretch(BudgetScope scope, long now, long pause) {
    if (isRested(now, pause)) {
      return new Use(0, 0, reserved(scope));
    }
    List<Sum> guesses =
        watches.stream().map(watch -> watch.assumed.get(scope)).filter(Objects::nonNull).toList();
    Sum settled = told.getOrDefault(scope, new Sum());
    List<Sum> all = Stream.concat(Stream.of(settled), guesses.stream()).toList();
    // What no pause parts from now, or from what is part of the stretch already, by whichever
    // workbench it came and whether told or assumed.
    long from = now;
    for (long before = Long.MAX_VALUE; from < before; ) {
      before = from;
      for (Sum sum : all) {
        from = sum.reach(from, pause);
      }
    }
    long began = from;
    return new Use(
        settled.stretch(began, pause),
        guesses.stream().mapToLong(sum -> sum.stretch(began, pause)).sum(),
        reserved(scope));
  }
}
