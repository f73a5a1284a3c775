package dev.halcyon.engine.capacity;

import dev.halcyon.protocol.Estimate;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.SplittableRandom;
import java.util.random.RandomGenerator;

/**
 * Says how likely cases are decided too late in the next hours, by playing the queues many times
 * from where they stand: cases in their order, arrivals and handling times as the past shows them,
 * the people who are at work on what they may take. What is not known for sure (rates, handling
 * times) is drawn anew {@value #WORLDS} times, and each such world is played {@value #PLAYS} times:
 * a probability is the mean over worlds, its band the middle nine tenths of them. Pure: the same
 * situation gets the same forecast.
 */
public final class BreachForecast {
  /** How many times what is not known is drawn. */
  static final int WORLDS = 20;

  /** How many times each is played. */
  static final int PLAYS = 15;

  private static final double HOUR = 3600;
  private static final long SEED = 20_261_130;
  private static final int NOW = -1;

  /**
   * An open case.
   *
   * @param priority ordinal, the smaller the sooner
   * @param due seconds from now; below 0 when it is late already
   * @param begun whether somebody is at it
   */
  public record Open(int priority, double due, boolean begun) {}

  /**
   * A kind of case that comes to a group.
   *
   * @param priority ordinal
   * @param share of the group's cases
   * @param within seconds from its coming to its due time
   */
  public record Kind(int priority, double share, double within) {}

  /**
   * Cases that the same people may take: of one queue and, where the queue asks for it, language.
   *
   * @param queue number of the queue
   * @param part of the queue's cases that come to this group, 0..1
   * @param kinds of which cases come; shares add up to 1 unless there are none
   * @param handling seconds that cases took, a sample; not empty
   */
  public record Group(
      int queue,
      List<Open> open,
      ArrivalModel arrivals,
      double part,
      List<Kind> kinds,
      double[] handling) {}

  /**
   * Where the queues stand.
   *
   * @param hour the present one, in hours since 1970
   * @param intoHour seconds of it that are over
   * @param queues how many
   * @param people of everybody at work, the numbers of the groups they may take
   * @param presence people in each hour that comes, relative to now; the first is 1
   */
  public record Situation(
      long hour,
      double intoHour,
      int queues,
      List<Group> groups,
      List<int[]> people,
      double[] presence) {}

  /**
   * What a queue has to expect within some hours.
   *
   * @param any probability that one case or more is decided too late
   * @param late how many cases are
   */
  public record Outlook(Estimate any, Estimate late) {}

  private final Situation now;
  private final int[] spans;
  private final int hours;

  /** By span, queue and world. */
  private final double[][][] any;

  private final double[][][] late;

  /** By group, open case and world. */
  private final double[][][] each;

  private BreachForecast(Situation now, int[] spans) {
    this.now = now;
    this.spans = spans;
    this.hours = Arrays.stream(spans).max().orElseThrow();
    this.any = new double[spans.length][now.queues()][WORLDS];
    this.late = new double[spans.length][now.queues()][WORLDS];
    this.each = new double[now.groups().size()][][];
    for (int group = 0; group < each.length; group++) {
      each[group] = new double[now.groups().get(group).open().size()][WORLDS];
    }
  }

  /**
   * Looks ahead.
   *
   * @param spans over how many hours, each 1 or more; at least one
   */
  public static BreachForecast of(Situation now, int... spans) {
    BreachForecast forecast = new BreachForecast(now, spans.clone());
    SplittableRandom random = new SplittableRandom(SEED);
    for (int world = 0; world < WORLDS; world++) {
      forecast.play(world, random.split());
    }
    return forecast;
  }

  /**
   * What a queue has to expect.
   *
   * @param span number of the span, in the order in which they were asked for
   */
  public Outlook outlook(int span, int queue) {
    return new Outlook(estimate(any[span][queue]), estimate(late[span][queue]));
  }

  /** The probability that an open case is late; 0 for one that is due after the longest span. */
  public Estimate late(int group, int place) {
    return estimate(each[group][place]);
  }

  private static Estimate estimate(double[] worlds) {
    double[] sorted = worlds.clone();
    Arrays.sort(sorted);
    double mean = Arrays.stream(sorted).average().orElse(0);
    return new Estimate(mean, Quantiles.of(sorted, 0.05), Quantiles.of(sorted, 0.95));
  }

  private void play(int world, SplittableRandom random) {
    List<double[]> rates = new ArrayList<>();
    List<double[]> handling = new ArrayList<>();
    for (Group group : now.groups()) {
      rates.add(group.arrivals().draw(now.hour(), hours + 1, random));
      handling.add(resampled(group.handling(), random));
    }
    for (int play = 0; play < PLAYS; play++) {
      playOnce(world, rates, handling, random.split());
    }
  }

  /** A sample like the sample (bootstrap): as far off the truth as the sample may be. */
  private static double[] resampled(double[] sample, RandomGenerator random) {
    return random.ints(sample.length, 0, sample.length).mapToDouble(at -> sample[at]).toArray();
  }

