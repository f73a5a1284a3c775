package dev.halcyon.client;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.ClosedChannelException;
import java.nio.channels.NonWritableChannelException;
import java.nio.channels.SeekableByteChannel;

/** A read-only channel over bytes that lie elsewhere. For one thread at a time. */
final class ReadOnlyChannel implements SeekableByteChannel {
  /** Where the bytes lie. */
  @FunctionalInterface
  interface Source {
    /**
     * Reads some bytes, at least one.
     *
     * @param position less than the size
     * @param target with room left
     * @return how many
     */
    int read(long position, ByteBuffer target) throws IOException;
  }

  private final long size;
  private final Source source;
  private long position;
  private boolean open = true;

  ReadOnlyChannel(long size, Source source) {
    this.size = size;
    this.source = source;
  }

  /** A channel over an array that it does not copy. */
  static ReadOnlyChannel of(byte[] bytes) {
    return new ReadOnlyChannel(
        bytes.length,
        (position, target) -> {
          int count = (int) Math.min(target.remaining(), bytes.length - position);
          target.put(bytes, (int) position, count);
          return count;
        });
  }

  @Override
  public int read(ByteBuffer target) throws IOException {
    check();
    if (!target.hasRemaining()) {
      return 0;
    }
    if (position >= size) {
      return -1;
    }
    int count = source.read(position, target);
    position += count;
    return count;
  }

  @Override
  public int write(ByteBuffer source) {
    throw new NonWritableChannelException();
  }

  @Override
  public SeekableByteChannel truncate(long size) {
    throw new NonWritableChannelException();
  }

  @Override
  public long position() throws ClosedChannelException {
    check();
    return position;
  }

  @Override
  public SeekableByteChannel position(long target) throws ClosedChannelException {
    check();
    if (target < 0) {
      throw new IllegalArgumentException("a position cannot be negative: " + target);
    }
    position = target;
    return this;
  }

  @Override
  public long size() throws ClosedChannelException {
    check();
    return size;
  }

  @Override
  public boolean isOpen() {
    return open;
  }

  @Override
  public void close() {
    open = false;
  }

  private void check() throws ClosedChannelException {
    if (!open) {
      throw new ClosedChannelException();
    }
  }
}
