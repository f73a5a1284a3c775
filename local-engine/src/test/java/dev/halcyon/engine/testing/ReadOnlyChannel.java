package dev.halcyon.engine.testing;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.ClosedChannelException;
import java.nio.channels.NonWritableChannelException;
import java.nio.channels.SeekableByteChannel;

/** A channel over bytes that are somewhere else; who extends it says where. */
abstract class ReadOnlyChannel implements SeekableByteChannel {
  private final long size;
  private long at;
  private boolean open = true;

  ReadOnlyChannel(long size) {
    this.size = size;
  }

  /** Puts some bytes from a place on, at least one, and says how many. */
  abstract int put(long from, ByteBuffer into);

  @Override
  public int read(ByteBuffer into) throws IOException {
    if (!open) {
      throw new ClosedChannelException();
    } else if (at >= size) {
      return -1;
    }
    int n = into.hasRemaining() ? put(at, into) : 0;
    at += n;
    return n;
  }

  @Override
  public int write(ByteBuffer from) {
    throw new NonWritableChannelException();
  }

  @Override
  public long position() {
    return at;
  }

  @Override
  public SeekableByteChannel position(long position) {
    at = position;
    return this;
  }

  @Override
  public long size() {
    return size;
  }

  @Override
  public SeekableByteChannel truncate(long length) {
    throw new NonWritableChannelException();
  }

  @Override
  public boolean isOpen() {
    return open;
  }

  @Override
  public void close() {
    open = false;
  }
}
