package dev.halcyon.engine.worker;

import dev.halcyon.engine.image.ByteReader;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * The file of the present job as the worker sees it: blocks asked of the host over the pipe, the
 * last few kept. The worker can name an offset and nothing else. Confined to one thread.
 */
final class RemoteFile implements ByteReader {
  static final int BLOCK = 256 << 10;
  private static final int KEPT = 16;

  private final Pipe pipe;
  private final long size;
  private final Map<Long, Block> blocks = new LinkedHashMap<>(KEPT * 2, 0.75f, true);

  /** A block of the file; the array is used again for another when it is no longer kept. */
  private record Block(byte[] bytes, int length) {}

  RemoteFile(Pipe pipe, long size) {
    this.pipe = pipe;
    this.size = size;
  }

  @Override
  public long size() {
    return size;
  }

  @Override
  public int read(long position, byte[] into, int offset, int length) throws IOException {
    if (position < 0 || position >= size || length <= 0) {
      return 0;
    }
    long number = position / BLOCK;
    Block block = blocks.get(number);
    if (block == null) {
      block = fetch(number);
      blocks.put(number, block);
    }
    int from = (int) (position - number * BLOCK);
    int n = Math.min(length, block.length - from);
    if (n <= 0) {
      return 0;
    }
    System.arraycopy(block.bytes, from, into, offset, n);
    return n;
  }

  private Block fetch(long number) throws IOException {
    byte[] question = ByteBuffer.allocate(12).putLong(number * BLOCK).putInt(BLOCK).array();
    pipe.send(Pipe.Kind.READ, question);
    byte[] room = blocks.size() < KEPT ? new byte[BLOCK] : eldest();
    return new Block(room, pipe.receiveData(room));
  }

  private byte[] eldest() {
    Iterator<Block> each = blocks.values().iterator();
    byte[] bytes = each.next().bytes;
    each.remove();
    return bytes;
  }
}
