package dev.halcyon.engine.fingerprint.bank;

import java.io.IOException;

/** Walks entries in ascending order of hash (as unsigned numbers), then label. */
interface EntryCursor {
  /** Goes to the next entry; false at the end. */
  boolean next() throws IOException;

  /** One word of the entry's hash. */
  long word(int index);

  /** 0..100 or −1. */
  int quality();

  String label();

  /** Whether two cursors stand at the same hash, before it, or after it. */
  static int compare(EntryCursor left, EntryCursor right, int words) {
    for (int i = 0; i < words; i++) {
      int order = Long.compareUnsigned(left.word(i), right.word(i));
      if (order != 0) {
        return order;
      }
    }
    return left.label().compareTo(right.label());
  }
}
