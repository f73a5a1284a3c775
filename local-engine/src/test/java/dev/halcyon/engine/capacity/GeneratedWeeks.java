package dev.halcyon.engine.capacity;

import java.util.ArrayList;
import java.util.Collections;
import java.util.Comparator;
import java.util.HashMap;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.SplittableRandom;

/**
 * Weeks of a team as they might have been, by another process than the forecast assumes: days with
 * a shape, quiet weekends, bursts out of nowhere, handling times with a long tail, shifts, breaks.
 * The forecast is given what a server's database would hold, no roster and no breaks. Two groups
 * share the people: English, and German that a third of them speaks.
 */
public final class GeneratedWeeks {
  static final double HOUR = 3600;
  private static final double WEEK = 168 * HOUR;
  private static final double[] DAY = {
    0.4, 0.3, 0.25, 0.25, 0.3, 0.4, 0.6, 0.9, 1.2, 1.4, 1.5, 1.5, 1.4, 1.3, 1.3, 1.3, 1.4, 1.5, 1.6,
    1.6, 1.4, 1.1, 0.8, 0.6
  };
  private static final double[] WITHIN = {900, 3_600, 86_400};
  private static final double[] SHARES = {0.15, 0.45, 0.40};
  private static final int RECENT = 300;
  private static final double AT_WORK = 1_800;

  /** What really happened to a queue within some hours of a moment, and what was forecast. */
  public record Check(double forecast, boolean happened) {}

  private record Done(QueueSimulation.Person by, double begun, double decided) {}

  private final List<QueueSimulation.Case> cases = new ArrayList<>();
  private final List<QueueSimulation.Person> people = new ArrayList<>();
  private final Map<QueueSimulation.Case, Done> done = new IdentityHashMap<>();
  private final Map<Long, Integer> present = new HashMap<>();
  private final double length;
  private final SplittableRandom random;

  /**
   * Generates.
   *
   * @param casesPerHour on average
   * @param staffing people by what the load asks for; below 1 the team falls behind at times
   */
  public GeneratedWeeks(long seed, int weeks, double casesPerHour, double staffing) {
    this.length = weeks * WEEK;
    this.random = new SplittableRandom(seed);
    arrivals(casesPerHour);
    team(casesPerHour * 150 / HOUR * staffing);
    List<QueueSimulation.Group> groups =
        List.of(new QueueSimulation.Group(0), new QueueSimulation.Group(0));
    new QueueSimulation(
            groups,
            List.of(),
            cases,
            people,
            (decided, at, by) -> done.put(decided, new Done(by, at - decided.handling(), at)))
        .run(length);
  }

  private void arrivals(double casesPerHour) {
    List<double[]> bursts = new ArrayList<>();
    for (double at = 0; at < length; at += random.nextExponential() * 20 * HOUR) {
      double lasts = (0.5 + 2 * random.nextDouble()) * HOUR;
      bursts.add(new double[] {at, at + lasts, 1.5 + 1.5 * random.nextDouble()});
    }
    double most = casesPerHour / HOUR * 1.6 * 3;
    for (double at = 0; at < length; at += random.nextExponential() / most) {
      int day = (int) (at / (24 * HOUR)) % 7;
      double rate = casesPerHour / HOUR * DAY[(int) (at / HOUR) % 24] * (day >= 5 ? 0.7 : 1);
      for (double[] burst : bursts) {
        rate *= at >= burst[0] && at < burst[1] ? burst[2] : 1;
      }
      if (random.nextDouble() * most < rate) {
        double drawn = random.nextDouble();
        int priority = drawn < SHARES[0] ? 0 : drawn < SHARES[0] + SHARES[1] ? 1 : 2;
        double handling = 150 * Math.exp(0.7 * random.nextGaussian() - 0.245);
        int group = random.nextDouble() < 0.75 ? 0 : 1;
        cases.add(
            new QueueSimulation.Case(
                at, group, priority, at + WITHIN[priority], handling, cases.size()));
      }
    }
  }

