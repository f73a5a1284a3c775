package dev.halcyon.server.wellness;

import static org.assertj.core.api.Assertions.assertThat;

import dev.halcyon.protocol.BreakPolicy;
import dev.halcyon.protocol.BudgetScope;
import dev.halcyon.protocol.ExposureWeights;
import dev.halcyon.protocol.LimitRule;
import dev.halcyon.protocol.RotationPolicy;
import dev.halcyon.protocol.WellnessBudget;
import dev.halcyon.protocol.WellnessPolicy;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.UUID;
import net.jqwik.api.Example;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;

/**
 * Random shifts of one person at up to three workbenches, against an oracle that knows what was
 * really looked at, told or not.
 */
class BudgetPropertiesTest {
  private static final long NOON = 1_772_625_600_000L;
  private static final long PAUSE = 600_000;
  private static final WellnessPolicy POLICY =
      new WellnessPolicy(
          "UTC",
          600,
          20,
          ExposureWeights.USUAL,
          List.of(new WellnessBudget(BudgetScope.SEVERE, 900, 1800, 1800)),
          RotationPolicy.NONE,
          LimitRule.USUAL,
          BreakPolicy.USUAL);

  /** A case as it really is. */
  private static final class Real {
    final UUID id;
    final long expected;
    final long length;
    final double weight;
    long looked;
    long untold;

    Real(UUID id, long expected, long length, double weight) {
      this.id = id;
      this.expected = expected;
      this.length = length;
      this.weight = weight;
    }
  }

  /** A workbench with the cases it holds, of which the first is in sight. */
  private static final class Bench {
    final String holder;
    final UUID ledger;
    final List<Real> held = new ArrayList<>();
    final List<Piece> untold = new ArrayList<>();
    final Map<UUID, Long> seen = new HashMap<>();

    Bench(int number) {
      holder = "sign-in " + number;
      ledger = new UUID(7, number);
    }
  }

  private final class Shift {
    final Balance balance = Balance.begun("UTC", NOON);
    final List<Bench> benches = new ArrayList<>();
    final List<Piece> really = new ArrayList<>();
    final Random random;
    final double overrun;
    final int most;
    long now = NOON;
    long numbers;
    long beyond;
    int refused;
    int opened;

    Shift(long seed, int benches, int most, double overrun) {
      random = new Random(seed);
      this.overrun = overrun;
      this.most = most;
      for (int i = 0; i < benches; i++) {
        this.benches.add(new Bench(i));
      }
    }

    void step() {
      Bench bench = benches.get(random.nextInt(benches.size()));
      switch (random.nextInt(8)) {
        case 0, 1, 2 -> open(bench);
        case 3 -> tell(bench);
        case 4 -> end(bench);
        case 5 -> pass(random.nextInt(120_000), false);
        default -> pass(random.nextInt(90_000), true);
      }
    }

    void open(Bench bench) {
      if (bench.held.size() >= most) {
        return;
      }
      long expected = 1000 + random.nextInt(240_000);
      long length = Math.round(expected * (random.nextBoolean() ? 1 : overrun));
      double worst = random.nextBoolean() ? 1 : 1.5;
      balance.advance(now, PAUSE);
      OpenOne one =
          new OpenOne(
              new UUID(1, ++numbers),
              List.of(BudgetScope.SEVERE),
              worst,
              expected,
              0,
              Long.MAX_VALUE);
      if (!new Limits(POLICY, balance, now).passed(one).isEmpty()) {
        refused++;
        return;
      }
      opened++;
      balance.opened(bench.holder, one, now, PAUSE, RotationPolicy.NONE);
      double really = random.nextBoolean() ? worst : 1;
      bench.held.add(new Real(one.caseId(), expected, length, really));
      // What a case takes beyond what was expected is what a budget can be passed by.
      beyond += Math.round(Math.max(0, length - expected) * really);
    }

    /** Everybody's first case is looked at, or nobody looks. */
    void pass(long millis, boolean looking) {
      for (Bench bench : benches) {
        if (looking && !bench.held.isEmpty()) {
          Real real = bench.held.getFirst();
          long looks = Math.min(millis, real.length - real.looked);
          if (looks > 0) {
            Piece piece = new Piece(BudgetScope.SEVERE, now, now + looks, real.weight);
            really.add(piece);
            bench.untold.add(piece);
            bench.seen.merge(real.id, looks, Long::sum);
            real.looked += looks;
          }
        }
      }
      now += millis;
    }

