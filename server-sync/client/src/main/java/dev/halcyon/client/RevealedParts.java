package dev.halcyon.client;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.ClosedChannelException;
import java.nio.channels.SeekableByteChannel;
import java.util.Arrays;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * The untrusted bytes of an original, fetched part by part as an engine's worker reads them, so
 * that no more than {@value #KEPT} parts of {@value #PART} bytes are in memory however long the
 * film. Hand them to nothing but the worker. Thread-safe; each {@link #open()} gives an own
 * position.
 */
public final class RevealedParts implements AutoCloseable {
  static final int PART = 512 << 10;
  static final int KEPT = 8;

  /** Fetches bytes under a grant; blocks. */
  @FunctionalInterface
  public interface Fetch {
    byte[] bytes(long from, int length);
  }

  private final long size;
  private final Fetch fetch;
  private final Map<Long, byte[]> parts = new LinkedHashMap<>(KEPT * 2, 0.75f, true);
  private boolean closed;

  /**
   * Bytes of which none is fetched yet.
   *
   * @param size of the whole
   */
  public RevealedParts(long size, Fetch fetch) {
    this.size = size;
    this.fetch = fetch;
  }

  public long size() {
    return size;
  }

  /** Bytes in memory now. */
  public synchronized long held() {
    return parts.values().stream().mapToLong(part -> part.length).sum();
  }

  /** A fresh read-only channel, positioned at 0. */
  public SeekableByteChannel open() {
    return new ReadOnlyChannel(size, this::read);
  }

  private synchronized int read(long position, ByteBuffer target) throws IOException {
    if (closed) {
      throw new ClosedChannelException();
    }
    long number = position / PART;
    byte[] part = parts.get(number);
    if (part == null) {
      long from = number * PART;
      part = fetch.bytes(from, (int) Math.min(PART, size - from));
      keep(number, part);
    }
    int at = (int) (position - number * PART);
    int count = Math.min(target.remaining(), part.length - at);
    if (count <= 0) {
      throw new IOException("the server sent fewer bytes than the file has");
    }
    target.put(part, at, count);
    return count;
  }

  private void keep(long number, byte[] part) {
    while (parts.size() >= KEPT) {
      Iterator<byte[]> eldest = parts.values().iterator();
      Arrays.fill(eldest.next(), (byte) 0);
      eldest.remove();
    }
    parts.put(number, part);
  }

  /** Overwrites what is in memory; channels then read nothing more. */
  @Override
  public synchronized void close() {
    closed = true;
    parts.values().forEach(part -> Arrays.fill(part, (byte) 0));
    parts.clear();
  }
}
