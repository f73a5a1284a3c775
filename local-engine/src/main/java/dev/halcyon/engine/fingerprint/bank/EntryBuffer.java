package dev.halcyon.engine.fingerprint.bank;

import java.util.Arrays;

/**
 * Entries in the order they came, compactly (37 bytes and the label for PDQ), to be walked in order
 * of hash. Confined to one thread.
 */
final class EntryBuffer {
  private static final int MOST = 100_000_000;

  private final HashKind kind;
  private final int words;
  private final LabelPool labels = new LabelPool();
  private long[][] blocks = new long[16][];
  private byte[] qualities = new byte[1024];
  private int[] labelsAt = new int[1024];
  private int size;

  /** Entries in one block of hashes. */
  private static final int BLOCK_BITS = 14;

  private static final int BLOCK = 1 << BLOCK_BITS;

  EntryBuffer(HashKind kind) {
    this.kind = kind;
    this.words = kind.words();
  }

  int size() {
    return size;
  }

  void add(BankEntry entry) {
    if (HashKind.of(entry.hash()) != kind) {
      throw new IllegalArgumentException("a " + kind + " bank holds no other hashes");
    }
    if (size == MOST) {
      throw new dev.halcyon.protocol.UserProblem(
          "bank.size", "A bank holds at most " + MOST + " entries.", "Split it.");
    }
    if (size == qualities.length) {
      qualities = Arrays.copyOf(qualities, size * 2);
      labelsAt = Arrays.copyOf(labelsAt, size * 2);
    }
    int block = size >> BLOCK_BITS;
    if (block == blocks.length) {
      blocks = Arrays.copyOf(blocks, block * 2);
    }
    if (blocks[block] == null) {
      blocks[block] = new long[BLOCK * words];
    }
    for (int i = 0; i < words; i++) {
      blocks[block][(size & BLOCK - 1) * words + i] = entry.hash().word(i);
    }
    qualities[size] = (byte) entry.quality();
    labelsAt[size] = labels.add(entry.label());
    size++;
  }

  BankEntry entry(int at) {
    long[] hash = new long[words];
    for (int i = 0; i < words; i++) {
      hash[i] = word(at, i);
    }
    return new BankEntry(kind.of(hash, 0), qualities[at], labels.at(labelsAt[at]));
  }

  private long word(int entry, int index) {
    return blocks[entry >> BLOCK_BITS][(entry & BLOCK - 1) * words + index];
  }

  private int compare(int left, int right) {
    for (int i = 0; i < words; i++) {
      int order = Long.compareUnsigned(word(left, i), word(right, i));
      if (order != 0) {
        return order;
      }
    }
    int order =
        labelsAt[left] == labelsAt[right]
            ? 0
            : labels.at(labelsAt[left]).compareTo(labels.at(labelsAt[right]));
    return order != 0 ? order : Integer.compare(qualities[right], qualities[left]);
  }

  /** The entries in order of hash, label, and falling quality. */
  EntryCursor sorted() {
    int[] order = byFirstBits();
    int[] spare = new int[size];
    int begin = 0;
    for (int i = 1; i <= size; i++) {
      if (i == size || word(order[i], 0) >>> 48 != word(order[begin], 0) >>> 48) {
        sort(order, spare, begin, i);
        begin = i;
      }
    }
    return new Cursor(order);
  }

  private int[] byFirstBits() {
    int[] starts = new int[(1 << 16) + 1];
    for (int i = 0; i < size; i++) {
      starts[(int) (word(i, 0) >>> 48) + 1]++;
    }
    for (int key = 0; key < 1 << 16; key++) {
      starts[key + 1] += starts[key];
    }
    int[] order = new int[size];
    for (int i = 0; i < size; i++) {
      order[starts[(int) (word(i, 0) >>> 48)]++] = i;
    }
    return order;
  }

  /** Merge sort: stable, and never slow however alike the hashes are. */
  private void sort(int[] order, int[] spare, int from, int to) {
    if (to - from < 2) {
      return;
    }
    int middle = (from + to) >>> 1;
    sort(order, spare, from, middle);
    sort(order, spare, middle, to);
    if (compare(order[middle - 1], order[middle]) <= 0) {
      return;
    }
    System.arraycopy(order, from, spare, from, to - from);
    int left = from;
    int right = middle;
    for (int at = from; at < to; at++) {
      boolean takeLeft = right >= to || (left < middle && compare(spare[left], spare[right]) <= 0);
      order[at] = takeLeft ? spare[left++] : spare[right++];
    }
  }

  private final class Cursor implements EntryCursor {
    private final int[] order;
    private int at = -1;

    Cursor(int[] order) {
      this.order = order;
    }

    @Override
    public boolean next() {
      return ++at < order.length;
    }

    @Override
    public long word(int index) {
      return EntryBuffer.this.word(order[at], index);
    }

    @Override
    public int quality() {
      return qualities[order[at]];
    }

    @Override
    public String label() {
      return labels.at(labelsAt[order[at]]);
    }
  }
}
