package dev.halcyon.engine.fingerprint.bank;

import dev.halcyon.engine.fingerprint.HashBits;
import dev.halcyon.engine.fingerprint.bank.BankLayout.Extent;
import dev.halcyon.engine.fingerprint.bank.BankLayout.Part;
import java.io.IOException;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.zip.CRC32C;

/**
 * A bank's base file, mapped and searched. Immutable and safe for any thread; the map goes away
 * with the last reference to it, so that a search never loses the ground under it.
 *
 * <p>Exact search by multi-index hashing (Norouzi, Punjani, Fleet 2012): hashes of {@code m} 16-bit
 * blocks at most {@code r} bits apart agree in some block to within {@code ⌊r/m⌋} bits, so looking
 * up each block, and each block with one bit changed, meets every match. For SimHash within 3 that
 * is the permuted tables of Manku, Jain, Sarma (2007). Wider searches read every hash.
 */
final class BankBase {
  private static final int CHECKED_AT_ONCE = 1 << 30;

  private final BankLayout layout;
  private final Path file;
  private final int words;
  private final int tables;
  private final MemorySegment hashes;
  private final MemorySegment qualities;
  private final MemorySegment labelsAt;
  private final MemorySegment labels;
  private final MemorySegment starts;
  private final MemorySegment ordinals;
  private final MemorySegment copies;

  /** Takes what a search finds. */
  @FunctionalInterface
  interface Found {
    void entry(int entry, int distance);
  }

  private BankBase(Path file, BankLayout layout, MemorySegment whole) {
    this.file = file;
    this.layout = layout;
    this.words = layout.kind().words();
    this.tables = layout.kind().tables();
    this.hashes = part(whole, Part.HASHES);
    this.qualities = part(whole, Part.QUALITIES);
    this.labelsAt = part(whole, Part.LABELS_AT);
    this.labels = part(whole, Part.LABELS);
    this.starts = part(whole, Part.STARTS);
    this.ordinals = part(whole, Part.ORDINALS);
    this.copies = part(whole, Part.COPIES);
  }

  private MemorySegment part(MemorySegment whole, Part part) {
    Extent extent = layout.part(part);
    return whole.asSlice(extent.offset(), extent.length());
  }

  /**
   * Maps a base file and checks every byte of it against its checksums.
   *
   * @throws dev.halcyon.protocol.UserProblem {@code bank.foreign}, {@code bank.version}, {@code
   *     bank.damaged}
   */
  static BankBase open(Path file) throws IOException {
    try (FileChannel channel = FileChannel.open(file, StandardOpenOption.READ)) {
      ByteBuffer header = ByteBuffer.allocate(BankLayout.HEADER);
      while (header.hasRemaining() && channel.read(header) >= 0) {
        // a regular file gives all it has
      }
      header.flip();
      BankLayout layout = BankLayout.decode(header, channel.size(), file);
      MemorySegment whole =
          channel.map(FileChannel.MapMode.READ_ONLY, 0, channel.size(), Arena.ofAuto());
      for (Part part : Part.values()) {
        Extent extent = layout.part(part);
        if (checksum(whole, extent) != extent.checksum()) {
          throw BankLayout.damaged(file, "its part " + part + " does not match its checksum");
        }
      }
      return new BankBase(file, layout, whole);
    }
  }

  private static int checksum(MemorySegment whole, Extent extent) {
    CRC32C checksum = new CRC32C();
    for (long at = extent.offset(); at < extent.end(); at += CHECKED_AT_ONCE) {
      long length = Math.min(CHECKED_AT_ONCE, extent.end() - at);
      checksum.update(whole.asSlice(at, length).asByteBuffer());
    }
    return (int) checksum.getValue();
  }

  BankLayout layout() {
    return layout;
  }

  int count() {
    return layout.count();
  }

  long word(int entry, int index) {
    return hashes.get(BankLayout.LONG, 8L * ((long) entry * words + index));
  }

  int quality(int entry) {
    return qualities.get(ValueLayout.JAVA_BYTE, entry);
  }

  String label(int entry) {
    return labelAt(labelsAt.get(BankLayout.INT, 4L * entry));
  }

  private String labelAt(int offset) {
    long at = Integer.toUnsignedLong(offset);
    int length =
        (labels.get(ValueLayout.JAVA_BYTE, at) & 0xff) << 8
            | labels.get(ValueLayout.JAVA_BYTE, at + 1) & 0xff;
    byte[] text = labels.asSlice(at + 2, length).toArray(ValueLayout.JAVA_BYTE);
    return new String(text, StandardCharsets.UTF_8);
  }

