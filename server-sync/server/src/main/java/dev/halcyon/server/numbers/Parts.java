package dev.halcyon.server.numbers;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/**
 * Tells how a value is spread over people without telling anybody's: people in order of their
 * value, cut into up to four equal parts of at least {@link Suppression#LEAST_PEOPLE}, and the mean
 * of each part. One part alone would be a mean alone and is not told; a part that one person
 * dominates joins the next. Pure.
 */
final class Parts {
  private static final int MOST = 4;

  private Parts() {}

  /**
   * Means from those with least to those with most, rounded to a step; empty where it may not be
   * told.
   */
  static List<Long> means(long[] values, long step) {
    long[] sorted = Arrays.stream(values).sorted().toArray();
    int parts = Math.min(MOST, sorted.length / Suppression.LEAST_PEOPLE);
    for (int count = parts; count >= 2; count--) {
      List<Long> means = cut(sorted, count, step);
      if (!means.isEmpty()) {
        return means;
      }
    }
    return List.of();
  }

  /** Cuts into so many parts; empty when one of them tells of a person. */
  private static List<Long> cut(long[] sorted, int count, long step) {
    List<Long> means = new ArrayList<>();
    for (int part = 0; part < count; part++) {
      int from = (int) ((long) sorted.length * part / count);
      int until = (int) ((long) sorted.length * (part + 1) / count);
      long[] of = Arrays.copyOfRange(sorted, from, until);
      long sum = Arrays.stream(of).sum();
      // Nobody had anything: that is everybody's value, and says of each that it is nothing.
      long rest = sum - of[of.length - 1] - of[of.length - 2];
      if (sum > 0 && rest * 5 < of[of.length - 1]) {
        return List.of();
      }
      means.add(Math.round((double) sum / of.length / step) * step);
    }
    return means;
  }
}
