package dev.halcyon.server.store;

import com.zaxxer.hikari.HikariDataSource;
import dev.halcyon.protocol.UserProblem;
import java.nio.file.Path;
import java.sql.SQLException;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.locks.ReentrantReadWriteLock;
import org.flywaydb.core.Flyway;
import org.jdbi.v3.core.Handle;
import org.jdbi.v3.core.HandleCallback;
import org.jdbi.v3.core.Jdbi;
import org.jdbi.v3.core.statement.StatementExceptions;
import org.jdbi.v3.core.statement.StatementExceptions.MessageRendering;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The one way to the authoritative state: an H2 file or a PostgreSQL database, migrated, pooled and
 * with transactions that try again when two of them collide. Thread-safe.
 *
 * <p>A transaction that commits is visible to others but not yet promised to anybody: whoever
 * acknowledges something to a caller waits for {@link #durable()} first.
 */
public final class Database implements AutoCloseable {
  /** What kind of database this is; the SQL is the same on both. */
  public enum Kind {
    H2,
    POSTGRESQL
  }

  private static final Logger LOG = LoggerFactory.getLogger(Database.class);

  /** The journal makes a flush all or nothing; see {@link JournaledFile}. */
  private static final String JOURNALED = "jdbc:h2:" + JournaledDisk.SCHEME + ":";

  private static final String FILE_URL = JOURNALED + SteadyDisk.SCHEME + ":";

  private static final int ATTEMPTS = 8;

  /** What closing the statement says after it shut the database down. */
  private static final int H2_CLOSED = 90121;

  static {
    JournaledDisk.plugIn();
  }

  private final Kind kind;
  private final HikariDataSource pool;
  private final Jdbi jdbi;
  private final DurableCommits durable;

  /**
   * Transactions share it, a flush has it alone; see {@link H2Flush}. Fair, lest a flush starve.
   */
  private final ReentrantReadWriteLock underWay = new ReentrantReadWriteLock(true);

  private final List<Runnable> commitListeners = new CopyOnWriteArrayList<>();

  private Database(Kind kind, HikariDataSource pool) {
    this.kind = kind;
    this.pool = pool;
    this.jdbi = Jdbi.create(pool);
    // Its exceptions would quote the statement with the values bound to it.
    jdbi.getConfig(StatementExceptions.class).setMessageRendering(MessageRendering.NONE);
    jdbi.registerArgument(new JdbcArguments.OfInstant());
    jdbi.registerArgument(new JdbcArguments.OfUuid());
    jdbi.registerColumnMapper(
        Instant.class,
        (row, column, context) -> {
          @Nullable OffsetDateTime value = row.getObject(column, OffsetDateTime.class);
          return value == null ? null : value.toInstant();
        });
    this.durable =
        kind == Kind.H2 ? DurableCommits.h2(pool, underWay.writeLock()) : DurableCommits.none();
  }

  /** The JDBC address of the file database in a data directory. */
  public static String fileUrl(Path directory) {
    String path = directory.toAbsolutePath().normalize().resolve("halcyon").toString();
    if (path.indexOf(';') >= 0) {
      throw new UserProblem(
          "store.path",
          "The data directory's path contains a semicolon: " + directory,
          "Choose a directory without semicolons in its path.");
    }
    // With plain files, an interrupt of a thread that reads or writes closes the database.
    return FILE_URL + path;
  }

  /**
   * Opens and migrates a database.
   *
   * @param url {@link #fileUrl} or {@code jdbc:postgresql:…}, without H2 settings of its own
   * @throws UserProblem {@code store.*} when it cannot be opened
   */
  public static Database open(String url) {
    return open(url, 0);
  }

  /**
   * As {@link #open(String)}, refusing a file that shows an older state than it is known to have
   * had.
   *
   * @param promised what {@link #state} said before, or 0
   */
  static Database open(String url, long promised) {
    Kind kind = url.startsWith("jdbc:h2:") ? Kind.H2 : Kind.POSTGRESQL;
    if (kind == Kind.H2 && !url.startsWith(JOURNALED) && !url.startsWith("jdbc:h2:mem:")) {
      throw new UserProblem(
          "store.url",
          "A database file without a journal cannot be promised to survive a crash: " + url,
          "Give the folder with --data DIR, or a jdbc:postgresql: address with --database.");
    }
    HikariDataSource pool = null;
    try {
      if (url.startsWith(JOURNALED)) {
        H2Recovery.settle(url.substring("jdbc:h2:".length()) + ".mv.db", promised);
      }
      pool = new HikariDataSource(Pools.settings(kind, url));
      checkState(kind, pool, promised);
      Flyway.configure().dataSource(pool).locations("classpath:db/migration").load().migrate();
      Database database = new Database(kind, pool);
      database.durable.await();
      return database;
    } catch (RuntimeException e) {
      if (pool != null) {
        pool.close();
      }
      throw StoreProblems.opening(url, e);
    }
  }

  /** Before anything is written: what is in a damaged file is evidence. */
  private static void checkState(Kind kind, HikariDataSource pool, long promised) {
    try {
      if (kind == Kind.H2) {
        H2Flush.state(pool, promised);
      }
    } catch (SQLException older) {
      try (var connection = pool.getConnection();
          var statement = connection.createStatement()) {
        statement.execute("shutdown immediately");
      } catch (SQLException closed) {
        LOG.debug("abandoned: {}", closed.getMessage());
      }
      throw StoreProblems.damaged(String.valueOf(older.getMessage()), older);
    }
  }

  /** The number of the state in the database file; grows with time, 0 where there is no file. */
  long state() {
    try {
      return kind == Kind.H2 ? H2Flush.state(pool, 0) : 0;
    } catch (SQLException e) {
      throw StoreProblems.damaged(String.valueOf(e.getMessage()), e);
    }
  }

  /**
   * Reads every row once, so that damage in the middle of the file shows now.
   *
   * @throws UserProblem {@code store.damaged}
   */
  public void checkEveryRow() {
    try {
      read(handle -> handle.execute("analyze sample_size 0"));
    } catch (RuntimeException e) {
      throw StoreProblems.opening("jdbc:h2:", e);
    }
  }

  /** Lets go of the files without writing to them again: what is there is evidence now. */
  public void abandon() {
    try {
      jdbi.useHandle(handle -> handle.execute("shutdown immediately"));
    } catch (RuntimeException e) {
      LOG.debug("abandoned: {}", e.getMessage());
    }
    pool.close();
  }

  public Kind kind() {
    return kind;
  }

  public Jdbi jdbi() {
    return jdbi;
  }

  /** Waits until commits are on disk. */
  public DurableCommits durable() {
    return durable;
  }

  /** Runs after each commit of {@link #inTransaction}; must return at once. */
  public void onCommit(Runnable listener) {
    commitListeners.add(listener);
  }

  /** Reads without a transaction of its own. */
  public <T extends @Nullable Object> T read(HandleCallback<T, RuntimeException> work) {
    return jdbi.withHandle(work);
  }

  /**
   * What work throws to be run again from its beginning: it saw that another transaction changed
   * what its first look rested on.
   */
  public static final class Again extends RuntimeException {
    private static final long serialVersionUID = 1L;

    public Again(String why) {
      super(why);
    }
  }

  /**
   * Runs work in one transaction and runs it again when it collides with another: a deadlock, a row
   * that somebody inserted between our look and our insert, or work says {@link Again}. Work must
   * therefore look before it inserts and do nothing outside the database.
   */
  public <T extends @Nullable Object> T inTransaction(HandleCallback<T, RuntimeException> work) {
    for (int attempt = 1; ; attempt++) {
      try {
        T result = inQuietTransaction(work);
        commitListeners.forEach(Runnable::run);
        return result;
      } catch (RuntimeException e) {
        if (attempt >= ATTEMPTS || !Collisions.caused(e)) {
          throw e;
        }
        LOG.debug("transaction collided, attempt {} follows", attempt + 1);
        Collisions.giveWay(attempt);
      }
    }
  }

  /**
   * Runs work in one transaction, once and without telling the listeners of commits. Never wait for
   * {@link #durable()} in it: the flush waits until the work is done.
   */
  public <T extends @Nullable Object> T inQuietTransaction(
      HandleCallback<T, RuntimeException> work) {
    underWay.readLock().lock();
    try {
      return jdbi.inTransaction(work);
    } finally {
      underWay.readLock().unlock();
    }
  }

  /** Runs work in one transaction; see {@link #inTransaction}. */
  public void useTransaction(java.util.function.Consumer<Handle> work) {
    inTransaction(
        handle -> {
          work.accept(handle);
          return Boolean.TRUE;
        });
  }

  @Override
  public void close() {
    durable.close();
    if (kind == Kind.H2 && !pool.isClosed()) {
      try (var connection = pool.getConnection();
          var statement = connection.createStatement()) {
        statement.execute("shutdown");
      } catch (SQLException e) {
        if (e.getErrorCode() != H2_CLOSED) {
          LOG.warn("the database did not shut down cleanly: {}", e.getMessage());
        }
      }
    }
    pool.close();
  }
}
