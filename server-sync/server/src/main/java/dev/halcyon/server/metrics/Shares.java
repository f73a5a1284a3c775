package dev.halcyon.server.metrics;

import dev.halcyon.engine.ScanResult;
import dev.halcyon.protocol.ReachedAt;
import dev.halcyon.protocol.StageShare;
import dev.halcyon.protocol.StageShares;
import dev.halcyon.server.http.Quiet;
import dev.halcyon.server.store.Database;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.LongAdder;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Counts where verdicts were reached, for all server processes together and over restarts. Counts
 * go to the database every few seconds and at the close; a kill loses those of the last seconds.
 * Thread-safe.
 */
public final class Shares implements AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(Shares.class);
  private static final Duration PERIOD = Duration.ofSeconds(2);

  private record Cell(Instant hour, ReachedAt place) {}

  private record Aim(List<ReachedAt> places, double from, double until) {}

  /** The design's: tier 0 and cache, tiers 1 and 2, people. */
  private static final List<Aim> AIMS =
      List.of(
          new Aim(List.of(ReachedAt.RULES, ReachedAt.BANKS, ReachedAt.CACHE), 0.70, 0.80),
          new Aim(List.of(ReachedAt.CLASSIFIERS, ReachedAt.JUDGE), 0.15, 0.20),
          new Aim(List.of(ReachedAt.PEOPLE), 0.01, 0.05));

  private final Database database;
  private final Clock clock;
  private final ShareRepository repository = new ShareRepository();
  private final Map<Cell, LongAdder> counted = new ConcurrentHashMap<>();
  private final ScheduledExecutorService timer;

  public Shares(Database database, Clock clock) {
    this.database = database;
    this.clock = clock;
    this.timer =
        Executors.newSingleThreadScheduledExecutor(
            Thread.ofPlatform().daemon().name("stage-shares").factory());
    timer.scheduleWithFixedDelay(
        this::keep, PERIOD.toMillis(), PERIOD.toMillis(), TimeUnit.MILLISECONDS);
  }

  /** An item got its verdict. */
  ReachedAt judged(ScanResult result) {
    ReachedAt place = Reached.of(result);
    Cell cell = new Cell(clock.instant().truncatedTo(ChronoUnit.HOURS), place);
    counted.computeIfAbsent(cell, key -> new LongAdder()).increment();
    return place;
  }

  private void keep() {
    try {
      flush();
    } catch (RuntimeException e) {
      // A timer that throws would never run again; the counts are still here.
      LOG.warn("counting shares failed, it is tried again: {}", Quiet.line(e));
    }
  }

  /** Writes what was counted. */
  private synchronized void flush() {
    Map<Cell, Long> taken = new HashMap<>();
    counted.forEach((cell, adder) -> taken.put(cell, adder.sum()));
    taken.values().removeIf(items -> items == 0);
    if (taken.isEmpty()) {
      return;
    }
    // In one order, lest two processes wait for each other.
    Map<String, Cell> ordered = new TreeMap<>();
    taken.keySet().forEach(cell -> ordered.put(cell.hour() + " " + cell.place(), cell));
    database.useTransaction(
        handle ->
            ordered
                .values()
                .forEach(
                    cell -> repository.add(handle, cell.hour(), cell.place(), taken.get(cell))));
    taken.forEach((cell, items) -> counted.get(cell).add(-items));
    Instant now = clock.instant().truncatedTo(ChronoUnit.HOURS);
    counted
        .entrySet()
        .removeIf(each -> each.getKey().hour().isBefore(now) && each.getValue().sum() == 0);
  }

  /**
   * Where verdicts were reached in the last hours, the present one included.
   *
   * @param hours at least 1
   */
  StageShares last(int hours) {
    flush();
    Instant until = clock.instant();
    Instant from = until.truncatedTo(ChronoUnit.HOURS).minus(Duration.ofHours(hours - 1L));
    Map<ReachedAt, Long> counts = database.read(handle -> repository.since(handle, from));
    long all = counts.values().stream().mapToLong(Long::longValue).sum();
    List<StageShare> shares =
        AIMS.stream()
            .map(
                aim -> {
                  long items =
                      aim.places().stream().mapToLong(at -> counts.getOrDefault(at, 0L)).sum();
                  double share = all == 0 ? 0 : (double) items / all;
                  return new StageShare(aim.places(), items, share, aim.from(), aim.until());
                })
            .toList();
    Map<String, Long> places = new TreeMap<>();
    counts.forEach((place, items) -> places.put(place.name(), items));
    return new StageShares(from, until, all, shares, places);
  }

  @Override
  public void close() {
    timer.shutdown();
    keep();
  }
}
