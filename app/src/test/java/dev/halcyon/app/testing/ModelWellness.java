package dev.halcyon.app.testing;

import dev.halcyon.client.WellnessServer;
import dev.halcyon.protocol.BreakPolicy;
import dev.halcyon.protocol.BreakState;
import dev.halcyon.protocol.BudgetBalance;
import dev.halcyon.protocol.BudgetScope;
import dev.halcyon.protocol.Category;
import dev.halcyon.protocol.OptOut;
import dev.halcyon.protocol.OwnWellness;
import dev.halcyon.protocol.PeriodBalance;
import dev.halcyon.protocol.UserProblem;
import dev.halcyon.protocol.WellnessPolicy;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** A server's idea of one person's rest, in memory and at once. */
public final class ModelWellness implements WellnessServer {
  /** Reminds after 50 minutes, locks after 60; a break has 10; twice 5 minutes later. */
  public static final WellnessPolicy USUAL = WellnessPolicy.NONE;

  public WellnessPolicy policy = USUAL;
  public List<BudgetBalance> budgets = List.of();
  public @Nullable Instant breakSince;
  public long workedMillis;
  public boolean away;
  public final List<String> asked = new ArrayList<>();
  private final List<OptOut> optOuts = new ArrayList<>();
  private @Nullable String nextZone;
  private final Instant now;

  public ModelWellness(Instant now) {
    this.now = now;
  }

  /** With other breaks. */
  public static WellnessPolicy with(BreakPolicy breaks) {
    return new WellnessPolicy(
        USUAL.zone(),
        USUAL.breakSeconds(),
        USUAL.caseSeconds(),
        USUAL.weights(),
        USUAL.budgets(),
        USUAL.rotation(),
        USUAL.atLimit(),
        breaks);
  }

  /** A period with a limit, in minutes; returns so many hours from now. */
  public PeriodBalance period(long used, long assumed, long reserved, long limit, long hours) {
    return new PeriodBalance(
        used * 60_000,
        assumed * 60_000,
        reserved * 60_000,
        limit * 60_000,
        Math.max(0, limit - used - reserved) * 60_000,
        now.plus(Duration.ofHours(hours)));
  }

  /** One without. */
  public PeriodBalance unlimited(long used) {
    return new PeriodBalance(used * 60_000, 0, 0, null, null, now);
  }

  /** A morning with severe cases, and critical ones. */
  public void morning() {
    budgets =
        List.of(
            new BudgetBalance(BudgetScope.NEUTRAL, unlimited(8), unlimited(8), unlimited(31)),
            new BudgetBalance(
                BudgetScope.SEVERE,
                period(28, 0, 4, 60, 0),
                period(96, 12, 4, 240, 12),
                period(410, 12, 4, 900, 60)),
            new BudgetBalance(
                BudgetScope.P0, period(20, 0, 0, 20, 0), unlimited(40), unlimited(90)));
  }

  private OwnWellness answer(String asks) {
    asked.add(asks);
    if (away) {
      throw new UserProblem("network.unreachable", "The server does not answer.", "Wait.");
    }
    return new OwnWellness(
        "Europe/Berlin",
        nextZone,
        budgets,
        new BreakState(breakSince, workedMillis, null),
        0,
        false,
        optOuts,
        List.of());
  }

  /** What the policy in force says. */
  public WellnessPolicy inForce() {
    answer("policy");
    return policy;
  }

  @Override
  public OwnWellness own() {
    return answer("mine");
  }

  @Override
  public OwnWellness beginBreak() {
    answer("begin");
    breakSince = now;
    workedMillis = 0;
    return answer("begun");
  }

  @Override
  public OwnWellness endBreak() {
    answer("end");
    breakSince = null;
    return answer("ended");
  }

  @Override
  public OwnWellness moveTo(ZoneId zone) {
    answer("zone " + zone);
    nextZone = zone.getId();
    return answer("moved");
  }

  @Override
  public OwnWellness optOut(Category category) {
    answer("out " + category);
    optOuts.add(new OptOut(category, now));
    return answer("out");
  }

  @Override
  public OwnWellness optIn(Category category) {
    answer("in " + category);
    optOuts.removeIf(each -> each.category() == category);
    return answer("in");
  }

  @Override
  public List<dev.halcyon.protocol.QueueCover> cover() {
    throw new UnsupportedOperationException();
  }
}
