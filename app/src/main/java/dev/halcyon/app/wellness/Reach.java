package dev.halcyon.app.wellness;

import java.util.List;
import javafx.geometry.BoundingBox;
import javafx.geometry.Bounds;
import javafx.scene.Node;
import javafx.scene.Parent;
import javafx.scene.Scene;
import javafx.scene.layout.Pane;

/**
 * Whether an eye can reach a node: what of it lies within its scene and every clipped area round
 * it, and whether something was drawn over all of that. Used on the JavaFX thread.
 *
 * @param inViewport whether anything of it is left between scroll bars and window edges
 * @param covered whether something that is no part of it lies over all that is left
 */
record Reach(boolean inViewport, boolean covered) {
  /** What is thinner than this, in px, nobody reads or recognises. */
  private static final double LEAST = 4;

  private static final Reach NONE = new Reach(false, false);

  /** Looks at a node as it was last laid out. */
  static Reach of(Node node) {
    Scene scene = node.getScene();
    if (scene == null) {
      return NONE;
    }
    Bounds left = new BoundingBox(0, 0, scene.getWidth(), scene.getHeight());
    left = within(left, node.localToScene(node.getLayoutBounds()));
    for (Node at = node; at != null; at = at.getParent()) {
      if (!at.isVisible() || at.getOpacity() <= 0) {
        return NONE;
      }
      if (at.getClip() != null) {
        left = within(left, at.localToScene(at.getClip().getBoundsInParent()));
      }
    }
    if (left.getWidth() < LEAST || left.getHeight() < LEAST) {
      return NONE;
    }
    return new Reach(true, isCovered(node, left));
  }

  /**
   * A later child of a parent is drawn over an earlier one; what lets the mouse through does not.
   */
  private static boolean isCovered(Node node, Bounds left) {
    for (Node at = node; at.getParent() != null; at = at.getParent()) {
      Parent parent = at.getParent();
      List<Node> siblings = parent.getChildrenUnmodifiable();
      for (int i = siblings.indexOf(at) + 1; i < siblings.size(); i++) {
        Node over = siblings.get(i);
        boolean drawn = over.isVisible() && over.getOpacity() > 0 && !isThrough(over);
        if (drawn && over.localToScene(over.getLayoutBounds()).contains(left)) {
          return true;
        }
      }
    }
    return false;
  }

  /** What lets the mouse through, all of it or between what it holds, covers nothing. */
  private static boolean isThrough(Node over) {
    return over.isMouseTransparent() || over instanceof Pane && !over.isPickOnBounds();
  }

  private static Bounds within(Bounds one, Bounds other) {
    double x = Math.max(one.getMinX(), other.getMinX());
    double y = Math.max(one.getMinY(), other.getMinY());
    double width = Math.min(one.getMaxX(), other.getMaxX()) - x;
    double height = Math.min(one.getMaxY(), other.getMaxY()) - y;
    return new BoundingBox(x, y, Math.max(0, width), Math.max(0, height));
  }
}
