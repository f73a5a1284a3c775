package dev.halcyon.engine.capacity;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import dev.halcyon.engine.capacity.BreachForecast.Group;
import dev.halcyon.engine.capacity.BreachForecast.Kind;
import dev.halcyon.engine.capacity.BreachForecast.Open;
import dev.halcyon.engine.capacity.BreachForecast.Situation;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;

class BreachForecastTest {
  private static final ArrivalModel QUIET = new ArrivalModel(5_000, 4_000, Map.of());
  private static final double[] TWO_MINUTES = {120};

  private static Situation of(List<Open> open, int people) {
    return new Situation(
        5_000,
        0,
        1,
        List.of(new Group(0, open, QUIET, 1, List.of(), TWO_MINUTES)),
        Collections.nCopies(people, new int[] {0}),
        new double[] {1});
  }

  @Test
  void whatCannotBeDoneInTimeIsCertainToBeLate() {
    // One person, two minutes each: the fifth is done after ten minutes.
    List<Open> five = Collections.nCopies(5, new Open(2, 500, false));
    BreachForecast forecast = BreachForecast.of(of(five, 1), 1);
    assertThat(forecast.outlook(0, 0).any().value()).isCloseTo(1, within(1e-9));
    assertThat(forecast.outlook(0, 0).late().value()).isCloseTo(1, within(1e-9));
    assertThat(forecast.late(0, 4).value()).isCloseTo(1, within(1e-9));
    assertThat(forecast.late(0, 3).value()).isZero();
  }

  @Test
  void whoSharesTheWorkIsInTime() {
    List<Open> five = Collections.nCopies(5, new Open(2, 500, false));
    BreachForecast forecast = BreachForecast.of(of(five, 2), 1);
    assertThat(forecast.outlook(0, 0).any().value()).isZero();
    assertThat(forecast.outlook(0, 0).any().high()).isZero();
  }

  @Test
  void withNobodyAtWorkAllThatIsDueIsLateAndWhatIsLateAlreadyIsNoForecast() {
    List<Open> open =
        List.of(new Open(0, -60, false), new Open(1, 600, false), new Open(2, 8_000, false));
    BreachForecast forecast = BreachForecast.of(of(open, 0), 1);
    assertThat(forecast.outlook(0, 0).late().value()).isCloseTo(1, within(1e-9));
    assertThat(forecast.late(0, 0).value()).isZero();
    assertThat(forecast.late(0, 2).value()).isZero();
    BreachForecast longer = BreachForecast.of(of(open, 0), 4);
    assertThat(longer.outlook(0, 0).late().value()).isCloseTo(2, within(1e-9));
  }

  @Test
  void whoGoesHomeIsMissed() {
    List<Open> open = List.of(new Open(2, 3_600 * 2, false));
    List<Open> many = new ArrayList<>(Collections.nCopies(60, new Open(1, 9_000, false)));
    many.addAll(open);
    Situation stay = of(many, 2);
    Situation leave =
        new Situation(5_000, 0, 1, stay.groups(), stay.people(), new double[] {1, 0, 0, 0});
    assertThat(BreachForecast.of(stay, 3).outlook(0, 0).late().value()).isLessThan(2);
    assertThat(BreachForecast.of(leave, 3).outlook(0, 0).late().value()).isCloseTo(1, within(1e-9));
  }

  @Test
  void criticalCasesThatComePushOthersBack() {
    Map<Long, Integer> busy = new java.util.HashMap<>();
    for (long hour = 4_000; hour < 5_000; hour++) {
      busy.put(hour, 30);
    }
    List<Open> open = Collections.nCopies(20, new Open(1, 3_000, false));
    List<Kind> critical = List.of(new Kind(0, 1, 900));
    Group flooded =
        new Group(0, open, new ArrivalModel(5_000, 4_000, busy), 1, critical, TWO_MINUTES);
    Situation now =
        new Situation(5_000, 0, 1, List.of(flooded), List.of(new int[] {0}), new double[] {1});
    BreachForecast forecast = BreachForecast.of(now, 1);
    assertThat(forecast.outlook(0, 0).late().value()).isGreaterThan(5);
    assertThat(BreachForecast.of(of(open, 1), 1).outlook(0, 0).late().value()).isZero();
    assertThat(BreachForecast.of(now, 1).outlook(0, 0)).isEqualTo(forecast.outlook(0, 0));
  }

