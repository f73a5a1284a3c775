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
 * @param key the key that does it, or empty for one without
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
    Optional<KeyCombination> key,
    String name,
    String help,
    String accessibleText,
    Runnable action,
    Optional<Runnable> released,
    ObservableBooleanValue enabled) {

  private static final ObservableBooleanValue ALWAYS =
      Bindings.createBooleanBinding(() -> Boolean.TRUE);

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
