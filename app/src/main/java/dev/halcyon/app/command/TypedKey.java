package dev.halcyon.app.command;

import javafx.scene.input.KeyCombination;
import javafx.scene.input.KeyEvent;

/**
 * A character wherever the keyboard has it, for example {@code ?}, which is Shift+/ on one layout
 * and Shift+ß on another; matches the typed event, not the pressed one. Immutable.
 */
public final class TypedKey extends KeyCombination {
  private final String character;

  public TypedKey(String character) {
    super(
        ModifierValue.ANY,
        ModifierValue.ANY,
        ModifierValue.ANY,
        ModifierValue.ANY,
        ModifierValue.ANY);
    this.character = character;
  }

  public String character() {
    return character;
  }

  @Override
  public boolean match(KeyEvent event) {
    return event.getEventType() == KeyEvent.KEY_TYPED && event.getCharacter().equals(character);
  }

  @Override
  public String getName() {
    return character;
  }

  @Override
  public String getDisplayText() {
    return character;
  }

  @Override
  public boolean equals(Object other) {
    return other instanceof TypedKey key && key.character.equals(character);
  }

  @Override
  public int hashCode() {
    return character.hashCode();
  }
}
