package dev.halcyon.server.numbers;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.BitSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * Says which groups of facts may be told so that nobody's part can be made out, not from a group,
 * nor from the difference of two, nor from all less what is told. Pure.
 *
 * <p>A set of facts is <em>safe</em> when at least {@link #LEAST_PEOPLE} people stand behind it and
 * none of them so far outweighs the rest that the set tells of that person: what all but the two
 * largest contributed is at least a fifth of the largest (the p% rule of statistical offices). A
 * group is told only if it is safe, what two told groups do not share is safe or empty on either
 * side, and what a partition leaves untold is safe or empty. Numbers that add up (counts) are told
 * of one partition and its whole alone: sets within sets, of which every sum and difference is made
 * of the pieces that were checked (docs/decisions/0301).
 */
final class Suppression {
  static final int LEAST_PEOPLE = 5;
  private static final double LEAST_REST = 0.2;

  private final int[] personOf;
  private final int people;

  /**
   * @param personOf the person behind each fact, numbered from 0
   */
  Suppression(int[] personOf) {
    this.personOf = personOf.clone();
    this.people = Arrays.stream(personOf).max().orElse(-1) + 1;
  }

  /** Whether a set of facts says nothing of one person. */
  boolean isSafe(BitSet facts) {
    long[] parts = new long[people];
    for (int fact = facts.nextSetBit(0); fact >= 0; fact = facts.nextSetBit(fact + 1)) {
      parts[personOf[fact]]++;
    }
    return isSafe(parts);
  }

  /** The same for what each person contributed. */
  static boolean isSafe(long[] parts) {
    long[] ordered = Arrays.stream(parts).filter(part -> part > 0).sorted().toArray();
    if (ordered.length < LEAST_PEOPLE) {
      return false;
    }
    long rest = Arrays.stream(ordered, 0, ordered.length - 2).sum();
    return rest >= LEAST_REST * ordered[ordered.length - 1];
  }

  /**
   * Which groups may be told.
   *
   * @param whole all facts
   * @param partitions each splits the whole into groups by name
   * @return the same partitions with the groups that may be told; all empty when the whole may not
   */
  List<Map<String, BitSet>> told(BitSet whole, List<Map<String, BitSet>> partitions) {
    List<Map<String, BitSet>> told = new ArrayList<>();
    List<BitSet> all = new ArrayList<>();
    boolean open = isSafe(whole);
    all.add(whole);
    for (Map<String, BitSet> partition : partitions) {
      Map<String, BitSet> kept = new LinkedHashMap<>();
      if (open) {
        partition.entrySet().stream()
            // The largest first: they are told, and what is small beside them gives way.
            .sorted(
                Map.Entry.<String, BitSet>comparingByValue(
                        (one, other) -> other.cardinality() - one.cardinality())
                    .thenComparing(Map.Entry.comparingByKey()))
            .filter(group -> isSafe(group.getValue()) && fits(group.getValue(), all, kept))
            .forEach(group -> kept.put(group.getKey(), group.getValue()));
        dropUntilTheRestIsSafe(whole, kept);
        all.addAll(kept.values());
        all.add(rest(whole, kept)); // what is left is known by subtraction
      }
      told.add(kept);
    }
    return told;
  }

  private boolean fits(BitSet group, List<BitSet> before, Map<String, BitSet> beside) {
    // Of one partition two groups share nothing: their differences are themselves.
    return before.stream().allMatch(other -> isApart(group, other) && isApart(other, group))
        && beside.values().stream().noneMatch(other -> other.intersects(group));
  }

  private boolean isApart(BitSet one, BitSet other) {
    if (!one.intersects(other)) {
      return true; // their difference is the one itself, which is safe
    }
    BitSet rest = (BitSet) one.clone();
    rest.andNot(other);
    return rest.isEmpty() || isSafe(rest);
  }

  private void dropUntilTheRestIsSafe(BitSet whole, Map<String, BitSet> kept) {
    while (true) {
      BitSet rest = rest(whole, kept);
      if (rest.isEmpty() || isSafe(rest) || kept.isEmpty()) {
        return;
      }
      kept.remove(List.copyOf(kept.keySet()).getLast()); // the smallest
    }
  }

  private static BitSet rest(BitSet whole, Map<String, BitSet> told) {
    BitSet rest = (BitSet) whole.clone();
    told.values().forEach(rest::andNot);
    return rest;
  }
}
