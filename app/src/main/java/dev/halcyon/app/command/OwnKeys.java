package dev.halcyon.app.command;

import java.util.Set;
import javafx.scene.Node;
import javafx.scene.input.KeyCode;
import javafx.scene.input.KeyEvent;
import org.jspecify.annotations.Nullable;

/**
 * Keys that a control needs for itself while it has the keyboard, as a list whose boxes Space
 * ticks: no command gets them meanwhile. FX thread only.
 */
public final class OwnKeys {
  private static final String PROPERTY = "halcyon.own-keys";

  private OwnKeys() {}

  /** Keeps these plain keys for a node while it has the keyboard. */
  public static void keep(Node node, KeyCode... keys) {
    node.getProperties().put(PROPERTY, Set.of(keys));
  }

  /** Whether the node that has the keyboard keeps this key for itself. */
  static boolean kept(@Nullable Node focus, KeyEvent event) {
    boolean plain = !event.isShortcutDown() && !event.isAltDown() && !event.isShiftDown();
    return plain
        && focus != null
        && focus.getProperties().get(PROPERTY) instanceof Set<?> keys
        && keys.contains(event.getCode());
  }
}
