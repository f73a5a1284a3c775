package dev.halcyon.server.wellness;

import dev.halcyon.protocol.BudgetScope;
import java.util.Map;

/**
 * How somebody who worked lately stands, for sums over people. Immutable.
 *
 * @param rooms how long a case of a scope may be at most, weighed milliseconds; those without limit
 *     are left out
 * @param hours what the next hour's work may hold of a scope, as rooms
 * @param away whether they did nothing for a while
 */
public record Standing(
    Map<BudgetScope, Long> rooms, Map<BudgetScope, Long> hours, boolean onBreak, boolean away) {
  private static final long HOUR = 3_600_000;

  public Standing {
    rooms = Map.copyOf(rooms);
    hours = Map.copyOf(hours);
  }

  /** Whether a case could be handed to them now. */
  public boolean canTake(Need need) {
    return !onBreak
        && !away
        && need.scopes().stream()
            .allMatch(scope -> rooms.getOrDefault(scope, Long.MAX_VALUE) >= need.in(scope));
  }

  /** How much of the next hour they can give to such cases, milliseconds by the clock. */
  public long hour(Need need) {
    double hour = away ? 0 : HOUR;
    for (BudgetScope scope : need.scopes()) {
      if (hours.containsKey(scope) && need.weightIn(scope) > 0) {
        hour = Math.min(hour, hours.get(scope) / need.weightIn(scope));
      }
    }
    return Math.round(hour);
  }

  /** Whether not even a case of so many milliseconds fits among heavy or critical ones. */
  boolean isLight(long shortest) {
    return rooms.getOrDefault(BudgetScope.SEVERE, Long.MAX_VALUE) < shortest
        || rooms.getOrDefault(BudgetScope.P0, Long.MAX_VALUE) < shortest;
  }
}
