package dev.halcyon.engine.capacity;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * Learns how long a person is taken up by a case, pauses included, from when cases were decided.
 * Where the next case waited already when the one before was decided, the time between the two
 * decisions is its turn: handling, what lies between, breaks. Where it came later, the person had
 * nothing to do, and only its handling counts. Pure.
 */
public final class TurnTimes {
  /** Who paused for longer has left. */
  private static final double LONGEST_PAUSE = 1_800;

  private TurnTimes() {}

  /**
   * A decision.
   *
   * @param person anything that tells people apart; used here and forgotten
   * @param group of the case
   * @param came seconds at which the case came
   * @param decided seconds, on the same clock
   * @param handling seconds from opening to deciding
   */
  public record Turn(Object person, int group, double came, double decided, double handling) {}

  /** By group the seconds that its cases took, in the order in which they were decided. */
  public static Map<Integer, List<Double>> of(List<Turn> turns) {
    Map<Object, Double> before = new HashMap<>();
    Map<Integer, List<Double>> taken = new HashMap<>();
    for (Turn turn : turns.stream().sorted(Comparator.comparingDouble(Turn::decided)).toList()) {
      Double last = before.put(turn.person(), turn.decided());
      double seconds = turn.handling();
      if (last != null && turn.came() <= last && turn.decided() - last <= LONGEST_PAUSE) {
        seconds = Math.max(seconds, turn.decided() - last);
      }
      taken.computeIfAbsent(turn.group(), _ -> new ArrayList<>()).add(seconds);
    }
    return taken;
  }
}
