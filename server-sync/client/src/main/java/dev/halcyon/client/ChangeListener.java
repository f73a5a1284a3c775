package dev.halcyon.client;

import dev.halcyon.protocol.Change;

/**
 * Hears the change feed. Calls come one at a time and in order, on a thread of the feed: be quick,
 * hand long work on.
 */
public interface ChangeListener {
  /**
   * A committed change, each at most once. {@link dev.halcyon.protocol.ChangeKind#RESET} means that
   * some were missed and everything shown must be loaded anew.
   */
  void changed(Change change);

  /** The feed connected, lost its connection or gave up. */
  default void connection(Connection connection) {}
}
