package dev.halcyon.server.wellness;

import dev.halcyon.protocol.Category;
import dev.halcyon.protocol.OwnWellness;
import dev.halcyon.protocol.Relief;
import dev.halcyon.protocol.UserProblem;
import dev.halcyon.protocol.WellnessPolicy;
import dev.halcyon.server.policy.Policies;
import dev.halcyon.server.store.Database;
import java.time.Clock;
import java.time.DateTimeException;
import java.time.ZoneId;
import java.util.List;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** What a person sees of their own balance, and does about it. Thread-safe. */
final class OwnWishes {
  private final Database database;
  private final Policies policies;
  private final Clock clock;
  private final WellnessRepository repository = new WellnessRepository();
  private final OptOuts optOuts = new OptOuts();
  private final Balances balances;

  OwnWishes(Database database, Policies policies, Clock clock) {
    this.database = database;
    this.policies = policies;
    this.clock = clock;
    this.balances = new Balances(policies, clock, repository);
  }

  /** Begins a break, unless one goes on. */
  void beginBreak(UUID account) {
    database.useTransaction(
        handle ->
            balances.change(handle, account, (balance, _) -> balance.beginBreak(clock.millis())));
  }

  /** Ends the break that goes on. */
  void endBreak(UUID account) {
    database.useTransaction(
        handle ->
            balances.change(
                handle, account, (balance, pause) -> balance.endBreak(clock.millis(), pause)));
  }

  /**
   * Lets a person's days be those of another time zone, from their next day on.
   *
   * @throws UserProblem {@code wellness.zone}
   */
  void moveTo(UUID account, @Nullable String name) {
    String zone = zone(name);
    database.useTransaction(
        handle ->
            balances.change(
                handle,
                account,
                (balance, _) -> balance.nextZone = zone.equals(balance.zone) ? null : zone));
    database.durable().await();
  }

  private static String zone(@Nullable String name) {
    try {
      if (name != null && name.length() <= 64) {
        return ZoneId.of(name).getId();
      }
    } catch (DateTimeException e) {
      // Falls through to the same answer.
    }
    throw new UserProblem(
        "wellness.zone",
        "The time zone is none that is known.",
        "Name it as IANA does, for example Europe/Berlin.");
  }

  /** What a person is shown of their own. */
  OwnWellness own(UUID account, List<Relief> reliefs) {
    return database.read(
        handle -> {
          WellnessPolicy said = policies.current(handle, null).resting();
          long now = clock.millis();
          Balance balance = balances.load(handle, account, said, now);
          return OwnBalance.of(said, balance, now, optOuts.of(handle, account), reliefs);
        });
  }

  /** A person is handed nothing of a category until they take that back. */
  void optOut(UUID account, Category category) {
    database.useTransaction(
        handle -> {
          repository.lockPerson(handle, account);
          optOuts.add(handle, account, category, clock.instant());
        });
    database.durable().await();
  }

  /** A person takes cases of a category again. */
  void optIn(UUID account, Category category) {
    database.useTransaction(handle -> optOuts.end(handle, account, category));
    database.durable().await();
  }
}
