package dev.halcyon.app.shell;

import dev.halcyon.app.kit.Look;
import org.jspecify.annotations.Nullable;

/**
 * What one person chose for this machine; nothing about cases. Immutable.
 *
 * @param undoSeconds how long a decision can be taken back, {@value #LEAST_UNDO} to {@value
 *     #MOST_UNDO}
 * @param server address last signed in to, or null
 * @param account name last signed in with, or null
 */
public record Preferences(
    Look look, int undoSeconds, @Nullable String server, @Nullable String account) {
  public static final int LEAST_UNDO = 3;
  public static final int MOST_UNDO = 60;
  public static final Preferences DEFAULT = new Preferences(Look.DEFAULT, 10, null, null);

  public Preferences {
    undoSeconds = Math.clamp(undoSeconds, LEAST_UNDO, MOST_UNDO);
  }

  public Preferences withLook(Look other) {
    return new Preferences(other, undoSeconds, server, account);
  }

  public Preferences withUndoSeconds(int other) {
    return new Preferences(look, other, server, account);
  }

  public Preferences withSignIn(String server, String account) {
    return new Preferences(look, undoSeconds, server, account);
  }
}