  @Test
  void arrivalsAreLearntByHourOfTheWeekAndFromTheLastHours() {
    SplittableRandom random = new SplittableRandom(3);
    Map<Long, Integer> counts = new java.util.HashMap<>();
    long now = 168L * 60 + 12;
    for (long hour = now - 168 * 6; hour < now; hour++) {
      double rate = hour % 24 < 12 ? 10 : 50;
      counts.put(hour, (int) Math.round(rate + 3 * random.nextGaussian()));
    }
    ArrivalModel usual = new ArrivalModel(now, 0, counts);
    assertThat(usual.rate(now)).isCloseTo(50, within(5.0));
    assertThat(usual.rate(now + 13)).isCloseTo(10, within(4.0));
    assertThat(usual.expected(now)).isCloseTo(usual.rate(now), within(10.0));
    for (long hour = now - 3; hour < now; hour++) {
      counts.merge(hour, 40, Integer::sum);
    }
    ArrivalModel flood = new ArrivalModel(now, 0, counts);
    assertThat(flood.expected(now)).isGreaterThan(1.5 * usual.expected(now));
    assertThat(QUIET.expected(5_000)).isBetween(0.0, 0.1);
  }

  @Test
  void drawnRatesHaveTheMeanThatIsExpected() {
    Map<Long, Integer> counts = new java.util.HashMap<>();
    for (long hour = 4_000; hour < 5_000; hour++) {
      counts.put(hour, 20);
    }
    ArrivalModel model = new ArrivalModel(5_000, 4_000, counts);
    SplittableRandom random = new SplittableRandom(8);
    double sum = 0;
    for (int draw = 0; draw < 4_000; draw++) {
      sum += model.draw(5_000, 1, random)[0];
    }
    assertThat(sum / 4_000).isCloseTo(20, within(0.5));
  }

  @Test
  void gammaVariatesHaveTheirMeanAndVariance() {
    SplittableRandom random = new SplittableRandom(4);
    for (double shape : new double[] {0.3, 1, 4, 200}) {
      double sum = 0;
      double squares = 0;
      int draws = 60_000;
      for (int draw = 0; draw < draws; draw++) {
        double value = ArrivalModel.gamma(shape, random);
        sum += value;
        squares += value * value;
      }
      double mean = sum / draws;
      assertThat(mean).isCloseTo(shape, within(0.03 * shape + 0.01));
      assertThat(squares / draws - mean * mean).isCloseTo(shape, within(0.08 * shape));
    }
  }

  @Test
  void turnsCountPausesOnlyWhileWorkWaited() {
    List<TurnTimes.Turn> turns =
        List.of(
            new TurnTimes.Turn("a", 0, 0, 100, 100),
            new TurnTimes.Turn("a", 0, 50, 800, 90), // waited: the break counts
            new TurnTimes.Turn("a", 0, 850, 1_000, 80), // came later: nothing to do till then
            new TurnTimes.Turn("b", 1, 0, 1_050, 70), // another person
            new TurnTimes.Turn("a", 0, 0, 9_000, 60)); // was away
    assertThat(TurnTimes.of(turns))
        .isEqualTo(Map.of(0, List.of(100.0, 700.0, 80.0, 60.0), 1, List.of(70.0)));
  }

  /** Back-test: weeks made by another process than the model, forecast from the past alone. */
  @Test
  void onGeneratedWeeksProbabilitiesAreWhatCame() {
    List<GeneratedWeeks.Check> checks = new ArrayList<>();
    for (int team = 0; team < 3; team++) {
      GeneratedWeeks weeks = new GeneratedWeeks(team, 5, 40, 0.95 + 0.1 * team);
      checks.addAll(weeks.checks(4, 2.5 * GeneratedWeeks.HOUR, 1));
    }
    assertThat(checks).hasSizeGreaterThan(350);
    assertThat(GeneratedWeeks.share(checks)).isBetween(0.05, 0.95);
    assertThat(GeneratedWeeks.brier(checks))
        .as("better than a constant by a quarter")
        .isLessThan(0.75 * GeneratedWeeks.constant(checks));
    assertThat(GeneratedWeeks.calibration(checks)).isLessThan(0.12);
  }
}
