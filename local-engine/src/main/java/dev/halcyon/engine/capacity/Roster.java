package dev.halcyon.engine.capacity;

import java.util.Arrays;

/**
 * Finds how many people begin at which hour of a day that repeats itself, so that each hour has as
 * many as it needs. Pure. Walks round the day from each hour in turn and lets people begin where
 * somebody is lacking, drops who is not needed, and keeps the smallest team: always enough, and
 * nearly always the fewest ({@code RosterTest} bounds how far it is off).
 */
final class Roster {
  static final int HOURS = 24;

  private Roster() {}

  /**
   * How many begin at each hour.
   *
   * @param need people by hour, 24 of them
   * @param shift hours a person stays, 1 to 24
   */
  static int[] begins(int[] need, int shift) {
    int[] best = new int[HOURS];
    int least = Integer.MAX_VALUE;
    for (int start = 0; start < HOURS; start++) {
      int[] begins = from(start, need, shift);
      int people = Arrays.stream(begins).sum();
      if (people < least) {
        least = people;
        best = begins;
      }
    }
    return best;
  }

  private static int[] from(int start, int[] need, int shift) {
    int[] begins = new int[HOURS];
    for (int step = 0; step < HOURS; step++) {
      int hour = (start + step) % HOURS;
      begins[hour] += Math.max(0, need[hour] - present(begins, hour, shift));
    }
    for (int step = 0; step < HOURS; step++) {
      int hour = (start + step) % HOURS;
      begins[hour] -= Math.min(begins[hour], spare(begins, need, hour, shift));
    }
    return begins;
  }

  /** How many are there in an hour. */
  static int present(int[] begins, int hour, int shift) {
    int there = 0;
    for (int back = 0; back < shift; back++) {
      there += begins[(hour - back + HOURS) % HOURS];
    }
    return there;
  }

  private static int spare(int[] begins, int[] need, int from, int shift) {
    int spare = Integer.MAX_VALUE;
    for (int on = 0; on < shift; on++) {
      int hour = (from + on) % HOURS;
      spare = Math.min(spare, present(begins, hour, shift) - need[hour]);
    }
    return spare;
  }
}
