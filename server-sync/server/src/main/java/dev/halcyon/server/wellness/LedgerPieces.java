package dev.halcyon.server.wellness;

import dev.halcyon.protocol.BudgetScope;
import dev.halcyon.protocol.ExposureWeights;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.UUID;
import java.util.function.Function;

/**
 * What a batch of a ledger adds to each scope: entries that begin together are the same moments,
 * and of these the heaviest way of showing counts. Confined to one thread.
 */
final class LedgerPieces {
  private final ExposureWeights weights;
  private final Function<Seen, List<BudgetScope>> scopes;
  private final List<Piece> pieces = new ArrayList<>();
  private final Map<UUID, Long> seen = new HashMap<>();

  private LedgerPieces(ExposureWeights weights, Function<Seen, List<BudgetScope>> scopes) {
    this.weights = weights;
    this.scopes = scopes;
  }

  static LedgerPieces of(
      Told told, ExposureWeights weights, Function<Seen, List<BudgetScope>> scopes) {
    LedgerPieces made = new LedgerPieces(weights, scopes);
    SortedMap<Long, List<Seen>> moments = new TreeMap<>();
    told.entries()
        .forEach(each -> moments.computeIfAbsent(each.at(), _ -> new ArrayList<>()).add(each));
    long first = told.entries().getFirst().at();
    made.lost(told);
    moments.forEach((at, entries) -> made.moment(at == first ? told.before() : List.of(), entries));
    return made;
  }

  /** Nobody knows what it was: the heaviest. */
  private void lost(Told told) {
    long until = told.entries().getFirst().countedAt();
    if (told.lostMillis() > 0) {
      long from = until - told.lostMillis();
      pieces.add(new Piece(BudgetScope.SEVERE, from, until, weights.heaviest()));
      pieces.add(new Piece(BudgetScope.P0, from, until, 1));
    }
  }

  private void moment(List<Seen> before, List<Seen> entries) {
    Map<BudgetScope, Double> known = weighed(before);
    List<Seen> all = new ArrayList<>(before);
    all.addAll(entries);
    long from = entries.getFirst().countedAt();
    weighed(all)
        .forEach(
            (scope, weighed) -> {
              double more = weighed - known.getOrDefault(scope, 0.0);
              long millis = longest(all, scope);
              if (more > 0 && millis > 0) {
                pieces.add(new Piece(scope, from, from + millis, more / millis));
              }
            });
    Map<UUID, Long> by = new HashMap<>();
    entries.forEach(each -> by.merge(each.caseId(), each.millis(), Math::max));
    if (before.isEmpty()) {
      by.forEach((id, millis) -> seen.merge(id, millis, Long::sum));
    }
  }

  private Map<BudgetScope, Double> weighed(List<Seen> entries) {
    Map<BudgetScope, Double> weighed = new EnumMap<>(BudgetScope.class);
    for (Seen entry : entries) {
      for (BudgetScope scope : scopes.apply(entry)) {
        double weight = scope == BudgetScope.P0 ? 1 : weights.of(entry.kind());
        weighed.merge(scope, entry.millis() * weight, Math::max);
      }
    }
    return weighed;
  }

  private long longest(List<Seen> entries, BudgetScope scope) {
    return entries.stream()
        .filter(each -> scopes.apply(each).contains(scope))
        .mapToLong(Seen::millis)
        .max()
        .orElse(0);
  }

  List<Piece> pieces() {
    return pieces;
  }

  /** How long each case was seen, in whatever way, milliseconds. */
  Map<UUID, Long> seen() {
    return seen;
  }

  /** By quarters of an hour since 1970, weighed milliseconds of each scope. */
  SortedMap<Long, Map<BudgetScope, Long>> quarters() {
    SortedMap<Long, Map<BudgetScope, Long>> quarters = new TreeMap<>();
    for (Piece piece : pieces) {
      for (long quarter = Math.floorDiv(piece.from(), WellnessRepository.QUARTER);
          quarter * WellnessRepository.QUARTER < piece.until();
          quarter++) {
        long begin = quarter * WellnessRepository.QUARTER;
        quarters
            .computeIfAbsent(quarter, _ -> new EnumMap<>(BudgetScope.class))
            .merge(
                piece.scope(), piece.within(begin, begin + WellnessRepository.QUARTER), Long::sum);
      }
    }
    return quarters;
  }
}
