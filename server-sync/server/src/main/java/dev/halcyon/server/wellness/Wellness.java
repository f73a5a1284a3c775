package dev.halcyon.server.wellness;

import dev.halcyon.protocol.Availability;
import dev.halcyon.protocol.BudgetScope;
import dev.halcyon.protocol.ResolvedPolicy;
import dev.halcyon.protocol.SeverityBand;
import dev.halcyon.protocol.UserProblem;
import dev.halcyon.protocol.WellnessPolicy;
import dev.halcyon.server.policy.Policies;
import java.time.Clock;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import java.util.stream.Collectors;
import org.jdbi.v3.core.Handle;

/**
 * Keeps what each person has been handed, and refuses what would pass a budget. Two sign-ins of one
 * person wait for each other, so that both cannot spend the same minute. Thread-safe. Nothing of it
 * is told to anybody but the person.
 */
public final class Wellness {
  /** Time by quarters of an hour is kept for a week in any time zone. */
  private static final Duration QUARTERS = Duration.ofDays(10);

  private final Policies policies;
  private final Clock clock;
  private final WellnessRepository repository = new WellnessRepository();
  private final Balances balances;
  private final Crew crew;

  public Wellness(Policies policies, Clock clock) {
    this.policies = policies;
    this.clock = clock;
    this.balances = new Balances(policies, clock, repository);
    this.crew = new Crew(repository, policies);
  }

  /**
   * A person opens a case that they did not hold in this sign-in.
   *
   * @param goesOn whether they hold it already, in another sign-in, or held it until its lease ran
   *     out: such a case may be finished whatever it takes
   * @return whether the rotation would rather have them take another, while there is one
   * @throws UserProblem {@code case.rest} where it would pass a budget
   */
  public boolean opened(
      Handle handle, UUID account, String holder, Opening opening, boolean goesOn) {
    ResolvedPolicy policy = policies.current(handle, opening.region());
    if (policy.wellness() == null) {
      return false;
    }
    WellnessPolicy said = policy.resting();
    repository.lockPerson(handle, account);
    long now = clock.millis();
    Balance balance = balances.load(handle, account, said, now);
    OpenOne one = one(policy, opening);
    boolean another = false;
    if (!goesOn) {
      Limits limits = new Limits(said, balance, now);
      List<Limits.Passed> passed = limits.passed(one);
      if (!passed.isEmpty()) {
        throw Rest.refuses(passed, one, balance, limits, now);
      }
      another =
          new Handing(policy, balance, now)
              .leftOut(crew.meanWeekWithout(handle, account, now))
              .isByTurn(opening);
    }
    balance.opened(holder, one, now, said.breakSeconds() * 1000L, said.rotation());
    repository.save(handle, account, balance, clock.instant());
    return another;
  }

  static OpenOne one(ResolvedPolicy policy, Opening opening) {
    WellnessPolicy said = policy.resting();
    return new OpenOne(
        opening.caseId(),
        Scopes.of(policy, opening.category(), opening.priority(), SeverityBand.UNKNOWN),
        Scopes.weight(opening.media(), said.weights()),
        (opening.readingSeconds() + said.caseSeconds()) * 1000L,
        0,
        Long.MAX_VALUE);
  }

  /**
   * A case is no longer a person's: decided, given back or run out.
   *
   * @param ago how long since
   */
  public void ended(Handle handle, UUID account, UUID caseId, Duration ago) {
    ResolvedPolicy policy = policies.current(handle, null);
    if (policy.wellness() == null && repository.find(handle, account).isEmpty()) {
      return;
    }
    long end = clock.millis() - ago.toMillis();
    balances.change(
        handle,
        account,
        policy.resting(),
        balance -> balance.openUntil(caseId, end),
        (balance, pause) -> balance.ended(caseId, end, pause));
  }

  /**
   * A case that one person held until its lease ran out goes to another before anybody took it
   * back. Both rows are held in one order, so that two such changes never wait for each other.
   */
  public void ranOut(Handle handle, UUID account, UUID taker, UUID caseId, Duration ago) {
    if (taker.compareTo(account) < 0) {
      repository.lockPerson(handle, taker);
    }
    ended(handle, account, caseId, ago);
  }