  private void team(double load) {
    for (double day = 0; day < length; day += 24 * HOUR) {
      for (int shift = 0; shift < 3; shift++) {
        double needed = 0;
        for (int hour = 0; hour < 8; hour++) {
          needed += DAY[shift * 8 + hour] / 8;
        }
        int there = Math.max(3, (int) Math.round(needed * load * 1.2));
        for (int person = 0; person < there; person++) {
          double from = day + shift * 8 * HOUR;
          int[] groups = person % 3 == 0 ? new int[] {0, 1} : new int[] {0};
          people.add(
              new QueueSimulation.Person(
                  from,
                  from + 8 * HOUR,
                  groups,
                  600,
                  from + HOUR * person / there,
                  new double[] {Double.POSITIVE_INFINITY}));
        }
      }
    }
  }

  /** Forecasts at moments of the last weeks and compares with what came. */
  public List<Check> checks(int fromWeek, double every, int hours) {
    List<Check> checks = new ArrayList<>();
    double after = hours * HOUR;
    for (double at = fromWeek * WEEK + 600; at + after < length; at += every) {
      double moment = at;
      BreachForecast forecast = BreachForecast.of(situation(moment, hours), hours);
      for (int queue = 0; queue < 2; queue++) {
        int group = queue;
        boolean happened =
            cases.stream()
                .filter(each -> each.group() == group)
                .filter(each -> each.due() >= moment && each.due() < moment + after)
                .anyMatch(each -> decided(each) > each.due());
        checks.add(new Check(forecast.outlook(0, queue).any().value(), happened));
      }
    }
    return checks;
  }

  /** Each open case that is due within the hours, as forecast and as it came. */
  public List<Check> caseChecks(int fromWeek, double every, int hours) {
    List<Check> checks = new ArrayList<>();
    double after = hours * HOUR;
    for (double at = fromWeek * WEEK + 600; at + after < length; at += every) {
      BreachForecast forecast = BreachForecast.of(situation(at, hours), hours);
      for (int group = 0; group < 2; group++) {
        List<QueueSimulation.Case> open = open(at, group);
        for (int place = 0; place < open.size(); place++) {
          QueueSimulation.Case each = open.get(place);
          if (each.due() >= at && each.due() < at + after) {
            checks.add(new Check(forecast.late(group, place).value(), decided(each) > each.due()));
          }
        }
      }
    }
    return checks;
  }

  private double decided(QueueSimulation.Case of) {
    Done known = done.get(of);
    return known == null ? Double.POSITIVE_INFINITY : known.decided();
  }

  private List<QueueSimulation.Case> open(double at, int group) {
    return cases.stream()
        .filter(each -> each.group() == group && each.arrives() <= at && decided(each) > at)
        .toList();
  }

  private BreachForecast.Situation situation(double at, int hours) {
    long hour = (long) (at / HOUR);
    List<BreachForecast.Group> groups = new ArrayList<>();
    for (int group = 0; group < 2; group++) {
      Map<Long, Integer> counts = new HashMap<>();
      for (QueueSimulation.Case each : cases) {
        if (each.group() == group && each.arrives() <= at) {
          counts.merge((long) (each.arrives() / HOUR), 1, Integer::sum);
        }
      }
      List<BreachForecast.Open> open = new ArrayList<>();
      for (QueueSimulation.Case each : open(at, group)) {
        Done known = done.get(each);
        boolean begun = known != null && known.begun() <= at;
        open.add(new BreachForecast.Open(each.priority(), each.due() - at, begun));
      }
      List<BreachForecast.Kind> kinds = new ArrayList<>();
      for (int priority = 0; priority < 3; priority++) {
        kinds.add(new BreachForecast.Kind(priority, SHARES[priority], WITHIN[priority]));
      }
      groups.add(
          new BreachForecast.Group(
              group, open, new ArrivalModel(hour, 0, counts), 1, kinds, handling(at, group)));
    }
    return new BreachForecast.Situation(
        hour, at - hour * HOUR, 2, groups, atWork(at), presence(at, hours));
  }

