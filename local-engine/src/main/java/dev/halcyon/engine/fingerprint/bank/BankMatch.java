package dev.halcyon.engine.fingerprint.bank;

import dev.halcyon.engine.fingerprint.HashBits;
import java.util.Comparator;

/**
 * A known fingerprint within reach of one that was searched for. Immutable.
 *
 * @param distance bits that differ
 */
public record BankMatch(BankEntry entry, int distance) {
  /** By distance, then hash as a number, then label. */
  static final Comparator<BankMatch> NEAREST_FIRST =
      Comparator.comparingInt(BankMatch::distance)
          .thenComparing(match -> match.entry().hash(), HashBits::compare)
          .thenComparing(match -> match.entry().label());
}
