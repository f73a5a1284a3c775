package dev.halcyon.engine.capacity;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.math.BigDecimal;
import java.math.MathContext;
import java.util.List;
import java.util.SplittableRandom;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.DoubleRange;
import net.jqwik.api.constraints.IntRange;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ErlangCTest {
  private static final MathContext DIGITS = new MathContext(60);

  /** Values that tables of Erlang's second formula print. */
  @ParameterizedTest
  @CsvSource({
    "1, 0.5, 0.5000",
    "2, 1, 0.3333",
    "3, 2, 0.4444",
    "4, 3, 0.5094",
    "5, 4, 0.5541",
    "10, 8, 0.4092",
    "10, 9, 0.6687"
  })
  void agreesWithTheTables(int servers, double load, double waiting) {
    assertThat(new ErlangC(load, servers).waiting()).isCloseTo(waiting, within(0.00005));
  }

  /** The textbook's sum of powers over factorials, with sixty digits. */
  @Property(tries = 120)
  void agreesWithTheDefinitionInSixtyDigits(
      @ForAll @IntRange(min = 1, max = 300) int servers,
      @ForAll @DoubleRange(min = 0.01, max = 0.99) double use) {
    double load = servers * use;
    BigDecimal exact = BigDecimal.valueOf(load);
    BigDecimal term = BigDecimal.ONE;
    BigDecimal sum = BigDecimal.ZERO;
    for (int k = 0; k < servers; k++) {
      sum = sum.add(term, DIGITS);
      term = term.multiply(exact, DIGITS).divide(BigDecimal.valueOf(k + 1L), DIGITS);
    }
    BigDecimal idle =
        BigDecimal.ONE.subtract(exact.divide(BigDecimal.valueOf(servers), DIGITS), DIGITS);
    BigDecimal last = term.divide(idle, DIGITS);
    double expected = last.divide(sum.add(last, DIGITS), DIGITS).doubleValue();
    assertThat(new ErlangC(load, servers).waiting())
        .isCloseTo(expected, within(expected * 1e-9 + 1e-300));
  }

  @Property(tries = 200)
  void theStaffItNamesKeepsThePromiseAndOneLessWouldNot(
      @ForAll @DoubleRange(min = 0.01, max = 400) double load,
      @ForAll @DoubleRange(min = 0, max = 900) double seconds,
      @ForAll @DoubleRange(min = 0.5, max = 0.99) double share) {
    int staff = ErlangC.staff(load, 90, seconds, share);
    assertThat(new ErlangC(load, staff).waitsLonger(seconds, 90)).isLessThanOrEqualTo(1 - share);
    if (staff > 1) {
      assertThat(new ErlangC(load, staff - 1).waitsLonger(seconds, 90)).isGreaterThan(1 - share);
    }
  }

  @Test
  void thousandsOfServersLoseNoDigits() {
    ErlangC many = new ErlangC(9_900, 10_000);
    assertThat(many.waiting()).isBetween(0.1, 0.5);
    assertThat(new ErlangC(100, 10_000).waiting()).isBetween(0.0, 1e-300);
  }

  @Test
  void aQueueThatGrowsForEverLetsEverybodyWait() {
    ErlangC full = new ErlangC(5, 5);
    assertThat(full.isStable()).isFalse();
    assertThat(full.waiting()).isEqualTo(1);
    assertThat(full.waitsLonger(1e6, 60)).isEqualTo(1);
    assertThat(full.meanWait(60)).isInfinite();
  }

  @Test
  void noLoadNeedsNobody() {
    assertThat(ErlangC.staff(0, 60, 60, 0.9)).isZero();
    assertThat(new ErlangC(0, 1).waiting()).isZero();
  }

  @Test
  void whatIsNoLoadIsRefused() {
    assertThatThrownBy(() -> new ErlangC(Double.NaN, 1)).hasMessageContaining("load is NaN");
    assertThatThrownBy(() -> new ErlangC(-1, 1)).hasMessageContaining("load is -1");
    assertThatThrownBy(() -> new ErlangC(1, 0)).hasMessageContaining("servers is 0");
    assertThatThrownBy(() -> ErlangC.staff(1, 60, 60, 1)).hasMessageContaining("share is 1");
  }

  /** Two ways to the same number that share no line: the formula and the simulation. */
  @Property(tries = 12)
  void agreesWithTheSimulation(
      @ForAll @IntRange(min = 1, max = 40) int servers,
      @ForAll @DoubleRange(min = 0.3, max = 0.9) double use,
      @ForAll @IntRange(min = 0, max = 1000) int seed) {
    double handling = 60;
    double rate = servers * use / handling;
    SplittableRandom random = new SplittableRandom(seed);
    double limit = handling / servers;
    int runs = 30;
    double[] late = new double[runs];
    double[] waits = new double[runs];
    for (int run = 0; run < runs; run++) {
      List<QueueSimulation.Case> cases = Plays.poisson(rate, 6_000 / rate, handling, random);
      int warm = 1_000;
      int[] longer = new int[2];
      int[] counted = new int[1];
      new QueueSimulation(
              List.of(new QueueSimulation.Group(0)),
              List.of(),
              cases,
              Plays.always(servers),
              (decided, at, _) -> {
                if (decided.arrives() >= cases.get(warm).arrives()) {
                  double wait = at - decided.handling() - decided.arrives();
                  counted[0]++;
                  longer[0] += wait > limit ? 1 : 0;
                  longer[1] += wait > 1e-6 ? 1 : 0;
                }
              })
          .run(5_500 / rate);
      late[run] = (double) longer[0] / counted[0];
      waits[run] = (double) longer[1] / counted[0];
    }
    ErlangC formula = new ErlangC(servers * use, servers);
    assertThat(Plays.mean(waits)).isCloseTo(formula.waiting(), within(Plays.slack(waits)));
    assertThat(Plays.mean(late))
        .isCloseTo(formula.waitsLonger(limit, handling), within(Plays.slack(late)));
  }
}
