package dev.halcyon.server.store;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
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

  /** Where a file's journal lies. */
  interface Journals {
    boolean exists();

    FileChannel open(boolean writable) throws IOException;

    void delete() throws IOException;
  }

  private final FileChannel file;
  private final RawPages raw;
  private final PageStack pages;
  private final Journals journals;
  private final boolean writable;
  private final ReentrantReadWriteLock lock = new ReentrantReadWriteLock();
  private final ReentrantLock flushing = new ReentrantLock();

  private volatile boolean prepared;
  private @Nullable PageJournal journal;

  private @Nullable IOException failure;
  private long promised;

  /** Whether the owner asked for a flush after its last write. */
  private volatile boolean asked;

  JournaledFile(FileChannel file, Journals journals, boolean writable) {
    this.file = file;
    this.raw = new RawPages(file);
    this.pages = new PageStack(raw);
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
      pages.begin(file.size());
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
    batches.forEach(pages::lay);
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
      return pages.size();
    }
  }

  /** As {@link FileChannel#read(ByteBuffer, long)}. */
  int read(ByteBuffer target, long position) throws IOException {
    prepare();
    try (Held held = Held.of(lock.readLock())) {
      if (!target.hasRemaining()) {
        return 0;
      }
      if (position >= pages.size()) {
        return -1;
      }
      int count = (int) Math.min(target.remaining(), pages.size() - position);
      int limit = target.limit();
      target.limit(target.position() + count);
      pages.read(target, position);
      target.limit(limit);
      return count;
    }
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
      pages.write(source, position);
      return count;
    }
  }

  private boolean tooMuchInMemory() {
    try (Held held = Held.of(lock.readLock())) {
      return pages.waiting() > SPILL_PAGES;
    }
  }

  /** As {@link FileChannel#truncate(long)}. */
  void truncate(long length) throws IOException {
    prepare();
    try (Held held = Held.of(lock.writeLock())) {
      check();
      asked = false;
      pages.cut(length);
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
      pages.seal(state);
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
        pages.arrived();
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
      return pages.leave();
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
      boolean whole = failure == null && pages.isEmpty();
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
