package dev.halcyon.protocol;

/**
 * How severe work is spread over time and people.
 *
 * @param afterCases severe cases after which neutral work comes, 0 for no such number
 * @param afterSeconds weighed seconds of severe work after which it comes, 0 for no such time
 * @param neutralCases how many neutral cases then come before the next severe one, at least 1
 * @param interleave the share of a person's cases that are neutral at least, 0..1
 * @param aboveMean how far above the mean of those at work a person's severe week may lie before
 *     severe cases with time left go to others first, as a share of that mean; 0 turns it off
 * @param spare the share of a case's time to decide that must be left for it to go to others first
 *     or to wait for neutral work, 0..1
 */
public record RotationPolicy(
    int afterCases,
    int afterSeconds,
    int neutralCases,
    double interleave,
    double aboveMean,
    double spare) {
  /** What holds for a policy that says nothing of it. */
  public static final RotationPolicy NONE = new RotationPolicy(0, 0, 1, 0, 0, 0.5);
}
