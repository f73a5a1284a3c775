package dev.halcyon.app.kit;

import javafx.scene.Node;

/**
 * Whether something may move on the screen: not where the person, or the desktop, asked for less
 * motion. Ask right before moving; used on the JavaFX thread.
 */
public final class Motion {
  static final String REDUCED = "reduced-motion";

  /** The longest any movement may take, in milliseconds. */
  public static final int LONGEST_MILLIS = 120;

  private Motion() {}

  /** Whether a node may move now; a node outside a scene may not. */
  public static boolean allowed(Node node) {
    return node.getScene() != null && !node.getScene().getRoot().getStyleClass().contains(REDUCED);
  }
}
