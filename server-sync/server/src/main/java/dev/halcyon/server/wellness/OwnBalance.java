package dev.halcyon.server.wellness;

import dev.halcyon.protocol.BreakState;
import dev.halcyon.protocol.BudgetBalance;
import dev.halcyon.protocol.BudgetScope;
import dev.halcyon.protocol.OptOut;
import dev.halcyon.protocol.OwnWellness;
import dev.halcyon.protocol.PeriodBalance;
import dev.halcyon.protocol.Relief;
import dev.halcyon.protocol.WellnessPolicy;
import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Puts a balance into the form in which its person sees it. Stateless. */
final class OwnBalance {
  private OwnBalance() {}

  static OwnWellness of(
      WellnessPolicy said, Balance balance, long now, List<OptOut> optOuts, List<Relief> reliefs) {
    Limits limits = new Limits(said, balance, now);
    List<BudgetBalance> budgets =
        Arrays.stream(BudgetScope.values())
            .filter(scope -> scope != BudgetScope.UNKNOWN)
            .map(
                scope ->
                    new BudgetBalance(
                        scope,
                        period(limits, scope, Limits.Span.STRETCH, now + limits.pause()),
                        period(limits, scope, Limits.Span.DAY, balance.day.until()),
                        period(limits, scope, Limits.Span.WEEK, balance.week.until())))
            .toList();
    @Nullable Instant since = moment(balance.breakSince);
    return new OwnWellness(
        balance.zone,
        balance.nextZone,
        budgets,
        new BreakState(
            since, balance.workedMillis(now, limits.pause()), moment(balance.breakEnded)),
        balance.turns.due,
        budgets.stream().anyMatch(each -> rests(limits, each.of(), said)),
        optOuts,
        reliefs);
  }

  private static PeriodBalance period(
      Limits limits, BudgetScope scope, Limits.Span span, long returns) {
    Use use = limits.use(scope, span);
    return new PeriodBalance(
        use.told() + use.assumed(),
        use.assumed(),
        use.reserved(),
        limits.limit(scope, span),
        limits.left(scope, span),
        Instant.ofEpochMilli(returns));
  }

  /** Whether not even the shortest case fits. */
  private static boolean rests(Limits limits, BudgetScope scope, WellnessPolicy said) {
    @Nullable Long room = limits.room(scope);
    return room != null && (room == 0 || room < said.caseSeconds() * 1000L);
  }

  private static @Nullable Instant moment(long millis) {
    return millis == 0 ? null : Instant.ofEpochMilli(millis);
  }
}
