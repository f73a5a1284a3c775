package dev.halcyon.server.numbers;

import dev.halcyon.engine.capacity.Quantiles;
import dev.halcyon.protocol.NumberGroup;
import dev.halcyon.protocol.Priority;
import dev.halcyon.protocol.SeverityBand;
import dev.halcyon.protocol.WeekNumbers;
import dev.halcyon.server.numbers.NumbersRepository.Fact;
import dev.halcyon.server.numbers.NumbersRepository.Seen;
import java.time.Instant;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.Function;
import java.util.function.ToLongFunction;

/** Makes the numbers of a week from its facts; withholds what tells of one person. Pure. */
final class WeekMaker {
  private static final long HANDLING_STEP = 5;
  private static final long AGE_STEP = 60;
  private static final long EXPOSURE_STEP = 5;
  private static final double MINUTE_MILLIS = 60_000;

  private final List<Fact> facts;

  private WeekMaker(List<Fact> facts) {
    this.facts = facts;
  }

  static WeekNumbers make(LocalDate week, Instant now, List<Fact> facts, List<Seen> seen) {
    return new WeekNumbers(
        week, now, Suppression.LEAST_PEOPLE, new WeekMaker(facts).lines(), exposure(seen));
  }

  private List<WeekNumbers.Line> lines() {
    int[] people = NumbersRepository.numbered(facts.stream().map(Fact::person).toList());
    Suppression suppression = new Suppression(people);
    BitSet whole = new BitSet(facts.size());
    whole.set(0, facts.size());
    List<Map<String, BitSet>> groups =
        List.of(
            by(Fact::queue),
            by(fact -> Priority.values()[fact.priority()].name()),
            by(Fact::category),
            by(Fact::language));
    List<Map<String, BitSet>> told = suppression.told(whole, groups);
    List<WeekNumbers.Line> lines = new ArrayList<>();
    lines.add(line(NumberGroup.ALL, "", whole, suppression.isSafe(whole)));
    for (int place = 0; place < groups.size(); place++) {
      NumberGroup group = NumberGroup.values()[place + 1];
      Map<String, BitSet> shown = told.get(place);
      groups
          .get(place)
          .forEach((key, of) -> lines.add(line(group, key, of, shown.containsKey(key))));
    }
    return lines;
  }

  private Map<String, BitSet> by(Function<Fact, String> key) {
    Map<String, BitSet> groups = new TreeMap<>();
    for (int fact = 0; fact < facts.size(); fact++) {
      groups.computeIfAbsent(key.apply(facts.get(fact)), _ -> new BitSet()).set(fact);
    }
    return groups;
  }

  private WeekNumbers.Line line(NumberGroup group, String key, BitSet of, boolean told) {
    if (!told) {
      return new WeekNumbers.Line(group, key, null, null, null, null);
    }
    // Counts add up, so they are told of one partition alone; shares in hundredths do not.
    boolean counted = group == NumberGroup.ALL || group == NumberGroup.QUEUE;
    long inTime = of.stream().filter(fact -> facts.get(fact).inTime()).count();
    return new WeekNumbers.Line(
        group,
        key,
        counted ? (long) of.cardinality() : null,
        spread(of, Fact::handlingSeconds, HANDLING_STEP),
        spread(of, Fact::ageSeconds, AGE_STEP),
        Math.round(100.0 * inTime / of.cardinality()) / 100.0);
  }

  private WeekNumbers.Spread spread(BitSet of, ToLongFunction<Fact> value, long step) {
    double[] sorted =
        of.stream().mapToDouble(fact -> value.applyAsLong(facts.get(fact))).sorted().toArray();
    return new WeekNumbers.Spread(
        quantile(sorted, 0.25, step),
        quantile(sorted, 0.5, step),
        quantile(sorted, 0.75, step),
        quantile(sorted, 0.9, step));
  }

  private static long quantile(double[] sorted, double part, long step) {
    return Math.round(Quantiles.of(sorted, part) / step) * step;
  }

  /** Everybody who saw anything stands in every band, with 0 where they saw none of it. */
  private static List<WeekNumbers.BandExposure> exposure(List<Seen> seen) {
    Map<Object, Map<SeverityBand, Long>> people = new java.util.HashMap<>();
    seen.forEach(
        each ->
            people
                .computeIfAbsent(each.person(), _ -> new TreeMap<>())
                .merge(each.band(), each.millis(), Long::sum));
    List<WeekNumbers.BandExposure> bands = new ArrayList<>();
    for (SeverityBand band : SeverityBand.values()) {
      long[] minutes =
          people.values().stream()
              .mapToLong(each -> Math.round(each.getOrDefault(band, 0L) / MINUTE_MILLIS))
              .toArray();
      bands.add(new WeekNumbers.BandExposure(band, Parts.means(minutes, EXPOSURE_STEP)));
    }
    return bands;
  }
}