  /** A batch of a person's ledger, whose account is held. */
  public void told(Handle handle, UUID account, Told told) {
    WellnessPolicy said = policies.current(handle, null).resting();
    Map<UUID, List<BudgetScope>> scopes = scopes(handle, told);
    LedgerPieces pieces =
        LedgerPieces.of(
            told,
            said.weights(),
            entry -> scopes.getOrDefault(entry.caseId(), List.of(BudgetScope.of(entry.band()))));
    Seen last = told.entries().getLast();
    balances.change(
        handle,
        account,
        said,
        _ -> {},
        (balance, pause) -> {
          balance.told(pieces.pieces(), pieces.seen(), pause);
          if (told.proves()) {
            balance.adopt(told.holder(), told.session(), told.entries());
            balance.proven(told.holder(), told.session(), last.countedAt() + last.millis());
          }
        });
    repository.forgetQuarters(handle, account, clock.millis() - QUARTERS.toMillis());
    pieces
        .quarters()
        .forEach(
            (quarter, sums) ->
                sums.forEach(
                    (scope, millis) -> repository.add(handle, account, quarter, scope, millis)));
  }

  /** The server knows the case; the workbench's word counts where it does not. */
  private Map<UUID, List<BudgetScope>> scopes(Handle handle, Told told) {
    List<UUID> ids = told.entries().stream().map(Seen::caseId).distinct().toList();
    Map<UUID, SeverityBand> bands =
        told.entries().stream()
            .collect(Collectors.toMap(Seen::caseId, Seen::band, (one, other) -> other));
    Map<String, ResolvedPolicy> byRegion = new HashMap<>();
    Map<UUID, List<BudgetScope>> scopes = new HashMap<>();
    repository
        .kinds(handle, ids)
        .forEach(
            (id, kind) -> {
              ResolvedPolicy policy =
                  byRegion.computeIfAbsent(kind.region(), each -> policies.current(handle, each));
              scopes.put(id, Scopes.of(policy, kind.category(), kind.priority(), bands.get(id)));
            });
    return scopes;
  }

  /** What is left out of what a person is handed now. */
  public LeftOut leftOut(Handle handle, UUID account) {
    ResolvedPolicy policy = policies.current(handle, null);
    if (policy.wellness() == null) {
      return LeftOut.NOTHING;
    }
    long now = clock.millis();
    Balance balance = balances.load(handle, account, policy.resting(), now);
    return new Handing(policy, balance, now).leftOut(crew.meanWeekWithout(handle, account, now));
  }

  /**
   * What a person is told for whom cases wait of which none may be handed to them.
   *
   * @return {@code wellness.rest}
   */
  public UserProblem rest(Handle handle, UUID account) {
    ResolvedPolicy policy = policies.current(handle, null);
    long now = clock.millis();
    Balance balance = balances.load(handle, account, policy.resting(), now);
    return Rest.nothing(
        new Handing(policy, balance, now).spent(),
        balance,
        new Limits(policy.resting(), balance, now),
        now);
  }

  /** How everybody stands who worked within half a day, for sums over people. */
  public Map<UUID, Standing> standings(Handle handle) {
    return crew.standings(handle, clock.millis());
  }

  /**
   * How people look to others; who is not named is away. A limit and a wish are one word, so that
   * nobody learns which.
   */
  public Map<UUID, Availability> availability(Handle handle) {
    long shortest = policies.current(handle, null).resting().caseSeconds() * 1000L;
    Map<UUID, Availability> seen = new HashMap<>();
    repository.holders(handle).forEach(each -> seen.put(each, Availability.IN_REVIEW));
    Set<UUID> wishing = repository.wishing(handle, clock.instant());
    standings(handle)
        .forEach(
            (account, standing) -> {
              if (standing.away()) {
                return;
              }
              boolean lighter = wishing.contains(account) || standing.isLight(shortest);
              Availability idle = lighter ? Availability.NEUTRAL_ONLY : Availability.AVAILABLE;
              seen.merge(
                  account,
                  standing.onBreak() ? Availability.ON_BREAK : idle,
                  (holds, other) -> other == Availability.ON_BREAK ? other : holds);
            });
    return seen;
  }
}
