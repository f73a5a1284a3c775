package dev.halcyon.engine.fingerprint.bank;

import dev.halcyon.engine.fingerprint.HashBits;
import dev.halcyon.engine.fingerprint.bank.LogFrames.Change;
import dev.halcyon.protocol.UserProblem;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.concurrent.locks.ReadWriteLock;
import java.util.concurrent.locks.ReentrantReadWriteLock;
import org.jspecify.annotations.Nullable;

/**
 * A bank of known fingerprints in files: a base that is mapped and never changed, and a log of what
 * was added and withdrawn since. Searches are exact. A change is on disk, and seen by every search
 * of this object, when the method that made it returns. Safe for any thread; one process may have a
 * bank open for writing, any number for reading (they see it as it was when they opened it).
 */
public final class HashBank implements AutoCloseable {
  /** Changes after which opening or adding writes the base anew; a search reads them one by one. */
  static final int FOLD_AT = 50_000;

  private static final int TRIES = 5;

  private final Path file;
  private final HashKind kind;

  private final @Nullable BankLock lock;
  private final ReadWriteLock guard = new ReentrantReadWriteLock();
  private final Object writing = new Object();
  private @Nullable BankLog log;
  private BankDelta delta;

  private HashBank(Path file, @Nullable BankLock lock, BankBase base) {
    this.file = file;
    this.kind = base.layout().kind();
    this.lock = lock;
    this.delta = new BankDelta(base);
  }

  /**
   * Makes a bank of entries, in any order; those alike in hash and label count once.
   *
   * @return how many entries the bank holds
   * @throws UserProblem {@code bank.exists} when the file is there, {@code bank.write} when it
   *     cannot be written
   */
  public static int create(Path file, HashKind kind, Iterable<BankEntry> entries) {
    EntryBuffer buffer = new EntryBuffer(kind);
    entries.forEach(buffer::add);
    return BaseWriter.create(file, kind, buffer);
  }

  /**
   * Opens a bank for searching.
   *
   * @throws UserProblem {@code bank.read}, {@code bank.foreign}, {@code bank.version}, {@code
   *     bank.damaged}
   */
  public static HashBank read(Path file) {
    try {
      for (int tried = 1; ; tried++) {
        HashBank bank = new HashBank(file, null, BankBase.open(file));
        if (!(bank.replay(tried == TRIES) instanceof LogState.Newer)) {
          return bank;
        }
        // Another process has just written the base anew: what we mapped is the one before.
      }
    } catch (IOException e) {
      throw BankFiles.unreadable(file, e);
    }
  }

  /**
   * Opens a bank for searching and changing.
   *
   * @throws UserProblem as {@link #read}, and {@code bank.locked} when somebody else changes it
   */
  public static HashBank open(Path file) {
    if (!Files.exists(file)) {
      throw BankFiles.unreadable(file, new NoSuchFileException("no such file"));
    }
    BankLock lock = BankLock.of(file);
    @Nullable HashBank bank = null;
    boolean done = false;
    try {
      Files.deleteIfExists(BankFiles.unfinished(file));
      bank = new HashBank(file, lock, BankBase.open(file));
      bank.startWriting();
      done = true;
      return bank;
    } catch (IOException e) {
      throw BankFiles.unreadable(file, e);
    } finally {
      if (!done && bank != null) {
        bank.close();
      } else if (!done) {
        lock.close();
      }
    }
  }

  private LogState replay(boolean newerIsDamage) throws IOException {
    LogState state = LogState.of(file, delta.base().layout(), newerIsDamage);
    if (state instanceof LogState.Current current) {
      current.content().changes().forEach(delta::apply);
      if (lock != null) {
        log = BankLog.append(BankFiles.log(file), current.content());
      }
    }
    return state;
  }

  private void startWriting() throws IOException {
    if (!(replay(true) instanceof LogState.Current)) {
      BankLog.create(BankFiles.log(file), delta.base().layout());
      replay(true);
    }
    if (pending() > FOLD_AT) {
      fold();
    }
  }

  public HashKind kind() {
    return kind;
  }

  /** Entries now in the bank. */
  public int size() {
    guard.readLock().lock();
    try {
      return delta.size();
    } finally {
      guard.readLock().unlock();
    }
  }

