package dev.halcyon.server.store;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.zip.CRC32C;
import org.jspecify.annotations.Nullable;

/**
 * The append-only file in which each batch of pages is safe before any of them reaches the database
 * file. Used by one thread at a time.
 *
 * <p>A record is a header, its pages and zeros up to the next multiple of 4096 bytes; numbers are
 * big-endian. Header: magic (8 bytes), sequence number (8), length of the file after the batch (8),
 * where the batch cut the file, or the largest long (8), number of the state the owner sealed (8),
 * number of pages (8), CRC-32C of the header with this field zero, the page numbers and the pages
 * (8). Then the page numbers (8 each) and the pages (4096 each) in the same order.
 */
final class PageJournal implements AutoCloseable {
  private static final long MAGIC = 0x48414c43594f4e31L; // "HALCYON1"
  private static final int HEADER = 56;
  private static final int CRC_AT = 48;
  private static final int SLICE = 1 << 20;

  /** More pages than one batch can have; a larger number in a header is rubbish. */
  private static final int MAX_PAGES = 1 << 17;

  private final FileChannel channel;
  private long sequence;
  private long state;
  private long end;

  PageJournal(FileChannel channel) {
    this.channel = channel;
  }

  /**
   * Reads every whole batch, oldest first. A torn record at the end was never promised to anybody
   * and is dropped.
   *
   * @throws DamagedJournal when a whole batch follows one that is not: then a promised one is lost
   */
  List<PageLayer> read() throws IOException {
    List<PageLayer> batches = new ArrayList<>();
    long size = channel.size();
    long at = 0;
    while (at < size) {
      @Nullable Found found = recordAt(at, size);
      if (found == null || (!batches.isEmpty() && found.sequence != sequence + 1)) {
        break;
      }
      batches.add(found.batch);
      sequence = found.sequence;
      state = Math.max(state, found.batch.state());
      at = found.end;
    }
    end = at;
    for (long later = at + PageLayer.PAGE; later < size; later += PageLayer.PAGE) {
      @Nullable Found found = recordAt(later, size);
      if (found != null && found.sequence > sequence) {
        throw new DamagedJournal(at);
      }
    }
    return batches;
  }

  private record Found(PageLayer batch, long sequence, long end) {}

  private @Nullable Found recordAt(long at, long size) throws IOException {
    if (size - at < HEADER) {
      return null;
    }
    ByteBuffer header = ByteBuffer.allocate(HEADER);
    readFully(header, at);
    header.flip();
    if (header.getLong() != MAGIC) {
      return null;
    }
    long number = header.getLong();
    long length = header.getLong();
    long cutAt = header.getLong();
    long owners = header.getLong();
    long count = header.getLong();
    long crc = header.getLong();
    if (count < 0 || count > MAX_PAGES || size - at < bytes((int) count)) {
      return null;
    }
    ByteBuffer body = ByteBuffer.allocate((int) count * (8 + PageLayer.PAGE));
    readFully(body, at + HEADER);
    body.flip();
    header.putLong(CRC_AT, 0);
    if (crc(header.array(), body.array()) != crc) {
      return null;
    }
    PageLayer batch = new PageLayer(length, cutAt, owners);
    for (int i = 0; i < count; i++) {
      byte[] page = new byte[PageLayer.PAGE];
      body.get((int) count * 8 + i * PageLayer.PAGE, page);
      batch.put(body.getLong(i * 8), page);
    }
    return new Found(batch, number, at + padded(bytes((int) count)));
  }

  /** Appends one batch and flushes it: when this returns, it survives a power cut. */
  void append(PageLayer batch) throws IOException {
    int count = batch.pages().size();
    ByteBuffer record = ByteBuffer.allocate((int) padded(bytes(count)));
    record.putLong(MAGIC).putLong(sequence + 1).putLong(batch.size()).putLong(batch.cutAt());
    record.putLong(batch.state()).putLong(count).putLong(0);
    for (long page : batch.pages().keySet()) {
      record.putLong(page);
    }
    for (Map.Entry<Long, byte[]> page : batch.pages().entrySet()) {
      record.put(page.getValue());
    }
    CRC32C crc = new CRC32C();
    crc.update(record.array(), 0, record.position());
    record.putLong(CRC_AT, crc.getValue());
    record.clear();
    writeFully(channel, record, end);
    channel.force(true);
    sequence++;
    end += record.capacity();
  }

  /** The owner's state in the newest whole batch, 0 without one. */
  long state() {
    return state;
  }

  /** Bytes of all batches since the last {@link #clear}. */
  long length() {
    return end;
  }

  /** Cuts what was promised to nobody from the end. */
  void dropTorn() throws IOException {
    channel.truncate(end);
  }

  /** Forgets all batches; call when the database file was flushed with all of them in it. */
  void clear() throws IOException {
    channel.truncate(0);
    end = 0;
  }

  @Override
  public void close() throws IOException {
    channel.close();
  }

  private void readFully(ByteBuffer target, long at) throws IOException {
    while (target.hasRemaining()) {
      if (channel.read(target, at + target.position()) <= 0) {
        throw new IOException("the journal ends at byte " + (at + target.position()));
      }
    }
  }

  /** Writes in slices, because the JDK keeps a direct copy of the largest buffer of a thread. */
  static void writeFully(FileChannel channel, ByteBuffer source, long at) throws IOException {
    int last = source.limit();
    long start = at - source.position();
    while (source.position() < last) {
      source.limit(Math.min(last, source.position() + SLICE));
      channel.write(source, start + source.position());
    }
  }

  private static long crc(byte[] header, byte[] body) {
    CRC32C crc = new CRC32C();
    crc.update(header);
    crc.update(body);
    return crc.getValue();
  }

  private static long bytes(int pages) {
    return HEADER + (long) pages * (8 + PageLayer.PAGE);
  }

  private static long padded(long bytes) {
    return (bytes + PageLayer.PAGE - 1) / PageLayer.PAGE * PageLayer.PAGE;
  }

  /** A journal that lost a batch from its middle, which no crash does. */
  static final class DamagedJournal extends IOException {
    private static final long serialVersionUID = 1L;

    DamagedJournal(long at) {
      super("the journal is damaged at byte " + at + " and whole batches follow");
    }
  }
}
