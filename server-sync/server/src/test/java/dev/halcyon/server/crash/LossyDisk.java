package dev.halcyon.server.crash;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;
import org.h2.store.fs.FileBase;
import org.h2.store.fs.FilePath;
import org.h2.store.fs.FilePathWrapper;

/**
 * A disk under H2 that forgets, when the power fails, what nobody asked it to flush. Every page
 * that is overwritten keeps its flushed content in memory until the next {@code force}; a power
 * failure puts it back. Thread-safe. Use {@code jdbc:h2:journal:lossy:PATH}.
 */
public final class LossyDisk extends FilePathWrapper {
  private static final int PAGE = 4096;
  private static final Map<String, Unflushed> FILES = new ConcurrentHashMap<>();
  private static volatile boolean lies;

  /** Makes the {@code lossy:} scheme known to H2, with nothing written yet. */
  static void plugIn() {
    FILES.clear();
    lies = false;
    FilePath.register(new LossyDisk());
  }

  /** From now on the disk says that it flushed and does not, as if nobody had asked. */
  static void ignoreFlushes() {
    lies = true;
  }

  /** Whether anything is written that a power failure would take. */
  static boolean hasUnflushed() {
    return FILES.values().stream().anyMatch(Unflushed::isDirty);
  }

  /**
   * Cuts the power at a moment when something is written and not flushed yet.
   *
   * @return how many unflushed pages there were; 0 when no such moment came in time
   */
  static int cutPowerWhileUnflushed(Random survivors, Duration patience) throws IOException {
    long until = System.nanoTime() + patience.toNanos();
    while (System.nanoTime() < until) {
      for (Unflushed file : FILES.values()) {
        // Looking and cutting under one lock: a flush in between would leave nothing to lose.
        synchronized (file) {
          if (file.isDirty()) {
            return cutPower(survivors);
          }
        }
      }
      Thread.onSpinWait();
    }
    cutPower(survivors);
    return 0;
  }

  /**
   * Cuts the power: no file can be used any more.
   *
   * @param survivors decides which unflushed pages reached the platters after all, because a disk
   *     writes in any order it likes; null for none
   * @return how many unflushed pages there were
   */
  static int cutPower(Random survivors) throws IOException {
    int lost = 0;
    for (Unflushed file : FILES.values()) {
      lost += file.cutPower(survivors);
    }
    return lost;
  }

  @Override
  public String getScheme() {
    return "lossy";
  }

  @Override
  public FileChannel open(String mode) throws IOException {
    FileChannel channel = getBase().open(mode);
    Unflushed state = FILES.computeIfAbsent(getBase().toString(), name -> new Unflushed());
    state.opened(channel);
    return new LossyChannel(channel, state);
  }

  /** What one file has in memory only: the flushed content of every page written since. */
  private static final class Unflushed {
    private final TreeMap<Long, byte[]> before = new TreeMap<>();
    private final List<FileChannel> channels = new ArrayList<>();
    private long flushedLength = -1;
    private boolean off;

    synchronized void opened(FileChannel channel) throws IOException {
      check();
      channels.add(channel);
      if (flushedLength < 0) {
        flushedLength = channel.size();
      }
    }

    synchronized int write(FileChannel channel, ByteBuffer source, long position)
        throws IOException {
      check();
      remember(channel, position, position + source.remaining());
      return channel.write(source, position);
    }

    synchronized void truncate(FileChannel channel, long length) throws IOException {
      check();
      remember(channel, length, channel.size());
      channel.truncate(length);
    }

    synchronized void force(FileChannel channel) throws IOException {
      check();
      if (!lies) {
        before.clear();
        flushedLength = channel.size();
      }
    }

    synchronized int read(FileChannel channel, ByteBuffer target, long position)
        throws IOException {
      check();
      return channel.read(target, position);
    }

    synchronized boolean isDirty() {
      return before.size() > 1;
    }

    private void check() throws IOException {
      if (off) {
        throw new IOException("the power is off");
      }
    }

    private void remember(FileChannel channel, long from, long to) throws IOException {
      for (long page = from / PAGE; page * PAGE < to; page++) {
        if (!before.containsKey(page)) {
          before.put(page, page(channel, page));
        }
      }
    }

    private static byte[] page(FileChannel channel, long page) throws IOException {
      ByteBuffer buffer = ByteBuffer.allocate(PAGE);
      while (buffer.hasRemaining() && channel.read(buffer, page * PAGE + buffer.position()) > 0) {
        // Until the page or the file is at its end.
      }
      byte[] content = new byte[buffer.position()];
      buffer.flip().get(content);
      return content;
    }

    synchronized int cutPower(Random survivors) throws IOException {
      off = true;
      FileChannel channel = channels.stream().filter(FileChannel::isOpen).findFirst().orElse(null);
      if (channel == null) {
        return 0;
      }
      long length = flushedLength;
      for (Map.Entry<Long, byte[]> page : before.entrySet()) {
        long start = page.getKey() * PAGE;
        if (survivors != null && survivors.nextBoolean()) {
          length = Math.max(length, Math.min(start + PAGE, channel.size()));
          continue;
        }
        byte[] whole = new byte[(int) Math.min(PAGE, Math.max(0, channel.size() - start))];
        System.arraycopy(
            page.getValue(), 0, whole, 0, Math.min(whole.length, page.getValue().length));
        channel.write(ByteBuffer.wrap(whole), start);
      }
      channel.truncate(length);
      for (FileChannel open : channels) {
        open.close();
      }
      return before.size();
    }
  }

  /** A channel that writes through and remembers. */
  private static final class LossyChannel extends FileBase {
    private final FileChannel channel;
    private final Unflushed state;
    private long position;

    LossyChannel(FileChannel channel, Unflushed state) {
      this.channel = channel;
      this.state = state;
    }

    @Override
    public synchronized int read(ByteBuffer target) throws IOException {
      int read = state.read(channel, target, position);
      position += Math.max(0, read);
      return read;
    }

    @Override
    public synchronized int read(ByteBuffer target, long at) throws IOException {
      return state.read(channel, target, at);
    }

    @Override
    public int write(ByteBuffer source) throws IOException {
      synchronized (this) {
        int written = state.write(channel, source, position);
        position += written;
        return written;
      }
    }

    @Override
    public int write(ByteBuffer source, long at) throws IOException {
      return state.write(channel, source, at);
    }

    @Override
    public long position() {
      return position;
    }

    @Override
    public FileChannel position(long newPosition) {
      position = newPosition;
      return this;
    }

    @Override
    public long size() throws IOException {
      return channel.size();
    }

    @Override
    public FileChannel truncate(long size) throws IOException {
      state.truncate(channel, size);
      return this;
    }

    @Override
    public void force(boolean metaData) throws IOException {
      state.force(channel);
    }

    @Override
    public FileLock tryLock(long from, long size, boolean shared) throws IOException {
      return channel.tryLock(from, size, shared);
    }

    @Override
    protected void implCloseChannel() throws IOException {
      channel.close();
    }
  }
}
