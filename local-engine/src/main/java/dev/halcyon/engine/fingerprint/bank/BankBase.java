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
 */
final class BankBase {
  private static final int CHECKED_AT_ONCE = 1 << 30;

  private final BankLayout layout;
  private final Path file;
  private final int words;
  private final MemorySegment hashes;
  private final MemorySegment qualities;
  private final MemorySegment labelsAt;
  private final MemorySegment labels;
  private final BlockSearch search;

  /** Takes what a search finds. */
  @FunctionalInterface
  interface Found {
    void entry(int entry, int distance);
  }

  private BankBase(Path file, BankLayout layout, MemorySegment whole) {
    this.file = file;
    this.layout = layout;
    this.words = layout.kind().words();
    this.hashes = part(whole, Part.HASHES);
    this.qualities = part(whole, Part.QUALITIES);
    this.labelsAt = part(whole, Part.LABELS_AT);
    this.labels = part(whole, Part.LABELS);
    this.search =
        new BlockSearch(
            layout.kind(),
            layout.count(),
            hashes,
            part(whole, Part.STARTS),
            part(whole, Part.ORDINALS),
            part(whole, Part.COPIES));
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

  /** Gives every entry at most {@code within} bits from the query once, in no order. */
  void search(HashBits query, int within, Found found) {
    search.search(query, within, found);
  }

  @Override
  public String toString() {
    return file + " of " + layout.count();
  }
}
