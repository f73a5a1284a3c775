package dev.halcyon.engine.fingerprint.bank;

import dev.halcyon.engine.fingerprint.HashBits;
import dev.halcyon.protocol.UserProblem;
import java.nio.charset.StandardCharsets;

/**
 * One known fingerprint. A bank holds a hash once for each label. Immutable.
 *
 * @param quality 0..100 as whoever made the hash stated it, or {@link #UNSTATED}
 * @param label what the list's maker says of it, may be empty
 */
public record BankEntry(HashBits hash, int quality, String label) {
  /** No quality was stated. */
  public static final int UNSTATED = -1;

  /** Longest label in bytes of UTF-8. */
  public static final int LONGEST_LABEL = 1000;

  public BankEntry {
    if (quality < UNSTATED || quality > 100) {
      throw new UserProblem(
          "bank.quality", "A quality of " + quality + " cannot be.", "State 0 to 100, or nothing.");
    }
    if (label.length() > LONGEST_LABEL / 3
        && label.getBytes(StandardCharsets.UTF_8).length > LONGEST_LABEL) {
      throw new UserProblem(
          "bank.label",
          "The label '" + label.substring(0, 40) + "…' is longer than " + LONGEST_LABEL + " bytes.",
          "Keep what is longer in a list of its own and refer to it.");
    }
  }
}
