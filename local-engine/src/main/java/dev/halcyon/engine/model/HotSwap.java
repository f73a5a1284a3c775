package dev.halcyon.engine.model;

import dev.halcyon.protocol.UserProblem;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * A loaded model that many threads share and that can be replaced under them: work that has begun
 * goes on with the version it began with, work that begins later gets the new one, and a version
 * that was replaced is closed when its last work has ended. Safe for any thread; nothing here
 * blocks, and a version is closed by whoever uses it last.
 *
 * @param <M> what a loaded version is
 */
public final class HotSwap<M> implements AutoCloseable {
  /**
   * A version in use, for as long as this is open.
   *
   * @param <M> what a loaded version is
   */
  public static final class Use<M> implements AutoCloseable {
    private final Version<M> version;
    private boolean over;

    private Use(Version<M> version) {
      this.version = version;
    }

    /** The version; do not keep it beyond {@link #close()}. */
    public M model() {
      return version.model;
    }

    /** Ends the use; a second call does nothing. Not safe for several threads at once. */
    @Override
    public void close() {
      if (!over) {
        over = true;
        version.end();
      }
    }
  }

  /** A version and those who hold it: one for being the current one, one for each use. */
  private static final class Version<M> {
    private final M model;
    private final Consumer<M> closer;
    private long holders = 1;

    private Version(M model, Consumer<M> closer) {
      this.model = model;
      this.closer = closer;
    }

    /** False when its last holder has gone: it is closed, or about to be. */
    private synchronized boolean begin() {
      if (holders == 0) {
        return false;
      }
      holders++;
      return true;
    }

    private void end() {
      boolean last;
      synchronized (this) {
        last = --holders == 0;
      }
      if (last) {
        closer.accept(model);
      }
    }
  }

  private final Consumer<M> closer;
  private volatile @Nullable Version<M> current;

  /**
   * Shares a version, which is this object's to close from now on.
   *
   * @param closer frees what a version holds; called once for each
   */
  public HotSwap(M first, Consumer<M> closer) {
    this.closer = closer;
    this.current = new Version<>(first, closer);
  }

  /**
   * Begins to use the current version.
   *
   * @return the caller's to close
   * @throws UserProblem {@code model.closed} when this was closed
   */
  public Use<M> use() {
    while (true) {
      @Nullable Version<M> now = current;
      if (now == null) {
        throw new UserProblem(
            "model.closed", "The engine was closed.", "Start the engine, then scan again.");
      }
      if (now.begin()) {
        return new Use<>(now);
      }
      // It was replaced between the two lines; the next round sees what by.
    }
  }

  /**
   * Replaces the current version, which is closed once nobody uses it.
   *
   * @param next this object's to close from now on, also when it was closed before
   */
  public void swap(M next) {
    Version<M> version = new Version<>(next, closer);
    @Nullable Version<M> before;
    synchronized (this) {
      before = current;
      if (before != null) {
        current = version;
      }
    }
    if (before == null) {
      version.end();
    } else {
      before.end();
    }
  }

  /** Lets go of the current version; it is closed once nobody uses it. */
  @Override
  public void close() {
    @Nullable Version<M> before;
    synchronized (this) {
      before = current;
      current = null;
    }
    if (before != null) {
      before.end();
    }
  }
}
