package dev.halcyon.engine.media;

import dev.halcyon.engine.worker.DecodedMedia;
import java.util.ArrayList;
import java.util.List;
import java.util.function.IntConsumer;

/** Says which frames of a strip are worth reading. Stateless. */
final class DifferentFrames {
  private static final int SIDE = 300;
  private static final int BLOCK = 20;

  /** Mean difference a sample of a block, of 255: less is the noise of an encoder. */
  private static final int DIFFERENT = 8;

  private DifferentFrames() {}

  /**
   * The frames that differ from the one chosen before, evenly thinned to a number.
   *
   * @param leftOut told how many differing frames were left out, when any were
   */
  static List<Integer> of(List<DecodedMedia.Frame> frames, int most, IntConsumer leftOut) {
    List<Integer> different = new ArrayList<>();
    for (int i = 0; i < frames.size(); i++) {
      if (different.isEmpty()
          || differ(frames.get(different.getLast()).rgb300(), frames.get(i).rgb300())) {
        different.add(i);
      }
    }
    if (different.size() <= most) {
      return different;
    }
    leftOut.accept(different.size() - most);
    List<Integer> thinned = new ArrayList<>();
    for (int i = 0; i < most; i++) {
      thinned.add(different.get(i * different.size() / most));
    }
    return thinned;
  }

  /** Whether a block, the size of a few letters, looks different. */
  private static boolean differ(byte[] one, byte[] other) {
    int blocks = SIDE / BLOCK;
    int[] sums = new int[blocks * blocks];
    for (int y = 0; y < SIDE; y++) {
      for (int x = 0; x < SIDE; x++) {
        int at = (y * SIDE + x) * 3 + 1;
        sums[y / BLOCK * blocks + x / BLOCK] += Math.abs((one[at] & 0xff) - (other[at] & 0xff));
      }
    }
    for (int sum : sums) {
      if (sum > DIFFERENT * BLOCK * BLOCK) {
        return true;
      }
    }
    return false;
  }
}
