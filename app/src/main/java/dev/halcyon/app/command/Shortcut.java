package dev.halcyon.app.command;

import java.util.Optional;
import javafx.beans.property.ReadOnlyObjectProperty;
import javafx.beans.property.ReadOnlyObjectWrapper;
import javafx.scene.input.KeyCombination;

/**
 * The key of one command: the usual one, or what the person chose in its place, which may be none.
 * Used on the JavaFX thread.
 */
public final class Shortcut {
  private final ReadOnlyObjectWrapper<Optional<KeyCombination>> key;
  private Optional<KeyCombination> usual;
  private boolean chosen;

  Shortcut(Optional<KeyCombination> usual) {
    this.usual = usual;
    this.key = new ReadOnlyObjectWrapper<>(usual);
  }

  /** A key that nobody changes. */
  public static Shortcut fixed(Optional<KeyCombination> key) {
    return new Shortcut(key);
  }

  /** The key in force now, or empty for a command without. */
  public ReadOnlyObjectProperty<Optional<KeyCombination>> key() {
    return key.getReadOnlyProperty();
  }

  /** The key it has unless the person chose another. */
  public Optional<KeyCombination> usual() {
    return usual;
  }

  /** Whether the person chose the key in force. */
  public boolean isChosen() {
    return chosen;
  }

  void usually(Optional<KeyCombination> other) {
    usual = other;
    if (!chosen) {
      key.set(other);
    }
  }

  void choose(Optional<KeyCombination> other) {
    chosen = true;
    key.set(other);
  }

  void reset() {
    chosen = false;
    key.set(usual);
  }
}