  /** What was decided in a span, as a database would know it. */
  private List<QueueSimulation.Case> decidedIn(double from, double until) {
    return cases.stream()
        .filter(each -> decided(each) > from && decided(each) <= until)
        .sorted(Comparator.comparingDouble(this::decided))
        .toList();
  }

  private double[] handling(double at, int group) {
    List<TurnTimes.Turn> turns =
        decidedIn(at - WEEK, at).stream()
            .map(
                each ->
                    new TurnTimes.Turn(
                        done.get(each).by(),
                        each.group(),
                        each.arrives(),
                        decided(each),
                        each.handling()))
            .toList();
    List<Double> taken = TurnTimes.of(turns).get(group);
    return taken.subList(Math.max(0, taken.size() - RECENT), taken.size()).stream()
        .mapToDouble(Double::doubleValue)
        .toArray();
  }

  /** Who decided in the last half hour or is at a case. */
  private List<int[]> atWork(double at) {
    Set<QueueSimulation.Person> there = Collections.newSetFromMap(new IdentityHashMap<>());
    done.values().stream()
        .filter(each -> each.begun() <= at && each.decided() > at - AT_WORK)
        .forEach(each -> there.add(each.by()));
    return there.stream().map(QueueSimulation.Person::groups).toList();
  }

  /** As many as decided in the same hours of the weeks before. */
  private double[] presence(double at, int hours) {
    double[] presence = new double[hours + 1];
    presence[0] = 1;
    long now = (long) (at / HOUR);
    double usual = usual(now, now);
    for (int hour = 1; hour <= hours; hour++) {
      presence[hour] = usual < 1 ? 1 : usual(now + hour, now) / usual;
    }
    return presence;
  }

  private double usual(long hour, long now) {
    double people = 0;
    int weeks = 0;
    for (long same = hour - 168; same >= 0 && weeks < 4; same -= 168) {
      if (same < now) {
        people += present.computeIfAbsent(same, this::countedIn);
        weeks++;
      }
    }
    return weeks == 0 ? 0 : people / weeks;
  }

  private int countedIn(long hour) {
    Set<QueueSimulation.Person> people = Collections.newSetFromMap(new IdentityHashMap<>());
    decidedIn(hour * HOUR, (hour + 1) * HOUR).forEach(each -> people.add(done.get(each).by()));
    return people.size();
  }

  /** Mean squared error of the probabilities. */
  public static double brier(List<Check> checks) {
    return checks.stream()
        .mapToDouble(each -> Math.pow(each.forecast() - (each.happened() ? 1 : 0), 2))
        .average()
        .orElseThrow();
  }

  /** The same of one who always says the share that came. */
  public static double constant(List<Check> checks) {
    double share = share(checks);
    return share * (1 - share);
  }

  public static double share(List<Check> checks) {
    return checks.stream().filter(Check::happened).count() / (double) checks.size();
  }

  /** By tenths of probability: how often it was said, what was said, what came. */
  public static List<double[]> table(List<Check> checks) {
    List<double[]> rows = new ArrayList<>();
    for (int tenth = 0; tenth < 10; tenth++) {
      double low = tenth / 10.0;
      boolean last = tenth == 9;
      List<Check> of =
          checks.stream()
              .filter(each -> each.forecast() >= low && (last || each.forecast() < low + 0.1))
              .toList();
      if (!of.isEmpty()) {
        double said = of.stream().mapToDouble(Check::forecast).average().orElse(0);
        rows.add(new double[] {low, of.size(), said, share(of)});
      }
    }
    return rows;
  }

  /** Expected calibration error over the table's rows. */
  public static double calibration(List<Check> checks) {
    return table(checks).stream().mapToDouble(row -> row[1] * Math.abs(row[2] - row[3])).sum()
        / checks.size();
  }
}
