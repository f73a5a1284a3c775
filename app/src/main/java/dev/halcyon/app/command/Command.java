package dev.halcyon.app.command;

import java.util.Optional;
import javafx.beans.binding.Bindings;
import javafx.beans.value.ObservableBooleanValue;
import javafx.scene.input.KeyCombination;

/**
 * One action a person can take: what it is called, which key does it, and whether it can be done
 * now. Immutable; actions run on the JavaFX thread.
 *
 * @param id stable and also its word key: {@code review.allow}
 * @param shortcut the key that does it, which a person may change
 * @param name what the button says, a verb: "Remove permanently"
 * @param help one sentence for the tooltip and the cheat sheet
 * @param accessibleText what a screen reader says
 * @param action what happens when the key goes down or the button fires
 * @param released for a key that is held, what happens when it is let go (or the window loses
 *     focus); empty for an ordinary command
 * @param enabled whether it can be done now
 */
public record Command(
    String id,
    Shortcut shortcut,
    String name,
    String help,
    String accessibleText,
    Runnable action,
    Optional<Runnable> released,
    ObservableBooleanValue enabled) {

  private static final ObservableBooleanValue ALWAYS =
      Bindings.createBooleanBinding(() -> Boolean.TRUE);

  /** A command whose key nobody changes. */
  public Command(
      String id,
      Optional<KeyCombination> key,
      String name,
      String help,
      String accessibleText,
      Runnable action,
      Optional<Runnable> released,
      ObservableBooleanValue enabled) {
    this(id, Shortcut.fixed(key), name, help, accessibleText, action, released, enabled);
  }

  /** The key that does it now, or empty for one without. */
  public Optional<KeyCombination> key() {
    return shortcut.key().get();
  }

  /** What it belongs to among the keys a person learns: {@code review} of {@code review.allow}. */
  public String group() {
    return id.substring(0, Math.max(0, id.indexOf('.')));
  }

  /** An enabled flag for what can always be done. */
  public static ObservableBooleanValue always() {
    return ALWAYS;
  }

  /** Does it, if it can be done now. */
  public void fire() {
    if (enabled.get()) {
      action.run();
    }
  }
}
