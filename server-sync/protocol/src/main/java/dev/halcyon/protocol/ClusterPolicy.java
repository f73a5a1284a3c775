package dev.halcyon.protocol;

/**
 * What a policy says of items that are nearly the same as one that waits for a person already.
 *
 * @param join whether such an item joins the case that waits instead of making its own
 * @param nearFollows whether the decision on a case holds for members that are nearly the same too;
 *     else each is looked at by itself once the case is decided. Members that are exactly the same
 *     follow in any case
 * @param most members of one case, at least 1; the next like item makes a case again
 */
public record ClusterPolicy(boolean join, boolean nearFollows, int most) {
  /** What holds for a policy that says nothing of it. */
  public static final ClusterPolicy USUAL = new ClusterPolicy(true, false, 10_000);
}
