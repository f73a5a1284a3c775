package dev.halcyon.server.wellness;

import dev.halcyon.protocol.BudgetScope;
import dev.halcyon.protocol.Category;
import dev.halcyon.protocol.Modality;
import dev.halcyon.protocol.Priority;
import dev.halcyon.protocol.ResolvedPolicy;
import dev.halcyon.protocol.RotationPolicy;
import dev.halcyon.protocol.SeverityBand;
import dev.halcyon.protocol.SlaSpec;
import dev.halcyon.protocol.WellnessPolicy;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.EnumMap;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** Decides what is left out of what one person is handed. Confined to one thread. */
final class Handing {
  /** How far apart two weeks may lie before one counts as heavier, milliseconds of budget. */
  private static final long SAME = 600_000;

  private final ResolvedPolicy policy;
  private final WellnessPolicy said;
  private final Balance balance;
  private final long now;

  Handing(ResolvedPolicy policy, Balance balance, long now) {
    this.policy = policy;
    this.said = policy.resting();
    this.balance = balance;
    this.now = now;
  }

  /**
   * What is left out.
   *
   * @param meanWeek of severe work of those at work, milliseconds; negative where there are none
   *     beside the person
   */
  LeftOut leftOut(long meanWeek) {
    List<LeftOut.Rule> hard = new ArrayList<>();
    Limits limits = new Limits(said, balance, now);
    for (BudgetScope scope : BudgetScope.values()) {
      @Nullable Long room = limits.room(scope);
      if (room != null && room != Long.MAX_VALUE) {
        rule(scope, room).ifPresent(hard::add);
      }
    }
    return new LeftOut(hard, soft(meanWeek));
  }

  /** How long a case of a weight may take to read at most so that it fits; -1 for none. */
  private int longest(double weight, long room) {
    long seconds = (long) Math.floor(room / 1000.0 / weight) - said.caseSeconds();
    return (int) Math.clamp(seconds, -1, Integer.MAX_VALUE);
  }

  /** Nothing where the policy has no category of the band: a rule without any would be for all. */
  private Optional<LeftOut.Rule> rule(BudgetScope scope, long room) {
    if (scope == BudgetScope.P0) {
      return Optional.of(
          new LeftOut.Rule(List.of(), Priority.P0, longest(1, room), Map.of(), Map.of()));
    }
    List<Category> of = categories(EnumSet.of(scope));
    double words = said.weights().text();
    Map<Modality, Integer> heavier = new EnumMap<>(Modality.class);
    for (Modality kind : Modality.values()) {
      // As opening weighs it, or a list would show what is then refused.
      double weight = Scopes.weight(List.of(kind), said.weights());
      if (weight > words) {
        heavier.put(kind, longest(weight, room));
      }
    }
    return of.isEmpty()
        ? Optional.empty()
        : Optional.of(new LeftOut.Rule(of, null, longest(words, room), heavier, Map.of()));
  }

  private List<LeftOut.Rule> soft(long meanWeek) {
    RotationPolicy rotation = said.rotation();
    if (balance.turns.wantNeutral(rotation)) {
      return spared(EnumSet.of(BudgetScope.MODERATE, BudgetScope.SEVERE));
    }
    long mine = balance.inWeek(BudgetScope.SEVERE).all();
    boolean above =
        rotation.aboveMean() > 0
            && meanWeek >= 0
            && mine > meanWeek * (1 + rotation.aboveMean()) + SAME;
    return above ? spared(EnumSet.of(BudgetScope.SEVERE)) : List.of();
  }

  /** Cases of these bands that leave others the time to take them. */
  private List<LeftOut.Rule> spared(Set<BudgetScope> bands) {
    List<Category> of = categories(bands);
    return of.isEmpty()
        ? List.of()
        : List.of(new LeftOut.Rule(of, null, -1, Map.of(), withTimeLeft()));
  }

  private Map<Priority, Instant> withTimeLeft() {
    Map<Priority, Instant> due = new EnumMap<>(Priority.class);
    for (SlaSpec sla : policy.sla()) {
      long spare = Math.round(sla.seconds() * 1000.0 * said.rotation().spare());
      due.put(sla.priority(), Instant.ofEpochMilli(now + spare));
    }
    return due;
  }

  private List<Category> categories(Set<BudgetScope> bands) {
    Stream<Category> all = Arrays.stream(Category.values());
    return all.filter(
            category ->
                bands.contains(
                    Scopes.of(policy, category, Priority.UNKNOWN, SeverityBand.UNKNOWN).getFirst()))
        .toList();
  }

  /** The budgets that not even the shortest case fits. */
  List<Limits.Passed> spent() {
    Limits limits = new Limits(said, balance, now);
    List<Limits.Passed> spent = new ArrayList<>();
    for (BudgetScope scope : BudgetScope.values()) {
      for (Limits.Span span : Limits.Span.values()) {
        @Nullable Long left = limits.left(scope, span);
        if (left != null && (left == 0 || left < said.caseSeconds() * 1000L)) {
          spent.add(new Limits.Passed(scope, span, left));
        }
      }
    }
    return spent;
  }
}
