package dev.halcyon.engine.worker;

import dev.halcyon.engine.image.ByteReader;
import dev.halcyon.engine.image.MediaType;
import java.io.IOException;
import java.nio.ByteBuffer;

/**
 * A file that still grows as the worker sees it: its first bytes, kept to tell what it is, and then
 * one block after the other as the host gets them. Confined to one thread.
 */
final class LiveBytes implements ByteReader {
  private final Pipe pipe;
  private byte[] head = new byte[0];
  private long next;
  private byte[] block = new byte[0];
  private int used;
  private boolean ended;

  LiveBytes(Pipe pipe) {
    this.pipe = pipe;
  }

  /** The first bytes, waiting until there are as many as a signature needs; they stay readable. */
  byte[] head() throws IOException {
    while (head.length < MediaType.HEAD && fill()) {
      int had = head.length;
      head = java.util.Arrays.copyOf(head, had + block.length);
      System.arraycopy(block, 0, head, had, block.length);
      used = block.length;
      next += block.length;
    }
    return head;
  }

  @Override
  public long size() {
    return Job.ENDLESS;
  }

  @Override
  public int read(long position, byte[] into, int offset, int length) throws IOException {
    if (position < head.length) {
      int n = (int) Math.min(length, head.length - position);
      System.arraycopy(head, (int) position, into, offset, n);
      return n;
    }
    if (position != next) {
      throw new IOException("what still comes can be read once and in order");
    }
    if (used >= block.length && !fill()) {
      return 0;
    }
    int n = Math.min(length, block.length - used);
    System.arraycopy(block, used, into, offset, n);
    used += n;
    next += n;
    return n;
  }

  private boolean fill() throws IOException {
    if (ended) {
      return false;
    }
    pipe.send(
        Pipe.Kind.READ, ByteBuffer.allocate(12).putLong(next).putInt(RemoteFile.BLOCK).array());
    Pipe.Message answer = pipe.receive();
    if (answer.kind() != Pipe.Kind.DATA) {
      throw new IOException("expected bytes of the stream, got " + answer.kind());
    }
    block = answer.body();
    used = 0;
    ended = block.length == 0;
    return !ended;
  }
}