  private void playOnce(
      int world, List<double[]> rates, List<double[]> handling, RandomGenerator random) {
    double end = hours * HOUR;
    int[][] lateNow = new int[spans.length][now.queues()];
    List<QueueSimulation.Case> waiting = new ArrayList<>();
    List<QueueSimulation.Case> coming = new ArrayList<>();
    boolean[][] inTime = new boolean[now.groups().size()][];
    for (int group = 0; group < now.groups().size(); group++) {
      Group from = now.groups().get(group);
      inTime[group] = new boolean[from.open().size()];
      for (int place = 0; place < from.open().size(); place++) {
        waiting.add(standing(group, place, drawn(handling.get(group), random)));
      }
      comeTo(group, rates.get(group), handling.get(group), random, coming);
    }
    coming.sort(Comparator.comparingDouble(QueueSimulation.Case::arrives));
    coming.forEach(comes -> count(lateNow, queue(comes), comes.due(), 1)); // until it is decided
    new QueueSimulation(
            now.groups().stream().map(_ -> new QueueSimulation.Group(0)).toList(),
            waiting,
            coming,
            team(random),
            (decided, at, _) -> {
              if (decided.mark() >= 0) {
                inTime[decided.group()][decided.mark()] = at <= due(decided);
              } else if (at <= decided.due()) {
                count(lateNow, queue(decided), decided.due(), -1);
              }
            })
        .run(end);
    tally(world, lateNow, inTime, end);
  }

  /** Counts a case in every span within which it is due. */
  private void count(int[][] lateNow, int queue, double due, int cases) {
    for (int span = 0; span < spans.length; span++) {
      if (due < spans[span] * HOUR) {
        lateNow[span][queue] += cases;
      }
    }
  }

  private int queue(QueueSimulation.Case of) {
    return now.groups().get(of.group()).queue();
  }

  private double due(QueueSimulation.Case standing) {
    return now.groups().get(standing.group()).open().get(standing.mark()).due();
  }

  private QueueSimulation.Case standing(int group, int place, double handling) {
    Open open = now.groups().get(group).open().get(place);
    int priority = open.begun() ? NOW : open.priority();
    return new QueueSimulation.Case(0, group, priority, open.due(), handling, place);
  }

  private static double drawn(double[] sample, RandomGenerator random) {
    return sample[random.nextInt(sample.length)];
  }

  private void comeTo(
      int group,
      double[] rates,
      double[] handling,
      RandomGenerator random,
      List<QueueSimulation.Case> coming) {
    Group to = now.groups().get(group);
    if (to.kinds().isEmpty()) {
      return;
    }
    for (int hour = 0; hour <= hours; hour++) {
      double rate = rates[hour] * to.part() * to.arrivals().excess(random) / HOUR;
      double from = Math.max(0, hour * HOUR - now.intoHour());
      double until = (hour + 1) * HOUR - now.intoHour();
      double at = rate > 0 ? from + random.nextExponential() / rate : until;
      for (; at < until; at += random.nextExponential() / rate) {
        Kind kind = kind(to.kinds(), random.nextDouble());
        coming.add(
            new QueueSimulation.Case(
                at, group, kind.priority(), at + kind.within(), drawn(handling, random), -1));
      }
    }
  }

  private static Kind kind(List<Kind> kinds, double drawn) {
    double left = drawn;
    for (Kind kind : kinds) {
      left -= kind.share();
      if (left < 0) {
        return kind;
      }
    }
    return kinds.getLast();
  }

  /** Who is at work stays, goes or gets company at full hours, as many as the past shows. */
  private List<QueueSimulation.Person> team(RandomGenerator random) {
    List<QueueSimulation.Person> team = new ArrayList<>();
    int there = now.people().size();
    int[] until = new int[there];
    Arrays.fill(until, hours + 1);
    List<Integer> staying = new ArrayList<>();
    for (int person = 0; person < there; person++) {
      staying.add(person);
    }
    int count = there;
    for (int hour = 1; hour <= hours && there > 0; hour++) {
      int wanted = (int) Math.round(there * presence(hour));
      for (; count > wanted && !staying.isEmpty(); count--) {
        until[staying.remove(random.nextInt(staying.size()))] = hour;
      }
      for (; count < wanted; count++) {
        team.add(person(now.people().get(random.nextInt(there)), hour, hours + 1));
      }
    }
    for (int person = 0; person < there; person++) {
      team.add(person(now.people().get(person), 0, until[person]));
    }
    return team;
  }

  private double presence(int hour) {
    return hour < now.presence().length ? now.presence()[hour] : 1;
  }

  private QueueSimulation.Person person(int[] groups, int from, int until) {
    return new QueueSimulation.Person(
        from == 0 ? 0 : from * HOUR - now.intoHour(),
        until * HOUR - now.intoHour(),
        groups,
        0,
        0,
        new double[] {Double.POSITIVE_INFINITY});
  }

  private void tally(int world, int[][] lateNow, boolean[][] inTime, double end) {
    for (int group = 0; group < inTime.length; group++) {
      List<Open> open = now.groups().get(group).open();
      for (int place = 0; place < open.size(); place++) {
        double due = open.get(place).due();
        if (!inTime[group][place] && due >= 0 && due < end) {
          each[group][place][world] += 1.0 / PLAYS;
          count(lateNow, now.groups().get(group).queue(), due, 1);
        }
      }
    }
    for (int span = 0; span < spans.length; span++) {
      for (int queue = 0; queue < now.queues(); queue++) {
        int cases = lateNow[span][queue];
        late[span][queue][world] += (double) cases / PLAYS;
        any[span][queue][world] += cases > 0 ? 1.0 / PLAYS : 0;
      }
    }
  }
}
