package dev.halcyon.engine.fingerprint.bank;

import dev.halcyon.protocol.UserProblem;
import java.lang.foreign.ValueLayout;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Path;
import java.util.zip.CRC32C;

/**
 * The first 4096 bytes of a bank's base file: what it is, which state of the bank, and where each
 * part lies with its checksum. All numbers are little-endian. Immutable.
 *
 * @param id random, the same through all states of one bank
 * @param generation counts the bases a bank has had
 * @param count of entries
 * @param parts in the order of {@link Part}
 */
record BankLayout(HashKind kind, java.util.UUID id, long generation, int count, Extent[] parts) {
  static final int HEADER = 4096;
  static final ValueLayout.OfLong LONG =
      ValueLayout.JAVA_LONG_UNALIGNED.withOrder(ByteOrder.LITTLE_ENDIAN);
  static final ValueLayout.OfInt INT =
      ValueLayout.JAVA_INT_UNALIGNED.withOrder(ByteOrder.LITTLE_ENDIAN);

  private static final long MAGIC = 0x314b4e42434c4148L; // "HALCBNK1"
  private static final int VERSION = 1;

  /** Keys of one table, and one end. */
  static final int STARTS = (1 << 16) + 1;

  /** The parts of the file, in their order. */
  enum Part {
    /** Each entry's words, ascending. */
    HASHES,
    /** Each entry's quality, a byte, −1 for none. */
    QUALITIES,
    /** Where each entry's label begins in LABELS, an int. */
    LABELS_AT,
    /** For each table 65,537 ints: where the entries of each 16-bit key begin. */
    STARTS,
    /** For each table but the first: ordinals of the entries, by key. */
    ORDINALS,
    /** SimHash only: for each table but the first, the hashes themselves, by key. */
    COPIES,
    /** Labels, see {@link LabelPool}. */
    LABELS
  }

  /** Where a part lies, and the CRC-32C of its bytes. */
  record Extent(long offset, long length, int checksum) {
    long end() {
      return offset + length;
    }
  }

  Extent part(Part part) {
    return parts[part.ordinal()];
  }

  /** The length that the whole file must have. */
  long fileLength() {
    return part(Part.LABELS).end();
  }

  /** The length a part must have, or −1 where it may be any. */
  static long length(Part part, HashKind kind, int count) {
    long tables = kind.tables();
    return switch (part) {
      case HASHES -> 8L * kind.words() * count;
      case QUALITIES -> count;
      case LABELS_AT -> 4L * count;
      case STARTS -> 4L * STARTS * tables;
      case ORDINALS -> 4L * count * (tables - 1);
      case COPIES -> kind == HashKind.SIMHASH ? 8L * count * (tables - 1) : 0;
      case LABELS -> -1;
    };
  }

  byte[] encode() {
    ByteBuffer header = ByteBuffer.allocate(HEADER).order(ByteOrder.LITTLE_ENDIAN);
    header.putLong(MAGIC).putInt(VERSION).putInt(kind.ordinal());
    header.putLong(id.getMostSignificantBits()).putLong(id.getLeastSignificantBits());
    header.putLong(generation).putInt(count).putInt(parts.length);
    for (Extent part : parts) {
      header.putLong(part.offset).putLong(part.length).putInt(part.checksum);
    }
    CRC32C checksum = new CRC32C();
    checksum.update(header.array(), 0, HEADER - 4);
    header.putInt(HEADER - 4, (int) checksum.getValue());
    return header.array();
  }

  /** Whether these first bytes are those of a bank. */
  static boolean isBank(ByteBuffer head) {
    return head.remaining() >= 8 && head.order(ByteOrder.LITTLE_ENDIAN).getLong(0) == MAGIC;
  }

  /**
   * Reads a header and checks that it is whole and fits itself and the file.
   *
   * @throws UserProblem {@code bank.foreign}, {@code bank.version} or {@code bank.damaged}
   */
  static BankLayout decode(ByteBuffer header, long fileLength, Path file) {
    header.order(ByteOrder.LITTLE_ENDIAN);
    if (!isBank(header)) {
      throw new UserProblem(
          "bank.foreign",
          file + " is no bank of fingerprints.",
          "Make one of a list of hashes: ./halcyon bank import LIST " + file);
    }
    if (header.remaining() < HEADER) {
      throw damaged(file, "it ends within its header");
    }
    CRC32C checksum = new CRC32C();
    checksum.update(header.array(), 0, HEADER - 4);
    if ((int) checksum.getValue() != header.getInt(HEADER - 4)) {
      throw damaged(file, "its header does not match its checksum");
    }
    header.position(8);
    int version = header.getInt();
    if (version != VERSION) {
      throw new UserProblem(
          "bank.version",
          file
              + " is a bank of version "
              + version
              + "; this Halcyon reads version "
              + VERSION
              + ".",
          "Use the Halcyon that made it, or import its list again.");
    }
    int kind = header.getInt();
    java.util.UUID id = new java.util.UUID(header.getLong(), header.getLong());
    long generation = header.getLong();
    int count = header.getInt();
    int number = header.getInt();
    if (kind < 0
        || kind >= HashKind.values().length
        || count < 0
        || number != Part.values().length) {
      throw damaged(file, "its header contradicts itself");
    }
    Extent[] parts = new Extent[number];
    long end = HEADER;
    for (Part part : Part.values()) {
      Extent extent = new Extent(header.getLong(), header.getLong(), header.getInt());
      long wanted = length(part, HashKind.values()[kind], count);
      if (extent.offset != end || extent.length < 0 || (wanted >= 0 && extent.length != wanted)) {
        throw damaged(file, "its header contradicts itself");
      }
      parts[part.ordinal()] = extent;
      end = extent.end();
    }
    if (end != fileLength) {
      throw damaged(file, "it has " + fileLength + " bytes and should have " + end);
    }
    return new BankLayout(HashKind.values()[kind], id, generation, count, parts);
  }

  static UserProblem damaged(Path file, String how) {
    return new UserProblem(
        "bank.damaged",
        "The bank " + file + " is damaged: " + how + ".",
        "Nothing was changed. Restore the file and its .log from a backup, or import its list"
            + " again.");
  }
}
