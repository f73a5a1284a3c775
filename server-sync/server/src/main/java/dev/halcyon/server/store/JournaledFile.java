package dev.halcyon.server.store;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.locks.Lock;
import java.util.concurrent.locks.ReentrantLock;
import java.util.concurrent.locks.ReentrantReadWriteLock;
import org.jspecify.annotations.Nullable;

/**
 * A database file whose every flush is all or nothing, also on a disk that writes in any order and
 * tears what it writes. Thread-safe.
 *
 * <p>Writes stay in memory until a flush. A flush appends them to the {@link PageJournal} as one
 * batch, flushes that, and only then writes them into the file; whoever opens the file after a
 * crash writes every whole batch again. So the file is always in the state of the last flush that
 * returned, or of the one that was under way.
 *
 * <p>{@link #seal} and {@link #flush} are two steps, because a database knows a moment at which its
 * file would be whole (seal then, quickly), and should not hold up its writers while the disk works
 * (flush afterwards).
 *
 * <p>Hazard: after a failed write nobody knows what the disk holds. The failure is therefore for
 * good: nothing more is written or promised, what was written can still be read.
 */
final class JournaledFile {
  /** Journal bytes after which the file itself is flushed and the journal starts afresh. */
  static final long CHECKPOINT_BYTES = 64L << 20;

  /** Pages kept in memory before a flush that nobody asked for: 64 MiB. */
  private static final int SPILL_PAGES = 16_384;

  private static final int PAGE = PageLayer.PAGE;

  /** Where a file's journal lies. */
  interface Journals {
    boolean exists();

    FileChannel open(boolean writable) throws IOException;

    void delete() throws IOException;
  }

  private final FileChannel file;
  private final RawPages raw;
  private final Journals journals;
  private final boolean writable;
  private final ReentrantReadWriteLock lock = new ReentrantReadWriteLock();
  private final ReentrantLock flushing = new ReentrantLock();

  private volatile boolean prepared;
  private @Nullable PageJournal journal;

  /** Newest first: being written, waiting for a flush, on its way to the disk. */
  private PageLayer pending = new PageLayer(0);

  private @Nullable PageLayer sealed;
  private @Nullable PageLayer leaving;
  private @Nullable IOException failure;
  private long promised;

  /** Whether the owner asked for a flush after its last write. */
  private volatile boolean asked;

  JournaledFile(FileChannel file, Journals journals, boolean writable) {
    this.file = file;
    this.raw = new RawPages(file);
    this.journals = journals;
    this.writable = writable;
  }

  /** Whether nothing more can be written, or the file does not even tell its length. */
  boolean failed() {
    try (Held held = Held.of(lock.readLock())) {
      return failure != null || file.size() < 0;
    } catch (IOException gone) {
      return true;
    }
  }

  /** Locks the file against other processes; the journal is looked at only by who has the lock. */
  @Nullable FileLock tryLock(long position, long size, boolean shared) throws IOException {
    @Nullable FileLock mine = file.tryLock(position, size, shared);
    if (mine != null) {
      prepare();
    }
    return mine;
  }

  /** Brings the file to the last promised state, or, when only reading, shows it so. */
  private void prepare() throws IOException {
    if (prepared) {
      return;
    }
    try (Held held = Held.of(lock.writeLock())) {
      if (prepared) {
        return;
      }
      if (journals.exists()) {
        catchUp(new PageJournal(journals.open(writable)));
      }
      pending = new PageLayer(leaving == null ? file.size() : leaving.size());
      prepared = true;
    }
  }

  private void catchUp(PageJournal found) throws IOException {
    List<PageLayer> batches = found.read();
    promised = found.state();
    if (writable) {
      for (PageLayer batch : batches) {
        raw.write(batch);
      }
      // It stays until the next checkpoint, with the number of the state it promised.
      found.dropTorn();
      journal = found;
      return;
    }
    found.close();
    for (PageLayer batch : batches) {
      if (leaving == null) {
        leaving = batch;
      } else {
        leaving.absorb(batch);
      }
    }
  }

  /**
   * The number of the newest state known to have been promised, or 0: who opens the file and finds
   * an older one in it knows that it is damaged.
   */
  long promisedState() throws IOException {
    prepare();
    try (Held held = Held.of(lock.readLock())) {
      return promised;
    }
  }

  /** Takes no more, so that the file and its journal stay as they are. */
  void refuse(IOException why) {
    try (Held held = Held.of(lock.writeLock())) {
      failure = failure == null ? why : failure;
    }
  }

  long size() throws IOException {
    prepare();
    try (Held held = Held.of(lock.readLock())) {
      return pending.size();
    }
  }

  /** As {@link FileChannel#read(ByteBuffer, long)}. */
  int read(ByteBuffer target, long position) throws IOException {
    prepare();
    try (Held held = Held.of(lock.readLock())) {
      if (!target.hasRemaining()) {
        return 0;
      }
      if (position >= pending.size()) {
        return -1;
      }
      int count = (int) Math.min(target.remaining(), pending.size() - position);
      int limit = target.limit();
      target.limit(target.position() + count);
      fill(target, position);
      target.limit(limit);
      return count;
    }
  }

