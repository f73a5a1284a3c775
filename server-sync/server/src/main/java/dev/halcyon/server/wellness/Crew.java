package dev.halcyon.server.wellness;

import dev.halcyon.protocol.BudgetScope;
import dev.halcyon.protocol.WellnessPolicy;
import dev.halcyon.server.policy.Policies;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.jdbi.v3.core.Handle;
import org.jspecify.annotations.Nullable;

/**
 * Everybody at work, as balances show them: looked at anew each five seconds. Thread-safe. It is
 * asked for sums over people alone.
 */
final class Crew {
  private static final long KEPT = 5_000;

  /** Who did nothing for so long is not at work. */
  private static final long AWAY = 1_800_000;

  /** Who did nothing for so long is not of this shift. */
  private static final long GONE = 12 * 3_600_000;

  private static final long HOUR = 3_600_000;

  private record Known(long at, Map<UUID, Long> weeks, Map<UUID, Standing> standings) {}

  private final WellnessRepository repository;
  private final Policies policies;
  private volatile Known known = new Known(Long.MIN_VALUE / 2, Map.of(), Map.of());

  Crew(WellnessRepository repository, Policies policies) {
    this.repository = repository;
    this.policies = policies;
  }

  /**
   * The mean of the severe week of those at work beside a person, milliseconds; negative where
   * there is nobody.
   */
  long meanWeekWithout(Handle handle, UUID account, long now) {
    Map<UUID, Long> weeks = known(handle, now).weeks();
    long others = weeks.size() - (weeks.containsKey(account) ? 1 : 0);
    if (others == 0) {
      return -1;
    }
    long sum = weeks.values().stream().mapToLong(Long::longValue).sum();
    return (sum - weeks.getOrDefault(account, 0L)) / others;
  }

  /** How everybody stands who worked within half a day. */
  Map<UUID, Standing> standings(Handle handle, long now) {
    return known(handle, now).standings();
  }

  private Known known(Handle handle, long now) {
    Known before = known;
    if (now >= before.at() && now - before.at() < KEPT) {
      return before;
    }
    WellnessPolicy said = policies.current(handle, null).resting();
    Map<UUID, Long> weeks = new HashMap<>();
    Map<UUID, Standing> standings = new HashMap<>();
    repository
        .all(handle)
        .forEach(
            (account, balance) -> {
              if (balance.isAtWork(now - GONE)) {
                boolean away = !balance.isAtWork(now - AWAY);
                balance.advance(now, said.breakSeconds() * 1000L);
                standings.put(account, standing(said, balance, now, away));
                if (!away) {
                  weeks.put(account, balance.inWeek(BudgetScope.SEVERE).all());
                }
              }
            });
    Known fresh = new Known(now, Map.copyOf(weeks), Map.copyOf(standings));
    known = fresh;
    return fresh;
  }

  private static Standing standing(WellnessPolicy said, Balance balance, long now, boolean away) {
    Limits limits = new Limits(said, balance, now);
    Map<BudgetScope, Long> rooms = new EnumMap<>(BudgetScope.class);
    Map<BudgetScope, Long> hours = new EnumMap<>(BudgetScope.class);
    for (BudgetScope scope : BudgetScope.values()) {
      @Nullable Long room = limits.room(scope);
      if (room == null) {
        continue;
      }
      rooms.put(scope, room);
      for (Limits.Span span : List.of(Limits.Span.DAY, Limits.Span.WEEK)) {
        @Nullable Long left = limits.left(scope, span);
        if (left != null) {
          hours.merge(scope, left, Math::min);
        }
      }
      @Nullable Long stretch = limits.limit(scope, Limits.Span.STRETCH);
      if (stretch != null) {
        // Work and break in turns.
        hours.merge(scope, stretch * HOUR / Math.max(1, stretch + limits.pause()), Math::min);
      }
    }
    return new Standing(rooms, hours, balance.breakSince != 0, away);
  }
}
