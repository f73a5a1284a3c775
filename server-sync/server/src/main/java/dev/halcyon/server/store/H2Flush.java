package dev.halcyon.server.store;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.lang.reflect.Method;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.Map;
import java.util.concurrent.locks.Lock;
import javax.sql.DataSource;
import org.h2.engine.SessionLocal;
import org.h2.jdbc.JdbcConnection;
import org.h2.mvstore.FileStore;
import org.h2.mvstore.MVStore;
import org.jspecify.annotations.Nullable;

/**
 * Flushes every commit of an H2 database to disk, for certain and all or nothing. Called by one
 * thread at a time.
 *
 * <p>What H2's own flush misses: what its background writer has taken and still queues is neither
 * unsaved nor in the file. We therefore seal the file inside a store operation, which waits until
 * those queues are empty and keeps others from writing meanwhile, and flush what was sealed after
 * it, while others write on. And H2 stores the newest roots of its tables one after another: a
 * transaction that commits meanwhile would be in some and not in others, and so stay for ever if
 * the process ended then. We therefore store only while no transaction is under way. See
 * docs/decisions/0031.
 */
final class H2Flush implements DurableCommits.Sync {
  private static final String CLEAN = "clean";
  private static final Method WRITE_HEADER = writeHeader();

  private final DataSource source;

  private final Lock nobodyWrites;

  /**
   * A flush of a database.
   *
   * @param nobodyWrites held while no transaction is under way
   */
  H2Flush(DataSource source, Lock nobodyWrites) {
    this.source = source;
    this.nobodyWrites = nobodyWrites;
  }

  @Override
  public void run() throws SQLException {
    try (Connection connection = source.getConnection()) {
      MVStore store = store(connection);
      @Nullable FileStore<?> files = store.getFileStore();
      if (files == null) {
        return; // in memory
      }
      JournaledFile file = JournaledDisk.opened(files.getFileName());
      nobodyWrites.lock();
      try {
        store.commit();
        store.executeFilestoreOperation(() -> seal(file, files));
      } finally {
        nobodyWrites.unlock();
      }
      file.flush();
    } catch (IOException e) {
      throw new SQLException("the database file could not be flushed: " + e.getMessage(), e);
    }
  }

  /**
   * Which state H2 found in its file, or wrote there last; never falls while the file is whole.
   *
   * @param promised at least what it must be
   * @throws SQLException when H2 took an older state, because it passes over a newest one that is
   *     damaged
   */
  static long state(DataSource source, long promised) throws SQLException {
    try (Connection connection = source.getConnection()) {
      return state(store(connection), promised);
    }
  }

  /** As {@link #state(DataSource, long)}; a file that is refused is written to no more. */
  static long state(MVStore store, long promised) throws SQLException {
    @Nullable FileStore<?> files = store.getFileStore();
    if (files == null) {
      return 0;
    }
    try {
      JournaledFile file = JournaledDisk.opened(files.getFileName());
      long found = files.lastChunkVersion();
      long least = Math.max(promised, file.promisedState());
      if (found < least) {
        String older = "its newest states cannot be read, only state " + found + " of " + least;
        file.refuse(new IOException(older));
        throw new SQLException(older);
      }
      return found;
    } catch (IOException e) {
      throw new SQLException("the database file could not be read: " + e.getMessage(), e);
    }
  }

  /**
   * Seals the file with a header that names the newest chunk, as an orderly close writes it. H2
   * writes the header only now and then and finds what came later by prediction, which fails now
   * and then on a file that is whole to the last byte; and what we seal is as whole as a closed
   * one.
   */
  private static void seal(JournaledFile file, FileStore<?> files) {
    Map<String, Object> header = files.getStoreHeader();
    @Nullable Object before = header.put(CLEAN, 1);
    try {
      WRITE_HEADER.invoke(files);
      file.seal(files.lastChunkVersion());
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    } catch (ReflectiveOperationException e) {
      throw new IllegalStateException("another version of H2: " + e, e);
    } finally {
      if (before == null) {
        header.remove(CLEAN);
      } else {
        header.put(CLEAN, before);
      }
    }
  }

  private static Method writeHeader() {
    try {
      Method method =
          Class.forName("org.h2.mvstore.RandomAccessStore").getDeclaredMethod("writeStoreHeader");
      method.setAccessible(true);
      return method;
    } catch (ReflectiveOperationException e) {
      throw new ExceptionInInitializerError(e);
    }
  }

  private static MVStore store(Connection connection) throws SQLException {
    JdbcConnection h2 = connection.unwrap(JdbcConnection.class);
    return ((SessionLocal) h2.getSession()).getDatabase().getStore().getMvStore();
  }
}
