package dev.halcyon.app.command;

import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import javafx.scene.input.KeyCodeCombination;
import javafx.scene.input.KeyCombination;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Which key does what: the usual keys, with those that the person chose in their place. One for the
 * life of a session; a choice applies at once to every button and list that shows a key. Used on
 * the JavaFX thread.
 *
 * <p>A key is kept as text: {@code Shortcut+K}, {@code F5}, {@code typed ?}, or nothing for a
 * command that shall have none.
 */
public final class Keymap {
  private static final Logger LOG = LoggerFactory.getLogger(Keymap.class);
  private static final String TYPED = "typed ";

  private final Map<String, Shortcut> shortcuts = new HashMap<>();
  private Map<String, String> chosen = Map.of();

  /** The key of a command; the same object for the same id. */
  public Shortcut of(String id, Optional<KeyCombination> usual) {
    Shortcut known = shortcuts.get(id);
    if (known != null) {
      known.usually(usual);
      return known;
    }
    Shortcut made = new Shortcut(usual);
    shortcuts.put(id, made);
    apply(id, made);
    return made;
  }

  /** Puts other choices in force, by the ids of the commands. */
  public void choose(Map<String, String> choices) {
    chosen = Map.copyOf(choices);
    shortcuts.forEach(this::apply);
  }

  private void apply(String id, Shortcut shortcut) {
    String kept = chosen.get(id);
    Optional<KeyCombination> key = kept == null ? Optional.empty() : read(kept);
    if (kept == null) {
      shortcut.reset();
    } else if (key.isEmpty() && !kept.isEmpty()) {
      LOG.warn("{} is not a key; {} keeps its usual one", kept, id);
      shortcut.reset();
    } else {
      shortcut.choose(key);
    }
  }

  /** A key from its text; empty for none and for what cannot be understood. */
  public static Optional<KeyCombination> read(String text) {
    if (text.startsWith(TYPED) && text.length() > TYPED.length()) {
      return Optional.of(new TypedKey(text.substring(TYPED.length())));
    }
    if (text.isEmpty()) {
      return Optional.empty();
    }
    try {
      return Optional.of(KeyCombination.valueOf(text)).filter(KeyCodeCombination.class::isInstance);
    } catch (IllegalArgumentException _) {
      return Optional.empty();
    }
  }

  /** A key as it is kept. */
  public static String write(Optional<KeyCombination> key) {
    return key.map(k -> k instanceof TypedKey typed ? TYPED + typed.character() : k.getName())
        .orElse("");
  }
}
