package dev.halcyon.server.numbers;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.BitSet;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import java.util.TreeMap;
import java.util.stream.IntStream;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import net.jqwik.api.constraints.LongRange;
import net.jqwik.api.constraints.Size;
import org.junit.jupiter.api.Test;

/** Nobody can be made out: an attacker adds and subtracts whatever is told. */
class SuppressionTest {
  /** A week: who decided each case, and into which group each partition puts it. */
  private record Week(int[] people, List<Map<String, BitSet>> partitions, BitSet whole) {
    static Week drawn(int seed) {
      SplittableRandom random = new SplittableRandom(seed);
      int facts = 1 + random.nextInt(120);
      int team = 1 + random.nextInt(14);
      double habit = random.nextDouble(); // how much who someone is decides what they work on
      int[] people = new int[facts];
      int[] kinds = {2 + random.nextInt(5), 3, 2 + random.nextInt(4)};
      List<Map<String, BitSet>> partitions = new ArrayList<>();
      for (int partition = 0; partition < kinds.length; partition++) {
        partitions.add(new TreeMap<>());
      }
      for (int fact = 0; fact < facts; fact++) {
        // Some people do most of the work.
        people[fact] = (int) (team * Math.pow(random.nextDouble(), 1 + 2 * habit));
        for (int partition = 0; partition < kinds.length; partition++) {
          int group =
              random.nextDouble() < habit
                  ? people[fact] % kinds[partition]
                  : random.nextInt(kinds[partition]);
          partitions.get(partition).computeIfAbsent("g" + group, _ -> new BitSet()).set(fact);
        }
      }
      BitSet whole = new BitSet();
      whole.set(0, facts);
      return new Week(people, partitions, whole);
    }

    List<Map<String, BitSet>> told() {
      return new Suppression(people).told(whole, partitions);
    }

    /** The rule again, written another way. */
    void assertTellsOfNobody(BitSet facts, String how) {
      if (facts.isEmpty()) {
        return;
      }
      Map<Integer, Integer> parts = new HashMap<>();
      facts.stream().forEach(fact -> parts.merge(people[fact], 1, Integer::sum));
      assertThat(parts).as(how).hasSizeGreaterThanOrEqualTo(5);
      int first = parts.values().stream().max(Integer::compare).orElseThrow();
      List<Integer> others = new ArrayList<>(parts.values());
      others.remove((Integer) first);
      int second = others.stream().max(Integer::compare).orElseThrow();
      // The second largest takes away their own: they must stay a fifth off the largest's.
      int guess = facts.cardinality() - second;
      assertThat((double) guess).as(how).isGreaterThanOrEqualTo(1.2 * first);
    }
  }

  @Property(tries = 1_500)
  void noSumAndNoDifferenceOfCountsTellsOfAPerson(@ForAll @IntRange(max = 1_000_000) int seed) {
    Week week = Week.drawn(seed);
    // Counts are told of the whole and of the first partition.
    List<BitSet> told = List.copyOf(week.told().getFirst().values());
    if (!new Suppression(week.people()).isSafe(week.whole())) {
      assertThat(told).isEmpty();
      return;
    }
    for (int choice = 0; choice < 1 << told.size(); choice++) {
      BitSet sum = new BitSet();
      for (int group = 0; group < told.size(); group++) {
        if ((choice & 1 << group) != 0) {
          sum.or(told.get(group));
        }
      }
      week.assertTellsOfNobody(sum, "a sum of groups");
      BitSet rest = (BitSet) week.whole().clone();
      rest.andNot(sum);
      week.assertTellsOfNobody(rest, "all less groups");
    }
  }

  @Property(tries = 1_500)
  void noTwoViewsDifferByAPerson(@ForAll @IntRange(max = 1_000_000) int seed) {
    Week week = Week.drawn(seed);
    List<BitSet> views = new ArrayList<>();
    week.told().forEach(partition -> views.addAll(partition.values()));
    if (!views.isEmpty()) {
      views.add(week.whole());
    }
    for (BitSet one : views) {
      week.assertTellsOfNobody(one, "a view");
      for (BitSet other : views) {
        BitSet difference = (BitSet) one.clone();
        difference.andNot(other);
        week.assertTellsOfNobody(difference, "a difference of two views");
      }
    }
  }

