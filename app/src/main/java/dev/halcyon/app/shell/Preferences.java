package dev.halcyon.app.shell;

import dev.halcyon.app.kit.Filters;
import dev.halcyon.app.kit.Language;
import dev.halcyon.app.kit.Look;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * What one person chose for this machine; nothing about cases. Immutable.
 *
 * @param language of the workbench, from the next sign-in on
 * @param undoSeconds how long a decision can be taken back, {@value #LEAST_UNDO} to {@value
 *     #MOST_UNDO}
 * @param server address last signed in to, or null
 * @param account name last signed in with, or null
 * @param keys the keys chosen in place of the usual ones, by the ids of the commands, as {@link
 *     dev.halcyon.app.command.Keymap} writes them
 * @param filters over pictures and films, by harm
 */
public record Preferences(
    Look look,
    Language language,
    int undoSeconds,
    @Nullable String server,
    @Nullable String account,
    Map<String, String> keys,
    Filters filters) {
  public static final int LEAST_UNDO = 3;
  public static final int MOST_UNDO = 60;
  public static final Preferences DEFAULT =
      new Preferences(Look.DEFAULT, Language.SYSTEM, 10, null, null, Map.of(), Filters.DEFAULT);

  public Preferences {
    // A file of before there was a choice lacks it.
    language = Objects.requireNonNullElse(language, Language.SYSTEM);
    filters = Objects.requireNonNullElse(filters, Filters.DEFAULT);
    undoSeconds = Math.clamp(undoSeconds, LEAST_UNDO, MOST_UNDO);
    keys = keys == null ? Map.of() : Map.copyOf(keys);
  }

  /** With another key for a command; empty for the usual one. */
  public Preferences withKey(String commandId, Optional<String> key) {
    Map<String, String> next = new TreeMap<>(keys);
    key.ifPresentOrElse(k -> next.put(commandId, k), () -> next.remove(commandId));
    return withKeys(next);
  }

  public Preferences withKeys(Map<String, String> other) {
    return new Preferences(look, language, undoSeconds, server, account, other, filters);
  }

  public Preferences withLook(Look other) {
    return new Preferences(other, language, undoSeconds, server, account, keys, filters);
  }

  public Preferences withLanguage(Language other) {
    return new Preferences(look, other, undoSeconds, server, account, keys, filters);
  }

  public Preferences withUndoSeconds(int other) {
    return new Preferences(look, language, other, server, account, keys, filters);
  }

  public Preferences withSignIn(String server, String account) {
    return new Preferences(look, language, undoSeconds, server, account, keys, filters);
  }

  public Preferences withFilters(Filters other) {
    return new Preferences(look, language, undoSeconds, server, account, keys, other);
  }
}
