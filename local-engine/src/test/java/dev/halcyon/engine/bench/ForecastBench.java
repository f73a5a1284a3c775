package dev.halcyon.engine.bench;

import dev.halcyon.engine.capacity.GeneratedWeeks;
import dev.halcyon.engine.capacity.GeneratedWeeks.Check;
import java.util.ArrayList;
import java.util.List;

/**
 * How good the breach forecast is on generated weeks: forecast each two hours of the last two weeks
 * of six teams, from what was before, beside one who always says the share that came.
 */
public final class ForecastBench {
  private static final int TEAMS = 6;
  private static final int WEEKS = 6;
  private static final double EVERY = 7_200;

  private ForecastBench() {}

  public static void main(String[] arguments) {
    List<GeneratedWeeks> teams = new ArrayList<>();
    for (int team = 0; team < TEAMS; team++) {
      teams.add(new GeneratedWeeks(100 + team, WEEKS, 40, 0.90 + 0.05 * team));
    }
    for (int hours : new int[] {1, 4}) {
      List<Check> checks = new ArrayList<>();
      teams.forEach(team -> checks.addAll(team.checks(WEEKS - 2, EVERY, hours)));
      print(
          "any case of a queue late within " + hours + " h", "forecast.any-" + hours + "h", checks);
    }
    List<Check> cases = new ArrayList<>();
    teams.forEach(team -> cases.addAll(team.caseChecks(WEEKS - 2, EVERY, 1)));
    print("an open case that is due within 1 h", "forecast.case-1h", cases);
  }

  private static void print(String what, String name, List<Check> checks) {
    System.out.println(what + ": said, how often, what came");
    for (double[] row : GeneratedWeeks.table(checks)) {
      System.out.printf(
          "  %.1f-%.1f  %6.0f times  said %.3f  came %.3f%n",
          row[0], row[0] + 0.1, row[1], row[2], row[3]);
    }
    System.out.printf("figure %s.share %.4f%n", name, GeneratedWeeks.share(checks));
    System.out.printf("figure %s.brier %.4f%n", name, GeneratedWeeks.brier(checks));
    System.out.printf("figure %s.brier-constant %.4f%n", name, GeneratedWeeks.constant(checks));
    System.out.printf(
        "figure %s.calibration-error %.4f%n", name, GeneratedWeeks.calibration(checks));
  }
}
