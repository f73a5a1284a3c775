package dev.halcyon.server.retention;

import dev.halcyon.protocol.ResolvedPolicy;
import dev.halcyon.protocol.RetentionSpec;
import dev.halcyon.server.store.Database;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.UUID;
import java.util.function.Function;
import java.util.function.LongSupplier;
import org.jdbi.v3.core.Handle;
import org.jspecify.annotations.Nullable;
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

  private final Database database;
  private final Clock clock;
  private final LongSupplier nanos;
  private final Function<Handle, List<ResolvedPolicy>> inForce;
  private final Erasure erasure;
  private final SteadyTime time = new SteadyTime();
  private final ErasureRepository repository = new ErasureRepository();

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
  }

  /** Erases what is old enough; returns how many items that were. */
  int sweep() {
    erasure.deleteFiles();
    Instant now = clock.instant();
    if (!time.isSteady(now, nanos.getAsLong())) {
      LOG.info("nothing is erased by age yet: the clock has to prove steady first");
      return 0;
    }
    List<ResolvedPolicy> policies = database.read(inForce::apply);
    List<String> known = new ArrayList<>();
    policies.forEach(policy -> known.add(overlay(policy)));
    int erased = 0;
    for (ResolvedPolicy policy : policies) {
      for (RetentionSpec spec : policy.retention()) {
        erased += sweep(spec, overlay(policy), known, now);
      }
    }
    if (!policies.isEmpty()) {
      // Judged under an overlay that is no more: the base keeps them.
      for (RetentionSpec spec : policies.getFirst().retention()) {
        erased += sweep(spec, null, known, now);
      }
    }
    erasure.deleteFiles();
    if (erased > 0) {
      LOG.info("{} items were erased, for the policy keeps them no longer", erased);
    }
    return erased;
  }

  private static String overlay(ResolvedPolicy policy) {
    return Objects.requireNonNullElse(policy.ref().overlay(), "");
  }

  private int sweep(RetentionSpec spec, @Nullable String overlay, List<String> known, Instant now) {
    Instant since = now.minus(Duration.ofDays(spec.days()));
    if (spec.data() == RetentionSpec.Kind.REVEALS) {
      if ("".equals(overlay)) {
        database.useTransaction(handle -> repository.deleteReveals(handle, since));
      }
      return 0;
    }
    if (spec.data() == RetentionSpec.Kind.UNKNOWN) {
      return 0;
    }
    int erased = 0;
    int found;
    int done;
    do {
      List<UUID> due =
          database.read(
              handle -> repository.due(handle, spec.data(), overlay, known, since, TOGETHER));
      found = due.size();
      done =
          database.inTransaction(
              handle -> (int) due.stream().filter(item -> erasure.eraseOld(handle, item)).count());
      erased += done;
    } while (found == TOGETHER && done > 0);
    return erased;
  }
}
