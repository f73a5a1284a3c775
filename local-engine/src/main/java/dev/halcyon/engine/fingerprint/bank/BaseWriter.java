package dev.halcyon.engine.fingerprint.bank;

import dev.halcyon.engine.fingerprint.bank.BankLayout.Extent;
import dev.halcyon.engine.fingerprint.bank.BankLayout.Part;
import dev.halcyon.protocol.UserProblem;
import java.io.IOException;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Arrays;
import java.util.List;
import java.util.UUID;
import java.util.zip.CRC32C;

/**
 * Writes a bank's base file of entries in order: under another name first, forced to disk, then
 * renamed, so that a file of the bank's name is always whole. Written with plain writes, for a full
 * disk under a memory map would be a crash. Confined to one thread.
 */
final class BaseWriter implements AutoCloseable {
  private static final int BUFFER = 1 << 20;

  private final HashKind kind;
  private final Path unfinished;
  private final FileChannel channel;
  private final ByteBuffer buffer =
      ByteBuffer.allocateDirect(BUFFER).order(ByteOrder.LITTLE_ENDIAN);
  private final Extent[] parts = new Extent[Part.values().length];
  private CRC32C checksum = new CRC32C();
  private long partStart = BankLayout.HEADER;
  private long position = BankLayout.HEADER;
  private byte[] qualities = new byte[1024];
  private int[] labelsAt = new int[1024];
  private final LabelPool labels = new LabelPool();
  private int count;

  private BaseWriter(Path file, HashKind kind) throws IOException {
    this.kind = kind;
    this.unfinished = BankFiles.unfinished(file);
    this.channel =
        FileChannel.open(
            unfinished,
            StandardOpenOption.CREATE,
            StandardOpenOption.TRUNCATE_EXISTING,
            StandardOpenOption.READ,
            StandardOpenOption.WRITE);
    channel.position(BankLayout.HEADER);
  }

  /**
   * Writes the base of a new bank.
   *
   * @return how many entries it holds
   * @throws UserProblem {@code bank.exists}, {@code bank.write}
   */
  static int create(Path file, HashKind kind, EntryBuffer entries) {
    for (Path each : List.of(file, BankFiles.log(file))) {
      if (Files.exists(each)) {
        throw new UserProblem(
            "bank.exists",
            each + " exists already.",
            "Choose another name, or add to the bank that is there: ./halcyon bank add.");
      }
    }
    try {
      return write(file, kind, UUID.randomUUID(), 1, entries.sorted());
    } catch (IOException e) {
      throw BankFiles.unwritable(file, e);
    }
  }

  /**
   * Writes all that a cursor gives; of entries alike in hash and label the first.
   *
   * @return how many entries were written
   */
  static int write(Path file, HashKind kind, UUID id, long generation, EntryCursor entries)
      throws IOException {
    boolean done = false;
    try (BaseWriter writer = new BaseWriter(file, kind)) {
      writer.entries(entries);
      writer.tables();
      writer.put(writer.labels.bytes(), writer.labels.length());
      writer.end(Part.LABELS);
      writer.header(id, generation);
      done = true;
      BankFiles.finish(writer.unfinished, file);
      return writer.count;
    } finally {
      if (!done) {
        Files.deleteIfExists(BankFiles.unfinished(file));
      }
    }
  }

  private void entries(EntryCursor entries) throws IOException {
    long[] last = new long[kind.words()];
    String lastLabel = "";
    while (entries.next()) {
      boolean same = count > 0 && lastLabel.equals(entries.label());
      for (int i = 0; i < last.length; i++) {
        same &= last[i] == entries.word(i);
        last[i] = entries.word(i);
      }
      if (same) {
        continue;
      }
      lastLabel = entries.label();
      for (long word : last) {
        room(8).putLong(word);
      }
      if (count == qualities.length) {
        qualities = Arrays.copyOf(qualities, count * 2);
        labelsAt = Arrays.copyOf(labelsAt, count * 2);
      }
      qualities[count] = (byte) entries.quality();
      labelsAt[count] = labels.add(lastLabel);
      count++;
    }
    end(Part.HASHES);
    put(qualities, count);
    end(Part.QUALITIES);
    put(labelsAt, count);
    end(Part.LABELS_AT);
  }

  private void tables() throws IOException {
    Extent hashes = parts[Part.HASHES.ordinal()];
    try (Arena arena = Arena.ofConfined()) {
      MemorySegment words =
          channel.map(FileChannel.MapMode.READ_ONLY, hashes.offset(), hashes.length(), arena);
      int[][] starts = new int[kind.tables()][];
      for (int table = 0; table < kind.tables(); table++) {
        starts[table] = starts(words, table);
        put(starts[table], starts[table].length);
      }
      end(Part.STARTS);
      int[] ordinals = new int[kind.tables() > 1 ? count : 0];
      boolean copies = BankLayout.length(Part.COPIES, kind, 1) > 0;
      for (int table = 1; table < kind.tables(); table++) {
        order(words, table, starts[table], ordinals);
        put(ordinals, count);
      }
      end(Part.ORDINALS);
      for (int table = 1; copies && table < kind.tables(); table++) {
        order(words, table, starts[table], ordinals);
        for (int ordinal : ordinals) {
          room(8).putLong(words.get(BankLayout.LONG, 8L * ordinal));
        }
      }
      end(Part.COPIES);
    }
  }

  private int key(MemorySegment words, int entry, int table) {
    long word = words.get(BankLayout.LONG, 8L * ((long) entry * kind.words() + table / 4));
    return (int) (word >>> 48 - 16 * (table & 3)) & 0xffff;
  }

  private int[] starts(MemorySegment words, int table) {
    int[] starts = new int[BankLayout.STARTS];
    for (int i = 0; i < count; i++) {
      starts[key(words, i, table) + 1]++;
    }
    for (int i = 1; i < starts.length; i++) {
      starts[i] += starts[i - 1];
    }
    return starts;
  }

  private void order(MemorySegment words, int table, int[] starts, int[] ordinals) {
    int[] next = starts.clone();
    for (int i = 0; i < count; i++) {
      ordinals[next[key(words, i, table)]++] = i;
    }
  }

  private void header(UUID id, long generation) throws IOException {
    BankLayout layout = new BankLayout(kind, id, generation, count, parts);
    channel.position(0);
    BankFiles.writeAll(channel, ByteBuffer.wrap(layout.encode()));
    channel.force(true);
  }

  private ByteBuffer room(int bytes) throws IOException {
    if (buffer.remaining() < bytes) {
      drain();
    }
    return buffer;
  }

  private void put(byte[] bytes, int length) throws IOException {
    for (int at = 0; at < length; ) {
      int n = Math.min(room(1).remaining(), length - at);
      buffer.put(bytes, at, n);
      at += n;
    }
  }

  private void put(int[] numbers, int length) throws IOException {
    for (int i = 0; i < length; i++) {
      room(4).putInt(numbers[i]);
    }
  }

  private void drain() throws IOException {
    buffer.flip();
    checksum.update(buffer.duplicate());
    position += buffer.remaining();
    BankFiles.writeAll(channel, buffer);
    buffer.clear();
  }

  private void end(Part part) throws IOException {
    drain();
    parts[part.ordinal()] = new Extent(partStart, position - partStart, (int) checksum.getValue());
    checksum = new CRC32C();
    partStart = position;
  }

  @Override
  public void close() throws IOException {
    channel.close();
  }
}
