package dev.halcyon.server.retention;

import dev.halcyon.protocol.ResolvedPolicy;
import dev.halcyon.protocol.RetentionSpec;
import dev.halcyon.server.retention.DueRepository.Old;
import dev.halcyon.server.retention.Terms.Term;
import dev.halcyon.server.store.Database;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.function.Function;
import java.util.function.LongSupplier;
import org.jdbi.v3.core.Handle;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Erases what the policy in force keeps no longer: items by the overlay they were judged under, and
 * records of looks. Works in small transactions, so that a kill loses nothing and the next sweep
 * goes on. For one thread at a time; several servers may sweep at once.
 */
final class Retention {
  private static final Logger LOG = LoggerFactory.getLogger(Retention.class);
  private static final int TOGETHER = 50;
  private static final int PAGE = 1000;
  private static final UUID FIRST = new UUID(0, 0);

  /** An event that waited when its item was erased is sent or given up by then. */
  private static final Duration LATE = Duration.ofDays(2);

  private final Database database;
  private final Clock clock;
  private final LongSupplier nanos;
  private final Function<Handle, List<ResolvedPolicy>> inForce;
  private final Erasure erasure;
  private final dev.halcyon.server.exposure.Exposures exposures;
  private final SteadyTime time = new SteadyTime();
  private final DueRepository due = new DueRepository();

  /**
   * @param nanos the machine's count, which no change of its clock touches
   * @param inForce the base of the policy in force, and each overlay
   */
  Retention(
      Database database,
      Clock clock,
      LongSupplier nanos,
      Function<Handle, List<ResolvedPolicy>> inForce,
      Erasure erasure) {
    this.database = database;
    this.clock = clock;
    this.nanos = nanos;
    this.inForce = inForce;
    this.erasure = erasure;
    this.exposures = new dev.halcyon.server.exposure.Exposures(database, clock);
  }

  /** Erases what is old enough; returns how many items that were. */
  int sweep() {
    erasure.destroyKeys();
    erasure.deleteFiles();
    Instant now = clock.instant();
    if (!time.isSteady(now, nanos.getAsLong())) {
      LOG.info("nothing is erased by age yet: the clock has to prove steady first");
      return 0;
    }
    exposures.forget();
    List<ResolvedPolicy> policies = database.read(inForce::apply);
    if (policies.isEmpty()) {
      return 0;
    }
    records(policies.getFirst(), now);
    int erased = items(new Terms(policies, now));
    erasure.destroyKeys();
    erasure.deleteFiles();
    if (erased > 0) {
      LOG.info("{} items were erased, for the policy keeps them no longer", erased);
    }
    return erased;
  }

  /** What is of no one item is kept as long as the base says. */
  private void records(ResolvedPolicy base, Instant now) {
    for (RetentionSpec spec : base.retention()) {
      Instant since = now.minus(Duration.ofDays(spec.days()));
      switch (spec.data()) {
        case REVEALS -> database.useTransaction(handle -> due.deleteReveals(handle, since));
        case PARKED -> database.useTransaction(handle -> due.deleteParked(handle, since));
        case ALLOWED, DECIDED, UNKNOWN -> {}
      }
    }
    database.useTransaction(handle -> due.deleteLateEffects(handle, now.minus(LATE)));
  }

  /** Goes once over what is old enough for anything, oldest first. */
  private int items(Terms terms) {
    Optional<Instant> before = terms.latest();
    int erased = 0;
    List<Old> page = List.of();
    while (before.isPresent() && (page.isEmpty() || page.size() == PAGE)) {
      Instant fromAt = page.isEmpty() ? Instant.EPOCH : page.getLast().receivedAt();
      UUID fromId = page.isEmpty() ? FIRST : page.getLast().id();
      page = database.read(handle -> due.old(handle, before.get(), fromAt, fromId, PAGE));
      if (page.isEmpty()) {
        return erased;
      }
      erased += erase(terms.group(page));
    }
    return erased;
  }

  private int erase(Map<Term, List<UUID>> candidates) {
    List<UUID> old = new ArrayList<>();
    for (Map.Entry<Term, List<UUID>> each : candidates.entrySet()) {
      old.addAll(
          database.read(
              handle ->
                  due.due(handle, each.getKey().kind(), each.getKey().since(), each.getValue())));
    }
    List<UUID> all = old.stream().distinct().toList();
    int erased = 0;
    for (int at = 0; at < all.size(); at += TOGETHER) {
      erased += erasure.eraseOld(all.subList(at, Math.min(all.size(), at + TOGETHER)));
    }
    return erased;
  }
}
