package dev.halcyon.engine.policy;

import dev.halcyon.protocol.BreakPolicy;
import dev.halcyon.protocol.BudgetScope;
import dev.halcyon.protocol.ExposureWeights;
import dev.halcyon.protocol.ResolvedPolicy;
import dev.halcyon.protocol.RotationPolicy;
import dev.halcyon.protocol.WellnessBudget;
import dev.halcyon.protocol.WellnessPolicy;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.function.Function;
import java.util.function.ToDoubleFunction;
import java.util.function.ToIntFunction;
import org.jspecify.annotations.Nullable;

/**
 * What spares people most of what several policies say: the smallest budgets, the heaviest weights,
 * the longest breaks and the earliest rotation of any. Stateless.
 */
final class StrictestWellness {
  private StrictestWellness() {}

  /** Null where all are silent. The zone, and what happens at a limit, are the base's. */
  static @Nullable WellnessPolicy of(ResolvedPolicy base, List<ResolvedPolicy> all) {
    if (all.stream().allMatch(each -> each.wellness() == null)) {
      return null;
    }
    List<WellnessPolicy> said = all.stream().map(ResolvedPolicy::resting).toList();
    return new WellnessPolicy(
        base.resting().zone(),
        most(said, WellnessPolicy::breakSeconds),
        most(said, WellnessPolicy::caseSeconds),
        new ExposureWeights(
            heaviest(said, ExposureWeights::text),
            heaviest(said, ExposureWeights::filtered),
            heaviest(said, ExposureWeights::sharp),
            heaviest(said, ExposureWeights::sound)),
        budgets(said),
        rotation(said.stream().map(WellnessPolicy::rotation).toList()),
        base.resting().atLimit(),
        breaks(said.stream().map(WellnessPolicy::breaks).toList()));
  }

  private static List<WellnessBudget> budgets(List<WellnessPolicy> said) {
    List<WellnessBudget> budgets = new ArrayList<>();
    for (BudgetScope scope : BudgetScope.values()) {
      List<WellnessBudget> about =
          said.stream().map(each -> each.budget(scope)).flatMap(Optional::stream).toList();
      if (!about.isEmpty()) {
        budgets.add(
            new WellnessBudget(
                scope,
                least(about, WellnessBudget::stretch),
                least(about, WellnessBudget::day),
                least(about, WellnessBudget::week)));
      }
    }
    return budgets;
  }

  private static @Nullable Integer least(
      List<WellnessBudget> about, Function<WellnessBudget, @Nullable Integer> limit) {
    return about.stream()
        .map(limit)
        .filter(Objects::nonNull)
        .min(Comparator.naturalOrder())
        .orElse(null);
  }

  private static RotationPolicy rotation(List<RotationPolicy> said) {
    return new RotationPolicy(
        soonest(said, RotationPolicy::afterCases),
        soonest(said, RotationPolicy::afterSeconds),
        most(said, RotationPolicy::neutralCases),
        said.stream().mapToDouble(RotationPolicy::interleave).max().orElse(0),
        // Nearest above the mean is strictest; 0 is off.
        said.stream()
            .mapToDouble(RotationPolicy::aboveMean)
            .filter(share -> share > 0)
            .min()
            .orElse(0),
        said.stream().mapToDouble(RotationPolicy::spare).min().orElse(0));
  }

  /** The lowest of those that are on: 0 is off. */
  private static int soonest(List<RotationPolicy> said, ToIntFunction<RotationPolicy> number) {
    return said.stream().mapToInt(number).filter(each -> each > 0).min().orElse(0);
  }

  private static BreakPolicy breaks(List<BreakPolicy> said) {
    return new BreakPolicy(
        fewest(said, BreakPolicy::remindAfter),
        fewest(said, BreakPolicy::lockAfter),
        most(said, BreakPolicy::length),
        fewest(said, BreakPolicy::snooze),
        fewest(said, BreakPolicy::snoozes));
  }

  private static <T> int most(List<T> said, ToIntFunction<T> number) {
    return said.stream().mapToInt(number).max().orElseThrow();
  }

  private static <T> int fewest(List<T> said, ToIntFunction<T> number) {
    return said.stream().mapToInt(number).min().orElseThrow();
  }

  private static double heaviest(
      List<WellnessPolicy> said, ToDoubleFunction<ExposureWeights> weight) {
    return said.stream().map(WellnessPolicy::weights).mapToDouble(weight).max().orElseThrow();
  }
}