  /** Reads entries one after the other, of which many have the same label. Confined to a thread. */
  final class Reader {
    private final long[] hash = new long[words];
    private int labelAt = -1;
    private String label = "";

    BankEntry entry(int entry) {
      for (int i = 0; i < words; i++) {
        hash[i] = word(entry, i);
      }
      int at = labelsAt.get(BankLayout.INT, 4L * entry);
      if (at != labelAt) {
        label = labelAt(at);
        labelAt = at;
      }
      return new BankEntry(layout.kind().of(hash, 0), quality(entry), label);
    }
  }

  private int distance(int entry, HashBits query) {
    int distance = 0;
    for (int i = 0; i < words; i++) {
      distance += Long.bitCount(word(entry, i) ^ query.word(i));
    }
    return distance;
  }

  /** Gives every entry at most {@code within} bits from the query once, in no order. */
  void search(HashBits query, int within, Found found) {
    if (within == 0) {
      exact(query, found);
    } else if (within / tables > 1) {
      everyOne(query, within, found);
    } else {
      for (int table = 0; table < tables; table++) {
        int key = key(query, table);
        probe(query, within, table, key, found);
        for (int bit = 0; within >= tables && bit < 16; bit++) {
          probe(query, within, table, key ^ 1 << bit, found);
        }
      }
    }
  }

  private static int key(HashBits hash, int table) {
    return (int) (hash.word(table / 4) >>> 48 - 16 * (table & 3)) & 0xffff;
  }

  private int start(int table, int key) {
    return starts.get(BankLayout.INT, 4L * ((long) table * BankLayout.STARTS + key));
  }

  private void probe(HashBits query, int within, int table, int key, Found found) {
    int from = start(table, key);
    int to = start(table, key + 1);
    if (words == 1) {
      probeOne(query, within, table, from, to, found);
    } else {
      probeFour(query, within, table, from, to, found);
    }
  }

  private void probeFour(HashBits query, int within, int table, int from, int to, Found found) {
    long a = query.word(0);
    long b = query.word(1);
    long c = query.word(2);
    long d = query.word(3);
    long row = 4L * ((long) (table - 1) * layout.count());
    for (int i = from; i < to; i++) {
      int entry = table == 0 ? i : ordinals.get(BankLayout.INT, row + 4L * i);
      long at = 32L * entry;
      int distance =
          Long.bitCount(hashes.get(BankLayout.LONG, at) ^ a)
              + Long.bitCount(hashes.get(BankLayout.LONG, at + 8) ^ b)
              + Long.bitCount(hashes.get(BankLayout.LONG, at + 16) ^ c)
              + Long.bitCount(hashes.get(BankLayout.LONG, at + 24) ^ d);
      if (distance <= within && isFirst(entry, query, within, table)) {
        found.entry(entry, distance);
      }
    }
  }

  private void probeOne(HashBits query, int within, int table, int from, int to, Found found) {
    long bits = query.word(0);
    long row = (long) (table - 1) * layout.count();
    for (int i = from; i < to; i++) {
      long hash =
          table == 0
              ? hashes.get(BankLayout.LONG, 8L * i)
              : copies.get(BankLayout.LONG, 8L * (row + i));
      int distance = Long.bitCount(hash ^ bits);
      if (distance <= within) {
        int entry = table == 0 ? i : ordinals.get(BankLayout.INT, 4L * (row + i));
        if (isFirst(entry, query, within, table)) {
          found.entry(entry, distance);
        }
      }
    }
  }

  /** Whether no earlier table leads to the entry, so that it is given once without a memory. */
  private boolean isFirst(int entry, HashBits query, int within, int table) {
    int reach = within / tables;
    for (int earlier = 0; earlier < table; earlier++) {
      long word = word(entry, earlier / 4);
      int key = (int) (word >>> 48 - 16 * (earlier & 3)) & 0xffff;
      if (Integer.bitCount(key ^ key(query, earlier)) <= reach) {
        return false;
      }
    }
    return true;
  }

  private void everyOne(HashBits query, int within, Found found) {
    for (int entry = 0; entry < layout.count(); entry++) {
      int distance = distance(entry, query);
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
      if (compare(middle, query) < 0) {
        low = middle + 1;
      } else {
        high = middle;
      }
    }
    for (; low < end && compare(low, query) == 0; low++) {
      found.entry(low, 0);
    }
  }

  private int compare(int entry, HashBits query) {
    for (int i = 0; i < words; i++) {
      int order = Long.compareUnsigned(word(entry, i), query.word(i));
      if (order != 0) {
        return order;
      }
    }
    return 0;
  }

  @Override
  public String toString() {
    return file + " of " + layout.count();
  }
}
