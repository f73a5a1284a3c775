package dev.halcyon.server.wellness;

import dev.halcyon.protocol.BudgetScope;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.TreeSet;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * What the server sees of one sign-in of a person: the cases it holds, and the time with cases open
 * that no ledger has told of yet. Moments with several cases open count once in each scope.
 * Mutable, confined to who holds its balance.
 */
final class Watch {
  private static final int MOST_HELD = 64;

  String holder = "";

  /** Sessions of the ledger that came by this sign-in. */
  Set<UUID> ledgers = new TreeSet<>();

  /** When each of its latest cases was opened, milliseconds since 1970. */
  Map<UUID, Long> held = new LinkedHashMap<>();

  /** Until when it was looked at, milliseconds since 1970. */
  long at;

  List<OpenOne> open = new ArrayList<>();
  Map<BudgetScope, Sum> assumed = new EnumMap<>(BudgetScope.class);

  /** The heaviest that was assumed of each scope, and until when. */
  Map<BudgetScope, Double> weights = new EnumMap<>(BudgetScope.class);

  Map<BudgetScope, Long> untils = new EnumMap<>(BudgetScope.class);

  /** Counts the time with cases open up to a moment. */
  void advance(long now, Period today, Period thisWeek, long pause) {
    for (BudgetScope scope : BudgetScope.values()) {
      double weight = 0;
      long until = at;
      for (OpenOne one : open) {
        if (one.scopes().contains(scope)) {
          weight = Math.max(weight, one.weightIn(scope));
          until = Math.max(until, Math.min(now, one.until()));
        }
      }
      if (until > at) {
        assumed
            .computeIfAbsent(scope, _ -> new Sum())
            .add(new Piece(scope, at, until, weight), today, thisWeek, pause);
        weights.merge(scope, weight, Math::max);
        untils.merge(scope, until, Math::max);
      }
    }
    at = Math.max(at, now);
  }

  /**
   * The ledger told of everything up to a moment: of what was assumed only what came after stays.
   */
  void told(long through, Period today, Period thisWeek) {
    for (Map.Entry<BudgetScope, Sum> each : assumed.entrySet()) {
      double weight = Objects.requireNonNullElse(weights.get(each.getKey()), 1.0);
      long until = Objects.requireNonNullElse(untils.get(each.getKey()), at);
      Piece after = new Piece(each.getKey(), through, Math.max(through, until), weight);
      each.getValue()
          .atMost(
              after.within(today.from(), today.until()),
              after.within(thisWeek.from(), thisWeek.until()),
              after.within(after.from(), after.until()),
              through);
    }
    tidy();
  }

  void hold(OpenOne one, long now) {
    open.add(one);
    held.putIfAbsent(one.caseId(), now);
    if (held.size() > MOST_HELD) {
      held.remove(held.keySet().iterator().next());
    }
  }

  /** Whether a case had been opened here by the end of what was seen of it. */
  boolean hadOpen(Seen seen) {
    @Nullable Long since = held.get(seen.caseId());
    return since != null && since < seen.countedAt() + seen.millis();
  }

  void newDay() {
    assumed.values().forEach(sum -> sum.day = 0);
  }

  void newWeek() {
    assumed.values().forEach(sum -> sum.week = 0);
    tidy();
  }

  void endStretches(long before) {
    assumed.values().forEach(sum -> sum.endStretches(before));
    tidy();
  }

  private void tidy() {
    assumed.values().removeIf(Sum::isEmpty);
    weights.keySet().retainAll(assumed.keySet());
    untils.keySet().retainAll(assumed.keySet());
  }

  @Nullable OpenOne find(UUID caseId) {
    return open.stream().filter(one -> one.caseId().equals(caseId)).findFirst().orElse(null);
  }

  boolean isIdle() {
    return open.isEmpty() && assumed.isEmpty();
  }
}