    void tell(Bench bench) {
      balance.advance(now, PAUSE);
      if (bench.untold.isEmpty()) {
        return;
      }
      balance.told(bench.untold, bench.seen, PAUSE);
      balance.proven(bench.holder, bench.ledger, bench.untold.getLast().until());
      bench.untold.clear();
      bench.seen.clear();
    }

    void end(Bench bench) {
      if (!bench.held.isEmpty()) {
        balance.advance(now, PAUSE);
        balance.ended(bench.held.removeFirst().id, now, PAUSE);
      }
    }

    long day() {
      return really.stream().mapToLong(piece -> piece.within(piece.from(), piece.until())).sum();
    }

    /** The longest run of looking without a pause, weighed. */
    long longestStretch() {
      long longest = 0;
      long stretch = 0;
      long until = Long.MIN_VALUE / 2;
      for (Piece piece : really) {
        stretch = piece.from() - until >= PAUSE ? 0 : stretch;
        stretch += piece.within(piece.from(), piece.until());
        until = Math.max(until, piece.until());
        longest = Math.max(longest, stretch);
      }
      return longest;
    }
  }

  @Property(tries = 300)
  void whereCasesTakeWhatIsExpectedNoInterleavingPassesABudget(
      @ForAll long seed,
      @ForAll @IntRange(min = 1, max = 3) int benches,
      @ForAll @IntRange(min = 1, max = 4) int most) {
    Shift shift = new Shift(seed, benches, most, 1);
    for (int i = 0; i < 200; i++) {
      shift.step();
      // Rounding of each piece, half a millisecond.
      assertThat(shift.day()).isLessThanOrEqualTo(1_800_000 + shift.really.size());
      assertThat(shift.longestStretch()).isLessThanOrEqualTo(900_000 + shift.really.size());
    }
  }

  /** Time at one workbench joined what was only assumed at another, and was left out. */
  @Example
  void workAtOneBenchCarriesTheStretchOfAnother() {
    whereCasesTakeWhatIsExpectedNoInterleavingPassesABudget(100, 2, 2);
    whereCasesTakeWhatIsExpectedNoInterleavingPassesABudget(249, 3, 1);
    whereCasesTakeWhatIsExpectedNoInterleavingPassesABudget(489, 2, 1);
  }

  @Property(tries = 300)
  void atOneCaseAtATimeABudgetIsPassedByNoMoreThanOneCase(@ForAll long seed) {
    Shift shift = new Shift(seed, 1, 1, 3);
    long longest = Math.round(240_000 * 3 * 1.5);
    for (int i = 0; i < 300; i++) {
      shift.step();
      assertThat(shift.day()).isLessThanOrEqualTo(1_800_000 + longest);
      assertThat(shift.longestStretch()).isLessThanOrEqualTo(900_000 + longest);
    }
  }

  @Property(tries = 200)
  void whatIsPassedIsWhatCasesTookBeyondWhatWasReserved(
      @ForAll long seed, @ForAll @IntRange(min = 1, max = 3) int benches) {
    Shift shift = new Shift(seed, benches, 3, 3);
    for (int i = 0; i < 200; i++) {
      shift.step();
      assertThat(shift.day()).isLessThanOrEqualTo(1_800_000 + shift.beyond + shift.really.size());
    }
  }

  @Property(tries = 50)
  void theBudgetCanBeUsedUpByWhoReportsAndThenItBinds(@ForAll long seed) {
    Shift shift = new Shift(seed, 1, 1, 1);
    for (int i = 0; i < 400 && shift.now < NOON + 10 * 3_600_000L; i++) {
      Bench bench = shift.benches.getFirst();
      shift.open(bench);
      shift.pass(240_000, true);
      shift.tell(bench);
      shift.end(bench);
      if (i % 4 == 3) {
        shift.pass(PAUSE, false);
      }
    }
    assertThat(shift.day()).isGreaterThan(1_300_000);
    assertThat(shift.refused).isPositive();
  }
}
