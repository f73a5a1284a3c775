package dev.halcyon.app.kit;

import dev.halcyon.app.command.Command;
import dev.halcyon.app.command.Keymap;
import dev.halcyon.app.command.TypedKey;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import javafx.scene.input.KeyCode;
import javafx.scene.input.KeyCodeCombination;
import javafx.scene.input.KeyCombination;
import javafx.scene.input.KeyEvent;

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

  /** Shift with a key. */
  public static KeyCombination shift(KeyCode code) {
    return new KeyCodeCombination(code, KeyCombination.SHIFT_DOWN);
  }

  /** A typed character, wherever the keyboard has it: {@code ?}. */
  public static KeyCombination character(String character) {
    return new TypedKey(character);
  }

  /** A command's key as it is printed, or the empty string. */
  public static String of(Command command) {
    return command.key().map(Keys::say).orElse("");
  }

  /** The key of an event, with what is held beside it; empty for a modifier alone. */
  public static Optional<KeyCombination> of(KeyEvent event) {
    KeyCode code = event.getCode();
    if (code.isModifierKey() || code == KeyCode.UNDEFINED) {
      return Optional.empty();
    }
    List<KeyCombination.Modifier> held = new ArrayList<>();
    if (event.isShortcutDown()) {
      held.add(KeyCombination.SHORTCUT_DOWN);
    }
    if (event.isAltDown()) {
      held.add(KeyCombination.ALT_DOWN);
    }
    if (event.isShiftDown()) {
      held.add(KeyCombination.SHIFT_DOWN);
    }
    return Optional.of(new KeyCodeCombination(code, held.toArray(KeyCombination.Modifier[]::new)));
  }

  /** A key that the keymap wrote, as it is printed. */
  public static String sayKept(String kept) {
    return Keymap.read(kept).map(Keys::say).orElse("");
  }

  /** The usual key of a command, as the keymap writes it. */
  public static String usual(Command command) {
    return Keymap.write(command.shortcut().usual());
  }

  /** Whether this, as the keymap writes it, is a command's usual key. */
  public static boolean isUsual(Command command, String kept) {
    return usual(command).equals(kept);
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
