package dev.halcyon.engine.fingerprint.bank;

import dev.halcyon.engine.fingerprint.HashBits;
import dev.halcyon.engine.fingerprint.bank.BankBase.Found;
import java.lang.foreign.MemorySegment;

/**
 * Exact search by multi-index hashing (Norouzi, Punjani, Fleet 2012): hashes of {@code m} 16-bit
 * blocks at most {@code r} bits apart agree in some block to within {@code ⌊r/m⌋} bits, so looking
 * up each block, and each block with one bit changed, meets every match. For SimHash within 3 that
 * is the permuted tables of Manku, Jain, Sarma (2007). Wider searches read every hash. Immutable
 * and safe for any thread.
 */
final class BlockSearch {
  /** Keys looked up in one table at most: the block itself and each with one bit changed. */
  private static final int MOST_KEYS = 17;

  /** Candidates compared in one go. */
  private static final int BATCH = 4096;

  private final int words;
  private final int tables;
  private final int count;
  private final MemorySegment hashes;
  private final MemorySegment starts;
  private final MemorySegment ordinals;
  private final MemorySegment copies;

  /** Over the parts of a base file, see {@link BankLayout.Part}. */
  BlockSearch(
      HashKind kind,
      int count,
      MemorySegment hashes,
      MemorySegment starts,
      MemorySegment ordinals,
      MemorySegment copies) {
    this.words = kind.words();
    this.tables = kind.tables();
    this.count = count;
    this.hashes = hashes;
    this.starts = starts;
    this.ordinals = ordinals;
    this.copies = copies;
  }

  /** Gives every entry at most {@code within} bits from the query once, in no order. */
  void search(HashBits query, int within, Found found) {
    if (within == 0) {
      exact(query, found);
    } else if (within / tables > 1) {
      everyOne(query, within, found);
    } else if (words == 1) {
      permuted(query, within, found);
    } else {
      indexed(query, within, found);
    }
  }

  private static int key(HashBits hash, int table) {
    return (int) (hash.word(table / 4) >>> 48 - 16 * (table & 3)) & 0xffff;
  }

  private static int probes(int within, int tables) {
    return within >= tables ? MOST_KEYS : 1;
  }

  /** The block as it is, then with each bit changed. */
  private static int probe(int key, int number) {
    return number == 0 ? key : key ^ 1 << number - 1;
  }

  private int start(int table, int key) {
    return starts.get(BankLayout.INT, 4L * ((long) table * BankLayout.STARTS + key));
  }

  private long word(int entry, int index) {
    return hashes.get(BankLayout.LONG, 8L * ((long) entry * words + index));
  }

  /**
   * Hashes of four words lie in one place only, so each candidate is a miss of the cache. All of a
   * table are gathered first and then compared in one plain loop, so that the misses overlap.
   */
  private void indexed(HashBits query, int within, Found found) {
    int[] candidates = new int[BATCH];
    for (int table = 0; table < tables; table++) {
      int key = key(query, table);
      int filled = 0;
      long row = (long) (table - 1) * count;
      for (int number = 0; number < probes(within, tables); number++) {
        int probe = probe(key, number);
        int to = start(table, probe + 1);
        for (int i = start(table, probe); i < to; ) {
          int batch = Math.min(to - i, BATCH - filled);
          if (table == 0) {
            for (int k = 0; k < batch; k++) {
              candidates[filled + k] = i + k;
            }
          } else {
            for (int k = 0; k < batch; k++) {
              candidates[filled + k] = ordinals.get(BankLayout.INT, 4 * (row + i + k));
            }
          }
          i += batch;
          filled += batch;
          if (filled == BATCH) {
            compare(candidates, filled, query, within, table, found);
            filled = 0;
          }
        }
      }
      compare(candidates, filled, query, within, table, found);
    }
  }

  private void compare(
      int[] candidates, int filled, HashBits query, int within, int table, Found found) {
    long a = query.word(0);
    long b = query.word(1);
    long c = query.word(2);
    long d = query.word(3);
    for (int i = 0; i < filled; i++) {
      long at = 32L * candidates[i];
      int distance =
          Long.bitCount(hashes.get(BankLayout.LONG, at) ^ a)
              + Long.bitCount(hashes.get(BankLayout.LONG, at + 8) ^ b)
              + Long.bitCount(hashes.get(BankLayout.LONG, at + 16) ^ c)
              + Long.bitCount(hashes.get(BankLayout.LONG, at + 24) ^ d);
      if (distance <= within && isFirst(candidates[i], query, within, table)) {
        found.entry(candidates[i], distance);
      }
    }
  }

  /** Hashes of one word are copied in the order of each table: a list is read in one go. */
  private void permuted(HashBits query, int within, Found found) {
    long bits = query.word(0);
    for (int table = 0; table < tables; table++) {
      int key = key(query, table);
      MemorySegment in = table == 0 ? hashes : copies;
      long row = table == 0 ? 0 : (long) (table - 1) * count;
      for (int number = 0; number < probes(within, tables); number++) {
        int to = start(table, probe(key, number) + 1);
        for (int i = start(table, probe(key, number)); i < to; i++) {
          int distance = Long.bitCount(in.get(BankLayout.LONG, 8 * (row + i)) ^ bits);
          if (distance <= within) {
            int entry = table == 0 ? i : ordinals.get(BankLayout.INT, 4 * (row + i));
            if (isFirst(entry, query, within, table)) {
              found.entry(entry, distance);
            }
          }
        }
      }
    }
  }

  /** Whether no earlier table leads to the entry, so that it is given once without a memory. */
  private boolean isFirst(int entry, HashBits query, int within, int table) {
    int reach = within / tables;
    for (int earlier = 0; earlier < table; earlier++) {
      int key = (int) (word(entry, earlier / 4) >>> 48 - 16 * (earlier & 3)) & 0xffff;
      if (Integer.bitCount(key ^ key(query, earlier)) <= reach) {
        return false;
      }
    }
    return true;
  }

  private void everyOne(HashBits query, int within, Found found) {
    for (int entry = 0; entry < count; entry++) {
      int distance = 0;
      for (int i = 0; i < words; i++) {
        distance += Long.bitCount(word(entry, i) ^ query.word(i));
      }
      if (distance <= within) {
        found.entry(entry, distance);
      }
    }
  }

  private void exact(HashBits query, Found found) {
    int key = key(query, 0);
    int low = start(0, key);
    int end = start(0, key + 1);
    int high = end;
    while (low < high) {
      int middle = (low + high) >>> 1;
      if (order(middle, query) < 0) {
        low = middle + 1;
      } else {
        high = middle;
      }
    }
    for (; low < end && order(low, query) == 0; low++) {
      found.entry(low, 0);
    }
  }

  private int order(int entry, HashBits query) {
    for (int i = 0; i < words; i++) {
      int order = Long.compareUnsigned(word(entry, i), query.word(i));
      if (order != 0) {
        return order;
      }
    }
    return 0;
  }
}
