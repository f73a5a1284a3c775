package dev.halcyon.engine.capacity;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import dev.halcyon.engine.capacity.QueueSimulation.Case;
import dev.halcyon.engine.capacity.QueueSimulation.Group;
import dev.halcyon.engine.capacity.QueueSimulation.Person;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import java.util.stream.IntStream;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import org.junit.jupiter.api.Test;

class QueueSimulationTest {
  private static final List<Group> ONE = List.of(new Group(0));

  private static Map<Case, Double> play(
      List<Group> groups,
      List<Case> waiting,
      List<Case> arrivals,
      List<Person> people,
      double until) {
    Map<Case, Double> decided = new HashMap<>();
    new QueueSimulation(groups, waiting, arrivals, people, (each, at, _) -> decided.put(each, at))
        .run(until);
    return decided;
  }

  private static Case of(double arrives, int group, int priority, double due, double handling) {
    return new Case(arrives, group, priority, due, handling);
  }

  @Test
  void theMostUrgentGoesFirstThoughItCameLast() {
    Case begun = of(0, 0, 2, 100, 60);
    Case normal = of(1, 0, 2, 200, 60);
    Case critical = of(2, 0, 0, 900, 60);
    Case sooner = of(3, 0, 2, 150, 60);
    assertThat(
            play(ONE, List.of(), List.of(begun, normal, critical, sooner), Plays.always(1), 1_000))
        .isEqualTo(Map.of(begun, 60.0, critical, 120.0, sooner, 180.0, normal, 240.0));
  }

  @Test
  void whatStandsAndWhatComesShareOneOrder() {
    Case standing = of(0, 0, 1, 500, 60);
    Case late = of(0, 0, 1, 900, 60);
    Case comes = of(10, 0, 1, 700, 60);
    assertThat(play(ONE, List.of(late, standing), List.of(comes), Plays.always(1), 1_000))
        .isEqualTo(Map.of(standing, 60.0, comes, 120.0, late, 180.0));
  }

  @Test
  void aBreakWaitsForTheCaseAndCasesWaitForTheBreak() {
    Case before = of(0, 0, 2, 0, 3_590);
    Case over = of(1, 0, 2, 1, 20);
    // Due at 3,000: taken when the case before it is done, and over at 4,190.
    Person person = Plays.person(0, 1e9, 600, Double.POSITIVE_INFINITY);
    assertThat(play(ONE, List.of(), List.of(before, over), List.of(person), 9_000))
        .isEqualTo(Map.of(before, 3_590.0, over, 4_210.0));
  }

  @Test
  void whoIsIdleTakesTheBreakWhenItIsDue() {
    Case during = of(3_100, 0, 2, 0, 20);
    Person person = Plays.person(0, 1e9, 600, Double.POSITIVE_INFINITY);
    assertThat(play(ONE, List.of(), List.of(during), List.of(person), 9_000))
        .isEqualTo(Map.of(during, 3_620.0));
  }

  @Test
  void whoReachedALimitGoesOnWithOtherBands() {
    List<Group> bands = List.of(new Group(0), new Group(1));
    Case heavy = of(0, 0, 0, 1, 100);
    Case heavier = of(0, 0, 0, 2, 100);
    Case light = of(0, 1, 2, 3, 100);
    Person limited =
        new Person(0, 1e9, new int[] {0, 1}, 0, 0, new double[] {50, Double.POSITIVE_INFINITY});
    // The first one passes the limit: what is begun is finished.
    assertThat(play(bands, List.of(heavy, heavier, light), List.of(), List.of(limited), 1_000))
        .isEqualTo(Map.of(heavy, 100.0, light, 200.0));
  }

  @Test
  void nobodyBeginsAfterTheirShift() {
    Case last = of(0, 0, 2, 1, 100);
    Case tooLate = of(50, 0, 2, 2, 10);
    Case idleTooLate = of(500, 0, 2, 2, 10);
    Person person = Plays.person(0, 60, 0, Double.POSITIVE_INFINITY);
    assertThat(play(ONE, List.of(), List.of(last, tooLate, idleTooLate), List.of(person), 1_000))
        .isEqualTo(Map.of(last, 100.0));
  }

  @Property(tries = 150)
  void nobodyIsAtTwoCasesAndNobodyRestsWhileWorkWaits(
      @ForAll @IntRange(min = 1, max = 6) int people,
      @ForAll @IntRange(min = 1, max = 3) int groups,
      @ForAll @IntRange(min = 0, max = 100_000) int seed) {
    SplittableRandom random = new SplittableRandom(seed);
    List<Case> cases = new ArrayList<>();
    double at = 0;
    for (int number = 0; number < 200; number++) {
      at += random.nextExponential() * 20;
      cases.add(
          of(at, random.nextInt(groups), random.nextInt(3), at + 900, 1 + random.nextInt(90)));
    }
    List<Group> all = IntStream.range(0, groups).mapToObj(_ -> new Group(0)).toList();
    Person everything =
        new Person(
            0,
            1e9,
            IntStream.range(0, groups).toArray(),
            0,
            0,
            new double[] {Double.POSITIVE_INFINITY});
    Map<Case, Double> decided =
        play(all, List.of(), cases, java.util.Collections.nCopies(people, everything), 1e8);
    assertThat(decided).hasSize(cases.size());
    for (Case each : cases) {
      double begun = decided.get(each) - each.handling();
      assertThat(begun).isGreaterThanOrEqualTo(each.arrives() - 1e-9);
      long busy = busy(decided, begun);
      assertThat(busy).isLessThanOrEqualTo(people);
      if (begun > each.arrives() + 1e-6) {
        double moment = (begun + each.arrives()) / 2;
        assertThat(busy(decided, moment)).as("all are at work while one waits").isEqualTo(people);
      }
    }
  }

  private static long busy(Map<Case, Double> decided, double moment) {
    return decided.entrySet().stream()
        .filter(
            each ->
                each.getValue() - each.getKey().handling() < moment + 1e-9
                    && moment < each.getValue() - 1e-9)
        .count();
  }

  /** Who has priority waits as the priority queue's formula says (Kella and Yechiali 1985). */
  @Test
  void theTopPriorityWaitsAsTheTheorySays() {
    double handling = 60;
    int servers = 5;
    double top = 2 / handling;
    double rest = 2 / handling;
    SplittableRandom random = new SplittableRandom(5);
    int runs = 40;
    double[] late = new double[runs];
    for (int run = 0; run < runs; run++) {
      List<Case> cases = new ArrayList<>();
      double at = 0;
      while (at < 200_000) {
        at += random.nextExponential() / (top + rest);
        int priority = random.nextDouble() < 0.5 ? 0 : 1;
        cases.add(of(at, 0, priority, at, random.nextExponential() * handling));
      }
      int[] counts = new int[2];
      new QueueSimulation(
              ONE,
              List.of(),
              cases,
              Plays.always(servers),
              (decided, done, _) -> {
                if (decided.priority() == 0 && decided.arrives() > 5_000) {
                  counts[0]++;
                  counts[1] += done - decided.handling() - decided.arrives() > 20 ? 1 : 0;
                }
              })
          .run(195_000);
      late[run] = (double) counts[1] / counts[0];
    }
    double all = new ErlangC(4, servers).waiting();
    double expected = all * Math.exp(-(servers / handling - top) * 20);
    assertThat(Plays.mean(late)).isCloseTo(expected, within(Plays.slack(late)));
  }
}
