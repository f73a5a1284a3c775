package dev.halcyon.engine.capacity;

import dev.halcyon.protocol.PlanRequest;
import dev.halcyon.protocol.Priority;
import dev.halcyon.protocol.SeverityBand;
import java.util.List;
import java.util.Map;

/**
 * A first answer to how many people one language needs in each hour, by formulas. What has to be
 * decided within two hours is staffed hour by hour (Erlang C, a priority with all that go before
 * it); what may wait longer is spread over the day, so that the team is as level as its time limits
 * allow; limits on exposure are used up evenly over a shift. Immutable.
 */
final class HourlyNeeds {
  static final int HOURS = Roster.HOURS;
  private static final double HOUR = 3600;
  private static final double URGENT = 2 * HOUR;

  /** Who handles exponentially takes longer than this many means in 2 % of cases. */
  private static final double LONG_HANDLING = 4;

  private final PlanRequest request;
  private final double casesPerDay;
  private final double[] dayShape;
  private final Map<Priority, PlanRequest.Target> targets;

  /**
   * @param casesPerDay of this language
   * @param dayShape share of each hour; adds up to 1
   */
  HourlyNeeds(PlanRequest request, double casesPerDay, double[] dayShape) {
    this.request = request;
    this.casesPerDay = casesPerDay;
    this.dayShape = dayShape;
    this.targets =
        request.targets().stream()
            .collect(java.util.stream.Collectors.toMap(PlanRequest.Target::priority, each -> each));
  }

  /** People that an hour's cases would keep busy without a pause, of priorities up to one. */
  double load(int hour, Priority upTo) {
    return casesPerDay * dayShape[hour] * secondsPerCase(upTo) / HOUR;
  }

  private double secondsPerCase(Priority upTo) {
    return upTo(upTo).stream().mapToDouble(each -> each.share() * each.handlingSeconds()).sum();
  }

  private List<PlanRequest.Work> upTo(Priority priority) {
    return request.work().stream()
        .filter(each -> each.priority().compareTo(priority) <= 0)
        .toList();
  }

  /** The least team, the same at all hours, that does a day's work in a day. */
  int level() {
    double work = 0;
    for (int hour = 0; hour < HOURS; hour++) {
      work += load(hour, Priority.P2);
    }
    return (int) Math.ceil(work / HOURS);
  }

  /** People at their desks that each hour needs, for its work and its time limits. */
  int[] atDesks() {
    int[] urgent = new int[HOURS];
    for (PlanRequest.Target target : request.targets()) {
      double share = upTo(target.priority()).stream().mapToDouble(PlanRequest.Work::share).sum();
      if (target.withinSeconds() <= URGENT && share > 0) {
        double mean = secondsPerCase(target.priority()) / share;
        double wait = Math.max(0, target.withinSeconds() - LONG_HANDLING * mean);
        for (int hour = 0; hour < HOURS; hour++) {
          double load = load(hour, target.priority());
          urgent[hour] = Math.max(urgent[hour], ErlangC.staff(load, mean, wait, target.share()));
        }
      }
    }
    for (int level = level(); ; level++) {
      int[] needs = new int[HOURS];
      for (int hour = 0; hour < HOURS; hour++) {
        needs[hour] = Math.max(urgent[hour], level);
      }
      if (isInTime(needs)) {
        return needs;
      }
    }
  }

  /** Whether each priority's work, as a flow, is done within its time in a day that repeats. */
  private boolean isInTime(int[] people) {
    for (Priority priority : List.of(Priority.P0, Priority.P1, Priority.P2)) {
      PlanRequest.Target target = targets.get(priority);
      double within = target == null ? HOURS * HOUR : target.withinSeconds();
      int hours = (int) Math.max(1, Math.floor(within / HOUR));
      if (!isDone(people, priority, hours)) {
        return false;
      }
    }
    return true;
  }

  private boolean isDone(int[] people, Priority upTo, int within) {
    int length = HOURS * 3 + within;
    double[] come = new double[length];
    double[] done = new double[length];
    double allCome = 0;
    double allDone = 0;
    for (int hour = 0; hour < length; hour++) {
      allCome += load(hour % HOURS, upTo);
      allDone = Math.min(allCome, allDone + people[hour % HOURS]);
      come[hour] = allCome;
      done[hour] = allDone;
    }
    for (int hour = HOURS; hour + within < length; hour++) {
      if (done[hour + within] < come[hour] - 1e-9) {
        return false;
      }
    }
    return true;
  }

  /** People at their desks that an hour needs, lest somebody pass a limit on exposure. */
  int forCaps(int hour) {
    double most = 0;
    for (PlanRequest.Cap cap : request.caps()) {
      double share = cap.minutesPerShift() / (request.shiftHours() * 60.0);
      most = Math.max(most, bandLoad(hour, cap.band()) / Math.min(1, share));
    }
    return (int) Math.ceil(most - 1e-9);
  }

  private double bandLoad(int hour, SeverityBand band) {
    return request.work().stream()
        .filter(each -> each.band() == band)
        .mapToDouble(
            each -> casesPerDay * dayShape[hour] * each.share() * each.handlingSeconds() / HOUR)
        .sum();
  }
}
