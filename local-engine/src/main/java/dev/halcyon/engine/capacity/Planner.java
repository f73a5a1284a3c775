package dev.halcyon.engine.capacity;

import dev.halcyon.protocol.Plan;
import dev.halcyon.protocol.PlanLimit;
import dev.halcyon.protocol.PlanRequest;
import dev.halcyon.protocol.Priority;
import dev.halcyon.protocol.ReachedAt;
import dev.halcyon.protocol.UserProblem;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;

/**
 * Says how many people a team's work needs in each hour and language, and what decides it: the
 * load, a time limit or a limit on exposure. Formulas give a first answer, simulated days check it,
 * and hours whose cases come too late get more people until the targets hold. Pure: the same
 * request gets the same plan. Each language is a team of its own, which asks for a few people more
 * than a team whose people speak several.
 */
public final class Planner {
  private static final int ROUNDS = 60;

  private Planner() {}

  /**
   * Makes a plan.
   *
   * @throws UserProblem {@code plan.field}, {@code plan.size}
   */
  public static Plan plan(PlanRequest request) {
    PlanCheck.check(request);
    double cases = request.volumePerDay() * PlanCheck.toPeople(request);
    double seconds =
        request.work().stream().mapToDouble(each -> each.share() * each.handlingSeconds()).sum();
    double workHours = cases * seconds / 3600;
    List<Plan.LanguagePlan> languages =
        request.languages().stream()
            .map(each -> language(request, each.language(), cases * each.share()))
            .toList();
    return new Plan(
        tiers(request),
        cases,
        workHours,
        workHours / request.shiftHours(),
        languages.stream().mapToInt(Plan.LanguagePlan::headcount).sum(),
        languages);
  }

  /** What reaches each place: all that was not settled before it. */
  private static List<Plan.TierLoad> tiers(PlanRequest request) {
    List<Plan.TierLoad> loads = new ArrayList<>();
    List<PlanRequest.Tier> ordered =
        request.tiers().stream().sorted(Comparator.comparing(PlanRequest.Tier::place)).toList();
    for (int place = 0; place < ordered.size(); place++) {
      // Summed from the end: a small rest of a large sum would lose digits.
      double share =
          ordered.subList(place, ordered.size()).stream()
              .mapToDouble(PlanRequest.Tier::share)
              .sum();
      ReachedAt at = ordered.get(place).place();
      double perDay = request.volumePerDay() * share;
      loads.add(new Plan.TierLoad(at, perDay, perDay / 86_400));
    }
    return loads;
  }

  private static Plan.LanguagePlan language(PlanRequest request, String language, double cases) {
    double[] shape = shape(request.hours());
    HourlyNeeds needs = new HourlyNeeds(request, cases, shape);
    PlayedDays days = new PlayedDays(request, cases, shape);
    int[] desks = needs.atDesks();
    int[] people = new int[Roster.HOURS];
    boolean met = false;
    for (int round = 0; round < ROUNDS && !met; round++) {
      for (int hour = 0; hour < Roster.HOURS; hour++) {
        people[hour] = present(request, Math.max(desks[hour], needs.forCaps(hour)));
      }
      days.play(people);
      met = request.targets().stream().allMatch(each -> isMet(days, each));
      if (!met && round < ROUNDS - 1) {
        raise(desks, people, request, days);
      }
    }
    List<Plan.Hour> hours = new ArrayList<>();
    for (int hour = 0; hour < Roster.HOURS; hour++) {
      double load = needs.load(hour, Priority.P2);
      PlanLimit limit = limit(needs, hour, desks[hour], people[hour]);
      hours.add(new Plan.Hour(hour, cases * shape[hour], load, people[hour], limit));
    }
    return languagePlan(request, language, days, hours, people, met);
  }

  private static Plan.LanguagePlan languagePlan(
      PlanRequest request,
      String language,
      PlayedDays days,
      List<Plan.Hour> hours,
      int[] people,
      boolean met) {
    int[] begins = Roster.begins(people, request.shiftHours());
    List<Plan.Shift> shifts = new ArrayList<>();
    for (int hour = 0; hour < begins.length; hour++) {
      if (begins[hour] > 0) {
        shifts.add(new Plan.Shift(hour, begins[hour]));
      }
    }
    List<Plan.Attained> attained =
        request.targets().stream()
            .sorted(Comparator.comparing(PlanRequest.Target::priority))
            .map(
                each ->
                    new Plan.Attained(each.priority(), days.share(each.priority()), each.share()))
            .toList();
    return new Plan.LanguagePlan(
        language, Arrays.stream(begins).sum(), hours, shifts, attained, met);
  }

  private static double[] shape(List<Double> hours) {
    double[] shape = new double[Roster.HOURS];
    double sum = hours.stream().mapToDouble(Double::doubleValue).sum();
    for (int hour = 0; hour < shape.length; hour++) {
      shape[hour] = hours.isEmpty() ? 1.0 / shape.length : hours.get(hour) / sum;
    }
    return shape;
  }

  /** So many must be there that this many are at their desks while others pause. */
  private static int present(PlanRequest request, int atDesks) {
    return (int) Math.ceil(atDesks / (1 - request.breakMinutesPerHour() / 60) - 1e-9);
  }

  private static boolean isMet(PlayedDays days, PlanRequest.Target target) {
    return days.share(target.priority()).value() >= target.share();
  }

  /** Adds people where most cases were late, and an hour before, where their wait began. */
  private static void raise(int[] desks, int[] people, PlanRequest request, PlayedDays days) {
    boolean[] lacking = new boolean[Roster.HOURS];
    for (PlanRequest.Target target : request.targets()) {
      if (!isMet(days, target)) {
        int[] late = days.late(target.priority());
        int most = Arrays.stream(late).max().orElse(0);
        for (int hour = 0; hour < late.length; hour++) {
          lacking[hour] |= late[hour] * 2 >= most && late[hour] > 0;
        }
      }
    }
    for (int hour = 0; hour < lacking.length; hour++) {
      if (lacking[hour] || lacking[(hour + 1) % lacking.length]) {
        desks[hour] = Math.max(desks[hour], (int) (people[hour] * atDesk(request)));
        desks[hour] += Math.max(1, desks[hour] / 25);
      }
    }
  }

  private static double atDesk(PlanRequest request) {
    return 1 - request.breakMinutesPerHour() / 60;
  }

  private static PlanLimit limit(HourlyNeeds needs, int hour, int desks, int people) {
    if (people == 0) {
      return PlanLimit.NONE;
    }
    if (needs.forCaps(hour) > desks) {
      return PlanLimit.CAP;
    }
    return desks > needs.level() ? PlanLimit.SLA : PlanLimit.LOAD;
  }
}
