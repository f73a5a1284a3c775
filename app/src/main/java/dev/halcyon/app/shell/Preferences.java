package dev.halcyon.app.shell;

import dev.halcyon.app.kit.Language;
import dev.halcyon.app.kit.Look;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * What one person chose for this machine; nothing about cases. Immutable.
 *
 * @param language of the workbench, from the next sign-in on
 * @param undoSeconds how long a decision can be taken back, {@value #LEAST_UNDO} to {@value
 *     #MOST_UNDO}
 * @param server address last signed in to, or null
 * @param account name last signed in with, or null
 */
public record Preferences(
    Look look,
    Language language,
    int undoSeconds,
    @Nullable String server,
    @Nullable String account) {
  public static final int LEAST_UNDO = 3;
  public static final int MOST_UNDO = 60;
  public static final Preferences DEFAULT =
      new Preferences(Look.DEFAULT, Language.SYSTEM, 10, null, null);

  public Preferences {
    // A file of before there was a choice lacks it.
    language = Objects.requireNonNullElse(language, Language.SYSTEM);
    undoSeconds = Math.clamp(undoSeconds, LEAST_UNDO, MOST_UNDO);
  }

  public Preferences withLook(Look other) {
    return new Preferences(other, language, undoSeconds, server, account);
  }

  public Preferences withLanguage(Language other) {
    return new Preferences(look, other, undoSeconds, server, account);
  }

  public Preferences withUndoSeconds(int other) {
    return new Preferences(look, language, other, server, account);
  }

  public Preferences withSignIn(String server, String account) {
    return new Preferences(look, language, undoSeconds, server, account);
  }
}
