package dev.halcyon.engine.text;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;

/** Makes of what each part of a text adds to a score the few stretches worth showing. Stateless. */
public final class CarriedShares {
  private static final int MOST = 5;

  /** A part has to carry this share of what speaks for the category to be shown. */
  private static final double SMALLEST_SHARE = 0.06;

  private CarriedShares() {}

  /** Parts {@code [first, last]} side by side, and the share of the score they carry together. */
  public record Stretch(int first, int last, double share) {}

  /** The stretches that carry most, in reading order; none where nothing speaks for the score. */
  public static List<Stretch> of(double[] carried) {
    double total = 0;
    for (double part : carried) {
      total += Math.max(0, part);
    }
    List<Stretch> stretches = new ArrayList<>();
    for (int part = 0; part < carried.length && total > 0; ) {
      int first = part;
      double share = 0;
      while (part < carried.length && carried[part] / total >= SMALLEST_SHARE) {
        share += carried[part++] / total;
      }
      if (part > first) {
        stretches.add(new Stretch(first, part - 1, Math.min(1, share)));
      } else {
        part++;
      }
    }
    stretches.sort(Comparator.comparingDouble(Stretch::share).reversed());
    return stretches.stream().limit(MOST).sorted(Comparator.comparingInt(Stretch::first)).toList();
  }
}