  /** Changes that are not in the base yet; {@link #fold} puts them there. */
  public int pending() {
    guard.readLock().lock();
    try {
      return delta.pending();
    } finally {
      guard.readLock().unlock();
    }
  }

  /**
   * Every entry at most {@code within} bits from a hash, nearest first, then in order of hash and
   * label. Nothing is ever missed. Up to 31 bits for PDQ and 7 for SimHash the tables are used;
   * beyond that every entry is looked at.
   */
  public List<BankMatch> search(HashBits hash, int within) {
    if (HashKind.of(hash) != kind()) {
      throw BankFiles.wrongKind(
          file, kind(), HashKind.of(hash), "Search it with a hash of its own kind.");
    }
    if (within < 0) {
      throw new IllegalArgumentException("a distance is 0 or more, got " + within);
    }
    List<BankMatch> matches;
    guard.readLock().lock();
    try {
      matches = delta.matches(hash, within);
    } finally {
      guard.readLock().unlock();
    }
    matches.sort(BankMatch::compare);
    return matches;
  }

  /**
   * Adds entries durably; those that the bank holds already, alike in hash and label, are left as
   * they are.
   *
   * @return how many were new
   * @throws UserProblem {@code bank.write} when the disk refuses; then none was added
   */
  public int add(Collection<BankEntry> entries) {
    synchronized (writing) {
      BankLog log = writable();
      List<Change> changes = new ArrayList<>();
      for (BankEntry entry : new java.util.LinkedHashSet<>(entries)) {
        if (HashKind.of(entry.hash()) != kind()) {
          throw BankFiles.wrongKind(
              file, kind(), HashKind.of(entry.hash()), "Add it to a bank of its own kind.");
        }
        if (!delta.holds(entry)) {
          changes.add(new Change(entry, false));
        }
      }
      int before = size();
      commit(log, changes);
      int added = size() - before;
      if (pending() > FOLD_AT) {
        fold();
      }
      return added;
    }
  }

  /**
   * Withdraws a hash durably, under all its labels.
   *
   * @return how many entries went
   * @throws UserProblem {@code bank.write} when the disk refuses; then the hash is still there
   */
  public int withdraw(HashBits hash) {
    synchronized (writing) {
      BankLog log = writable();
      if (HashKind.of(hash) != kind() || !delta.holds(hash)) {
        return 0;
      }
      int before = size();
      commit(log, List.of(new Change(new BankEntry(hash, BankEntry.UNSTATED, ""), true)));
      return before - size();
    }
  }

  private BankLog writable() {
    if (log == null) {
      throw new IllegalStateException("this bank is open for reading, or closed");
    }
    return log;
  }

  private void commit(BankLog log, List<Change> changes) {
    if (changes.isEmpty()) {
      return;
    }
    log.write(changes);
    guard.writeLock().lock();
    try {
      changes.forEach(delta::apply);
    } finally {
      guard.writeLock().unlock();
    }
  }

  /**
   * Writes the base anew with all changes in it. Searches go on meanwhile; a crash at any point
   * leaves either the old state or the new one, whole.
   *
   * @throws UserProblem {@code bank.write} when the disk refuses; the bank is as it was
   */
  public void fold() {
    synchronized (writing) {
      BankLog old = writable();
      BankLayout layout = delta.base().layout();
      boolean done = false;
      try {
        BaseWriter.write(file, layout.kind(), layout.id(), layout.generation() + 1, delta.merged());
        BankBase fresh = BankBase.open(file);
        // From here on the old log is of an earlier generation, and readers know to leave it.
        BankLog.create(BankFiles.log(file), fresh.layout());
        old.close();
        guard.writeLock().lock();
        try {
          delta = new BankDelta(fresh);
        } finally {
          guard.writeLock().unlock();
        }
        replay(true);
        done = true;
      } catch (IOException e) {
        throw BankFiles.unwritable(file, e);
      } finally {
        if (!done) {
          // The base may be the new one: what went to the old log now would be passed over.
          old.retire();
        }
      }
    }
  }

  @Override
  public void close() {
    synchronized (writing) {
      try {
        if (log != null) {
          log.close();
        }
      } catch (IOException e) {
        throw BankFiles.unwritable(file, e);
      } finally {
        log = null;
        if (lock != null) {
          lock.close();
        }
      }
    }
  }
}
