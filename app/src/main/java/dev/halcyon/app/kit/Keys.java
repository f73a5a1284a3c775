package dev.halcyon.app.kit;

import dev.halcyon.app.command.TypedKey;
import java.util.ArrayList;
import java.util.List;
import javafx.scene.input.KeyCode;
import javafx.scene.input.KeyCodeCombination;
import javafx.scene.input.KeyCombination;

/** Makes keys and says them as they are printed on controls. Stateless. */
public final class Keys {
  private Keys() {}

  /** A key without modifiers. */
  public static KeyCombination of(KeyCode code) {
    return new KeyCodeCombination(code);
  }

  /** Ctrl (Cmd on a Mac) with a key. */
  public static KeyCombination shortcut(KeyCode code) {
    return new KeyCodeCombination(code, KeyCombination.SHORTCUT_DOWN);
  }

  /** A typed character, wherever the keyboard has it: {@code ?}. */
  public static KeyCombination character(String character) {
    return new TypedKey(character);
  }

  /** "Ctrl+K", "A", "Esc". */
  public static String say(KeyCombination key) {
    List<String> parts = new ArrayList<>();
    if (key.getControl() == KeyCombination.ModifierValue.DOWN
        || key.getShortcut() == KeyCombination.ModifierValue.DOWN) {
      parts.add("Ctrl");
    }
    if (key.getAlt() == KeyCombination.ModifierValue.DOWN) {
      parts.add("Alt");
    }
    if (key.getShift() == KeyCombination.ModifierValue.DOWN) {
      parts.add("Shift");
    }
    parts.add(
        switch (key) {
          case KeyCodeCombination code -> name(code.getCode());
          case TypedKey typed -> typed.character();
          default -> key.getDisplayText();
        });
    return String.join("+", parts);
  }

  private static String name(KeyCode code) {
    return switch (code) {
      case ESCAPE -> "Esc";
      case ENTER -> "Enter";
      case SPACE -> "Space";
      case LEFT -> "←";
      case RIGHT -> "→";
      case UP -> "↑";
      case DOWN -> "↓";
      case COMMA -> ",";
      case PERIOD -> ".";
      case SLASH -> "/";
      case OPEN_BRACKET -> "[";
      case CLOSE_BRACKET -> "]";
      default -> code.getName();
    };
  }
}
