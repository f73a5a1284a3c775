package dev.halcyon.engine.fingerprint.bank;

import dev.halcyon.engine.fingerprint.HashBits;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/**
 * A bank's entries as they are now: its base, which of it is withdrawn, and what was added, small
 * enough to be read through at each search. Guarded by the bank's lock.
 */
final class BankDelta {
  private final HashKind kind;
  private final int words;
  private final BankBase base;
  private final Set<BankEntry> known = new HashSet<>();
  private BankEntry[] entries = new BankEntry[16];
  private long[] hashes;
  private int size;
  private final long[] withdrawn;
  private int withdrawnCount;

  BankDelta(BankBase base) {
    this.base = base;
    this.kind = base.layout().kind();
    this.words = kind.words();
    this.hashes = new long[16 * words];
    this.withdrawn = new long[(base.count() >>> 6) + 1];
  }

  BankBase base() {
    return base;
  }

  /** Entries of the bank. */
  int size() {
    return base.count() - withdrawnCount + size;
  }

  /** Entries that differ from the base. */
  int pending() {
    return size + withdrawnCount;
  }

  private boolean isWithdrawn(int baseEntry) {
    return (withdrawn[baseEntry >>> 6] >>> baseEntry & 1) != 0;
  }

  /** Whether the bank holds a hash under a label. */
  boolean holds(BankEntry entry) {
    boolean[] found = {
      known.contains(new BankEntry(entry.hash(), BankEntry.UNSTATED, entry.label()))
    };
    base.search(
        entry.hash(),
        0,
        (each, distance) ->
            found[0] |= !isWithdrawn(each) && base.label(each).equals(entry.label()));
    return found[0];
  }

  /** Whether the bank holds a hash under any label. */
  boolean holds(HashBits hash) {
    boolean[] found = new boolean[1];
    base.search(hash, 0, (each, distance) -> found[0] |= !isWithdrawn(each));
    search(hash, 0, (each, distance) -> found[0] = true);
    return found[0];
  }

  void apply(LogFrames.Change change) {
    if (change.withdrawn()) {
      withdraw(change.entry().hash());
    } else if (!holds(change.entry())) {
      add(change.entry());
    }
  }

  private void add(BankEntry entry) {
    if (size == entries.length) {
      entries = Arrays.copyOf(entries, size * 2);
      hashes = Arrays.copyOf(hashes, size * 2 * words);
    }
    set(size++, entry);
    known.add(new BankEntry(entry.hash(), BankEntry.UNSTATED, entry.label()));
  }

  private void set(int at, BankEntry entry) {
    entries[at] = entry;
    for (int i = 0; i < words; i++) {
      hashes[at * words + i] = entry.hash().word(i);
    }
  }

  private void withdraw(HashBits hash) {
    base.search(
        hash,
        0,
        (each, distance) -> {
          withdrawnCount += isWithdrawn(each) ? 0 : 1;
          withdrawn[each >>> 6] |= 1L << each;
        });
    for (int i = size - 1; i >= 0; i--) {
      if (entries[i].hash().equals(hash)) {
        known.remove(new BankEntry(hash, BankEntry.UNSTATED, entries[i].label()));
        set(i, entries[--size]);
      }
    }
  }

  /** Every entry of the bank at most {@code within} bits from a hash, in no order. */
  List<BankMatch> matches(HashBits hash, int within) {
    List<BankMatch> matches = new ArrayList<>();
    BankBase.Reader reader = base.new Reader();
    base.search(
        hash,
        within,
        (each, distance) -> {
          if (!isWithdrawn(each)) {
            matches.add(new BankMatch(reader.entry(each), distance));
          }
        });
    search(hash, within, (each, distance) -> matches.add(new BankMatch(entries[each], distance)));
    return matches;
  }

  /** Gives every entry added here at most {@code within} bits from the query. */
  private void search(HashBits query, int within, BankBase.Found found) {
    for (int i = 0; i < size; i++) {
      int distance = 0;
      for (int w = 0; w < words; w++) {
        distance += Long.bitCount(hashes[i * words + w] ^ query.word(w));
      }
      if (distance <= within) {
        found.entry(i, distance);
      }
    }
  }

  /** The bank's entries in order: the base's without the withdrawn ones, and those added here. */
  EntryCursor merged() {
    EntryBuffer sorted = new EntryBuffer(kind);
    List.of(Arrays.copyOf(entries, size)).forEach(sorted::add);
    return new MergedCursor(new Living(), sorted.sorted(), words);
  }

  /** The base's entries that are not withdrawn. */
  private final class Living implements EntryCursor {
    private int at = -1;

    @Override
    public boolean next() {
      do {
        at++;
      } while (at < base.count() && isWithdrawn(at));
      return at < base.count();
    }

    @Override
    public long word(int index) {
      return base.word(at, index);
    }

    @Override
    public int quality() {
      return base.quality(at);
    }

    @Override
    public String label() {
      return base.label(at);
    }
  }
}
