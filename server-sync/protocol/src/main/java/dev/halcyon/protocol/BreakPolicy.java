package dev.halcyon.protocol;

/**
 * When the desk reminds a person of a break and when it softly locks, all in seconds.
 *
 * @param remindAfter work without a break after which it reminds
 * @param lockAfter work without a break after which it locks, with what is open left to save
 * @param length how long a break is
 * @param snooze how long a reminder can be put off
 * @param snoozes how often, until the next break
 */
public record BreakPolicy(int remindAfter, int lockAfter, int length, int snooze, int snoozes) {
  /** What holds for a policy that says nothing of it. */
  public static final BreakPolicy USUAL = new BreakPolicy(3000, 3600, 600, 300, 2);
}