  @Test
  void aTeamThatSharesItsWorkIsTold() {
    int[] people = IntStream.range(0, 600).map(fact -> fact % 6).toArray();
    Map<String, BitSet> queues = new TreeMap<>();
    IntStream.range(0, 600)
        .forEach(
            fact ->
                queues.computeIfAbsent(fact < 300 ? "one" : "two", _ -> new BitSet()).set(fact));
    BitSet whole = new BitSet();
    whole.set(0, 600);
    assertThat(new Suppression(people).told(whole, List.of(queues)).getFirst())
        .containsOnlyKeys("one", "two");
  }

  @Test
  void theOneThatIsLeftWouldTellOfItSoAnotherIsWithheldToo() {
    // "small" is one person's: all less "one" less "two" would be theirs.
    int[] people = IntStream.range(0, 650).map(fact -> fact < 600 ? fact % 6 : 6).toArray();
    Map<String, BitSet> queues = new TreeMap<>();
    for (int fact = 0; fact < 650; fact++) {
      String queue = fact < 350 ? "one" : fact < 600 ? "two" : "small";
      queues.computeIfAbsent(queue, _ -> new BitSet()).set(fact);
    }
    BitSet whole = new BitSet();
    whole.set(0, 650);
    assertThat(new Suppression(people).told(whole, List.of(queues)).getFirst())
        .containsOnlyKeys("one");
  }

  @Test
  void fourPeopleAreNobody() {
    int[] people = IntStream.range(0, 400).map(fact -> fact % 4).toArray();
    BitSet whole = new BitSet();
    whole.set(0, 400);
    assertThat(new Suppression(people).told(whole, List.of(Map.of("all", whole))).getFirst())
        .isEmpty();
  }

  @Property(tries = 1_000)
  void everyPartOfAnExposureIsOfFiveOrMoreAndNoneOfThemStandsOut(
      @ForAll @Size(max = 60) long[] drawn, @ForAll @LongRange(min = 1, max = 600) long most) {
    long[] values = Arrays.stream(drawn).map(each -> Math.floorMod(each, most)).toArray();
    List<Long> means = Parts.means(values, 1);
    if (values.length < 10) {
      assertThat(means).as("a mean alone is not told").isEmpty();
    }
    assertThat(means).hasSizeLessThanOrEqualTo(4).isSorted();
    assertThat(means.size()).isNotEqualTo(1);
    long[] sorted = Arrays.stream(values).sorted().toArray();
    for (int part = 0; part < means.size(); part++) {
      int from = sorted.length * part / means.size();
      int until = sorted.length * (part + 1) / means.size();
      assertThat(until - from).isGreaterThanOrEqualTo(5);
      long sum = Arrays.stream(sorted, from, until).sum();
      assertThat(means.get(part)).isEqualTo(Math.round((double) sum / (until - from)));
      // Who is second in a part takes away their own.
      assertThat((double) (sum - sorted[until - 2]))
          .isGreaterThanOrEqualTo(1.2 * sorted[until - 1] - 1e-6);
    }
  }

  @Test
  void anExposureIsToldInUpToFourParts() {
    long[] values = IntStream.range(0, 40).mapToLong(each -> 100 + each).toArray();
    assertThat(Parts.means(values, 5)).containsExactly(105L, 115L, 125L, 135L);
    assertThat(Parts.means(Arrays.copyOf(values, 12), 1)).containsExactly(103L, 109L);
    long[] oneHeavy = new long[12];
    oneHeavy[0] = 600;
    assertThat(Parts.means(oneHeavy, 1)).as("one person dominates").isEmpty();
    assertThat(Parts.means(new long[12], 1)).containsExactly(0L, 0L);
  }

  @Test
  void aCellThatASpreadsheetWouldRunIsText() {
    assertThat(WeekNumbersCsv.safe("=HYPERLINK(\"x\")")).isEqualTo("'=HYPERLINK(\"x\")");
    assertThat(List.of("+1", "-1", "@a", "\tx", "\rx"))
        .allSatisfy(cell -> assertThat(WeekNumbersCsv.safe(cell)).startsWith("'"));
    assertThat(WeekNumbersCsv.safe("general")).isEqualTo("general");
    assertThat(WeekNumbersCsv.safe("")).isEmpty();
  }
}
