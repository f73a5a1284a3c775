package dev.halcyon.engine.capacity;

import dev.halcyon.protocol.Estimate;
import dev.halcyon.protocol.PlanRequest;
import dev.halcyon.protocol.Priority;
import dev.halcyon.protocol.SeverityBand;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import java.util.random.RandomGenerator;

/**
 * Plays days of one language with a given number of people in each hour, and counts what part of
 * each priority is decided in time. The first day only warms up, the second is counted. The same
 * request plays the same days. Not thread-safe.
 */
final class PlayedDays {
  private static final int HOURS = Roster.HOURS;
  private static final double HOUR = 3600;
  private static final double DAY = HOURS * HOUR;
  private static final int MOST_DAYS = 20;
  private static final int FEWEST_DAYS = 4;
  private static final double CASES = 200_000;
  private static final long SEED = 20_261_130;
  private static final int BANDS = SeverityBand.values().length;
  private static final List<QueueSimulation.Group> GROUPS =
      Arrays.stream(SeverityBand.values())
          .map(band -> new QueueSimulation.Group(band.ordinal()))
          .toList();

  private final PlanRequest request;
  private final double casesPerDay;
  private final double[] dayShape;
  private final Map<Priority, Double> within = new EnumMap<>(Priority.class);
  private final Map<Priority, List<Double>> shares = new EnumMap<>(Priority.class);
  private final Map<Priority, int[]> late = new EnumMap<>(Priority.class);

  PlayedDays(PlanRequest request, double casesPerDay, double[] dayShape) {
    this.request = request;
    this.casesPerDay = casesPerDay;
    this.dayShape = dayShape;
    request.targets().forEach(each -> within.put(each.priority(), (double) each.withinSeconds()));
  }

  /** Plays days with so many people by hour, those on a break included. */
  void play(int[] people) {
    shares.clear();
    late.clear();
    int days = (int) Math.clamp(CASES / Math.max(1, casesPerDay), FEWEST_DAYS, MOST_DAYS);
    SplittableRandom random = new SplittableRandom(SEED);
    for (int day = 0; day < days; day++) {
      playDay(people, random.split());
    }
  }

  private void playDay(int[] people, RandomGenerator random) {
    double longest = within.values().stream().mapToDouble(Double::doubleValue).max().orElse(0);
    double end = 2 * DAY + longest;
    int[] counted = new int[Priority.values().length];
    int[] inTime = new int[counted.length];
    List<QueueSimulation.Case> cases = cases(end, random);
    for (QueueSimulation.Case each : cases) {
      if (isCounted(each)) {
        counted[each.priority()]++;
        late(each)[hour(each)]++; // until it is decided
      }
    }
    new QueueSimulation(
            GROUPS,
            List.of(),
            cases,
            team(people, end),
            (decided, at, _) -> {
              if (isCounted(decided) && at <= decided.due()) {
                inTime[decided.priority()]++;
                late(decided)[hour(decided)]--;
              }
            })
        .run(end);
    for (Priority priority : within.keySet()) {
      int all = counted[priority.ordinal()];
      if (all > 0) {
        shares
            .computeIfAbsent(priority, _ -> new ArrayList<>())
            .add((double) inTime[priority.ordinal()] / all);
      }
    }
  }

  private static boolean isCounted(QueueSimulation.Case each) {
    return each.arrives() >= DAY && each.arrives() < 2 * DAY;
  }

  private static int hour(QueueSimulation.Case each) {
    return (int) (each.arrives() / HOUR) % HOURS;
  }

  private int[] late(QueueSimulation.Case each) {
    return late.computeIfAbsent(Priority.values()[each.priority()], _ -> new int[HOURS]);
  }

  private List<QueueSimulation.Case> cases(double end, RandomGenerator random) {
    List<QueueSimulation.Case> cases = new ArrayList<>();
    for (double hour = 0; hour * HOUR < end; hour++) {
      for (PlanRequest.Work work : request.work()) {
        double rate = casesPerDay * dayShape[(int) hour % HOURS] * work.share() / HOUR;
        if (rate <= 0) {
          continue;
        }
        double from = hour * HOUR;
        double at = from + random.nextExponential() / rate;
        for (; at < from + HOUR; at += random.nextExponential() / rate) {
          double due = at + within.getOrDefault(work.priority(), DAY);
          double handling = random.nextExponential() * work.handlingSeconds();
          int priority = work.priority().ordinal();
          cases.add(new QueueSimulation.Case(at, work.band().ordinal(), priority, due, handling));
        }
      }
    }
    cases.sort(Comparator.comparingDouble(QueueSimulation.Case::arrives));
    return cases;
  }

  /** People in stacks: the n-th is there while the hour has n people or more, in shifts. */
  private List<QueueSimulation.Person> team(int[] people, double end) {
    List<QueueSimulation.Person> team = new ArrayList<>();
    int most = Arrays.stream(people).max().orElse(0);
    double pause = request.breakMinutesPerHour() * 60;
    int hours = (int) Math.ceil(end / HOUR);
    for (int place = 0; place < most; place++) {
      int from = -1;
      for (int hour = 0; hour <= hours; hour++) {
        boolean there = hour < hours && people[hour % HOURS] > place;
        boolean over = from >= 0 && (!there || hour - from == request.shiftHours());
        if (over) {
          team.add(person(from, hour, pause, (place + 1.0) / (most + 1)));
          from = -1;
        }
        if (there && from < 0) {
          from = hour;
        }
      }
    }
    return team;
  }

  /**
   * @param phase 0..1, so that breaks do not fall together
   */
  private QueueSimulation.Person person(int from, int until, double pause, double phase) {
    double[] budgets = new double[BANDS];
    Arrays.fill(budgets, Double.POSITIVE_INFINITY);
    double part = (double) (until - from) / request.shiftHours();
    request
        .caps()
        .forEach(cap -> budgets[cap.band().ordinal()] = cap.minutesPerShift() * 60 * part);
    int[] all = java.util.stream.IntStream.range(0, GROUPS.size()).toArray();
    return new QueueSimulation.Person(
        from * HOUR, until * HOUR, all, pause, from * HOUR + phase * (HOUR - pause), budgets);
  }

  /** What part of a priority was decided in time; 1 where none came. */
  Estimate share(Priority priority) {
    double[] sorted =
        shares.getOrDefault(priority, List.of(1.0)).stream()
            .mapToDouble(Double::doubleValue)
            .sorted()
            .toArray();
    double mean = Arrays.stream(sorted).average().orElse(1);
    return new Estimate(mean, Quantiles.of(sorted, 0.05), Quantiles.of(sorted, 0.95));
  }

  /** How many of a priority were late, by the hour in which they came. */
  int[] late(Priority priority) {
    return late.getOrDefault(priority, new int[HOURS]);
  }
}
