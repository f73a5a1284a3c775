package dev.halcyon.app.kit;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import javafx.scene.Node;
import javafx.scene.Parent;
import javafx.scene.Scene;
import org.jspecify.annotations.Nullable;

/**
 * The parts of a screen between which F6 moves the keyboard: the rail, a list, the item, the acts.
 * Used on the JavaFX thread.
 */
public final class Parts {
  private static final String MARK = "halcyon.part";

  private Parts() {}

  /** Makes a node a part, and hands it back. */
  public static <T extends Node> T mark(T node) {
    node.getProperties().put(MARK, Boolean.TRUE);
    return node;
  }

  /** Whether a node was made a part. */
  public static boolean isPart(Node node) {
    return node.getProperties().containsKey(MARK);
  }

  /** Moves the keyboard to the first place in the next part, or the one before; false for none. */
  public static boolean move(Scene scene, boolean forward) {
    List<Node> parts = new ArrayList<>();
    collect(scene.getRoot(), parts);
    if (parts.isEmpty()) {
      return false;
    }
    int here = parts.indexOf(partOf(scene.getFocusOwner()));
    int next =
        here < 0 && !forward
            ? parts.size() - 1
            : Math.floorMod(here + (forward ? 1 : -1), parts.size());
    ownStop(parts.get(next), true).ifPresent(Node::requestFocus);
    return true;
  }

  private static @Nullable Node partOf(@Nullable Node node) {
    Node at = node;
    while (at != null && !at.getProperties().containsKey(MARK)) {
      at = at.getParent();
    }
    return at;
  }

  private static void collect(Node node, List<Node> parts) {
    if (!node.isVisible()) {
      return;
    }
    if (isPart(node) && ownStop(node, true).isPresent()) {
      parts.add(node);
    }
    if (node instanceof Parent parent) {
      parent.getChildrenUnmodifiable().forEach(child -> collect(child, parts));
    }
  }

  /** The first stop of the Tab key in a part that lies in none of the parts within it. */
  private static Optional<Node> ownStop(Node node, boolean itself) {
    if (!node.isVisible() || node.isDisabled() || (isPart(node) && !itself)) {
      return Optional.empty();
    }
    if (node.isFocusTraversable()) {
      return Optional.of(node);
    }
    if (node instanceof Parent parent) {
      for (Node child : parent.getChildrenUnmodifiable()) {
        Optional<Node> found = ownStop(child, false);
        if (found.isPresent()) {
          return found;
        }
      }
    }
    return Optional.empty();
  }

  /** The first node within that the Tab key would stop at. */
  public static Optional<Node> firstStop(Node node) {
    if (!node.isVisible() || node.isDisabled()) {
      return Optional.empty();
    }
    if (node.isFocusTraversable()) {
      return Optional.of(node);
    }
    if (node instanceof Parent parent) {
      for (Node child : parent.getChildrenUnmodifiable()) {
        Optional<Node> found = firstStop(child);
        if (found.isPresent()) {
          return found;
        }
      }
    }
    return Optional.empty();
  }
}
