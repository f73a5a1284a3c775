package dev.halcyon.engine.fingerprint.bank;

import dev.halcyon.engine.fingerprint.HashBits;

/**
 * A known fingerprint within reach of one that was searched for. Immutable.
 *
 * @param distance bits that differ
 */
public record BankMatch(BankEntry entry, int distance) {
  /** By distance, then hash as a number, then label. */
  static int compare(BankMatch left, BankMatch right) {
    if (left.distance != right.distance) {
      return Integer.compare(left.distance, right.distance);
    }
    int order = HashBits.compare(left.entry.hash(), right.entry.hash());
    return order != 0 ? order : left.entry.label().compareTo(right.entry.label());
  }
}
