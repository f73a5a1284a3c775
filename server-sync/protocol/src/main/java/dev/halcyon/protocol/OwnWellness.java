package dev.halcyon.protocol;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What a person has left, as the server hands out cases by it; nobody else is shown it.
 *
 * @param zone whose days and weeks count
 * @param nextZone the zone that counts from the next day on, or null
 * @param neutralDue how many neutral cases the rotation hands out before the next severe one
 * @param resting whether some budget leaves no room for a further case
 */
public record OwnWellness(
    String zone,
    @Nullable String nextZone,
    List<BudgetBalance> budgets,
    BreakState breaks,
    int neutralDue,
    boolean resting,
    List<OptOut> optOuts,
    List<Relief> reliefs) {
  public OwnWellness {
    budgets = budgets == null ? List.of() : List.copyOf(budgets);
    optOuts = optOuts == null ? List.of() : List.copyOf(optOuts);
    reliefs = reliefs == null ? List.of() : List.copyOf(reliefs);
  }
}