  private void fill(ByteBuffer target, long position) throws IOException {
    long at = position;
    while (target.hasRemaining()) {
      int from = (int) (at % PAGE);
      @Nullable PageLayer layer = covering(at / PAGE);
      int count;
      if (layer != null) {
        count = Math.min(PAGE - from, target.remaining());
        target.put(layer.page(at / PAGE), from, count);
      } else {
        long end = at + target.remaining();
        long next = at / PAGE + 1;
        while (next * PAGE < end && covering(next) == null) {
          next++;
        }
        count = (int) (Math.min(next * PAGE, end) - at);
        raw.read(target, at, count);
      }
      at += count;
    }
  }

  private @Nullable PageLayer covering(long page) {
    if (pending.covers(page)) {
      return pending;
    }
    if (sealed != null && sealed.covers(page)) {
      return sealed;
    }
    return leaving != null && leaving.covers(page) ? leaving : null;
  }

  /** As {@link FileChannel#write(ByteBuffer, long)}; always takes the whole buffer. */
  int write(ByteBuffer source, long position) throws IOException {
    prepare();
    if (tooMuchInMemory()) {
      seal(0);
      flush();
    }
    try (Held held = Held.of(lock.writeLock())) {
      check();
      asked = false;
      int count = source.remaining();
      long at = position;
      while (source.hasRemaining()) {
        int from = (int) (at % PAGE);
        int length = Math.min(PAGE - from, source.remaining());
        byte[] page = length == PAGE ? new byte[PAGE] : content(at / PAGE);
        source.get(page, from, length);
        pending.put(at / PAGE, page);
        at += length;
      }
      pending.grow(at);
      return count;
    }
  }

  private boolean tooMuchInMemory() {
    try (Held held = Held.of(lock.readLock())) {
      return pending.pages().size() + (sealed == null ? 0 : sealed.pages().size()) > SPILL_PAGES;
    }
  }

  /** A copy of what a page holds now. */
  private byte[] content(long page) throws IOException {
    @Nullable PageLayer layer = covering(page);
    if (layer != null) {
      return layer.page(page).clone();
    }
    ByteBuffer content = ByteBuffer.allocate(PAGE);
    raw.read(content, page * PAGE, PAGE);
    return content.array();
  }

  /** As {@link FileChannel#truncate(long)}. */
  void truncate(long length) throws IOException {
    prepare();
    try (Held held = Held.of(lock.writeLock())) {
      check();
      asked = false;
      if (length < pending.size()) {
        byte[] last = content(length / PAGE);
        Arrays.fill(last, (int) (length % PAGE), PAGE, (byte) 0);
        pending.cut(length, last);
      }
    }
  }

  /**
   * Notes that the owner asked for a flush. H2 asks where it wants one write to reach the disk
   * before another, and in the middle of a state; all or nothing as our flushes are, they need no
   * such order. Only what was asked for at the very end is flushed, by {@link #close}.
   */
  void asked() throws IOException {
    try (Held held = Held.of(lock.writeLock())) {
      check();
      asked = true;
    }
  }

  /**
   * Notes that the file as written by now is whole, and what {@link #flush} is to make last.
   *
   * @param state number of the state the owner of the file would find in it; never falls
   */
  void seal(long state) throws IOException {
    prepare();
    try (Held held = Held.of(lock.writeLock())) {
      check();
      if (pending.isEmpty()) {
        return;
      }
      pending.seal(state);
      if (sealed == null) {
        sealed = pending;
      } else {
        sealed.absorb(pending);
      }
      pending = new PageLayer(pending.size());
    }
  }

  /** Returns when everything sealed before the call is on disk. */
  void flush() throws IOException {
    try (Held held = Held.of(flushing)) {
      @Nullable PageLayer batch = take();
      if (batch == null) {
        return;
      }
      PageJournal open = journal == null ? new PageJournal(journals.open(true)) : journal;
      journal = open;
      open.append(batch);
      raw.write(batch);
      if (open.length() > CHECKPOINT_BYTES) {
        file.force(true);
        open.clear();
      }
      try (Held alone = Held.of(lock.writeLock())) {
        promised = Math.max(promised, batch.state());
        leaving = null;
      }
    } catch (IOException e) {
      try (Held held = Held.of(lock.writeLock())) {
        failure = failure == null ? e : failure;
      }
      throw e;
    }
  }

  private @Nullable PageLayer take() throws IOException {
    try (Held held = Held.of(lock.writeLock())) {
      check();
      leaving = sealed;
      sealed = null;
      return leaving;
    }
  }

  private void check() throws IOException {
    if (failure != null) {
      throw new IOException("the file takes no more since it failed: " + failure, failure);
    }
  }

  /**
   * Closes the file. What was neither flushed nor asked to be is forgotten, as after a crash; the
   * journal stays unless the file has everything.
   */
  void close() throws IOException {
    try {
      if (asked && !failed()) {
        seal(0);
        flush();
      }
    } finally {
      release();
    }
  }

  private void release() throws IOException {
    try (Held first = Held.of(flushing);
        Held second = Held.of(lock.writeLock());
        FileChannel closing = file) {
      @Nullable PageJournal open = journal;
      if (open == null) {
        return;
      }
      boolean whole = failure == null && pending.isEmpty() && sealed == null && leaving == null;
      try (open) {
        if (whole) {
          file.force(true);
        }
      }
      if (whole) {
        journals.delete();
      }
    }
  }

  /** A lock that a block holds. */
  private record Held(Lock lock) implements AutoCloseable {
    static Held of(Lock lock) {
      lock.lock();
      return new Held(lock);
    }

    @Override
    public void close() {
      lock.unlock();
    }
  }
}
