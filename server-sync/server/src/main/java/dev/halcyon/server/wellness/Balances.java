package dev.halcyon.server.wellness;

import dev.halcyon.protocol.WellnessPolicy;
import dev.halcyon.server.policy.Policies;
import java.time.Clock;
import java.time.Duration;
import java.util.Optional;
import java.util.UUID;
import java.util.function.Consumer;
import org.jdbi.v3.core.Handle;

/**
 * Reads balances, brings them to this moment and changes them while their person's row is held.
 * Thread-safe; works in the caller's transaction.
 */
final class Balances {
  /** A balance that nobody asked for so long is set right by the leases that really run. */
  private static final Duration STALE = Duration.ofMinutes(10);

  private final Policies policies;
  private final Clock clock;
  private final WellnessRepository repository;

  Balances(Policies policies, Clock clock, WellnessRepository repository) {
    this.policies = policies;
    this.clock = clock;
    this.repository = repository;
  }

  void change(Handle handle, UUID account, Deed deed) {
    change(handle, account, policies.current(handle, null).resting(), _ -> {}, deed);
  }

  /** Something done to a balance at this moment, with what a pause is. */
  interface Deed {
    void on(Balance balance, long pause);
  }

  /**
   * Changes a balance.
   *
   * @param first what is done to it as it was stored
   * @param deed what is done once it is brought to this moment
   */
  void change(
      Handle handle, UUID account, WellnessPolicy said, Consumer<Balance> first, Deed deed) {
    repository.lockPerson(handle, account);
    Balance balance = load(handle, account, said, clock.millis(), first);
    deed.on(balance, said.breakSeconds() * 1000L);
    repository.save(handle, account, balance, clock.instant());
  }

  /** A person's balance now, as far as the server knows it. */
  Balance load(Handle handle, UUID account, WellnessPolicy said, long now) {
    return load(handle, account, said, now, _ -> {});
  }

  private Balance load(
      Handle handle, UUID account, WellnessPolicy said, long now, Consumer<Balance> first) {
    Optional<Balance> known = repository.find(handle, account);
    if (known.isEmpty()) {
      return Balance.begun(said.zone(), now);
    }
    Balance balance = known.get();
    first.accept(balance);
    if (balance.isStale(now - STALE.toMillis(), now)) {
      balance.leasesRunOut(now, repository.leases(handle, account));
    }
    if (balance.advance(now, said.breakSeconds() * 1000L)) {
      balance.recount(
          repository.sums(handle, account, balance.day),
          repository.sums(handle, account, balance.week));
    }
    return balance;
  }
}
