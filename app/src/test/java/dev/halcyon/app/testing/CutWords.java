package dev.halcyon.app.testing;

import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import javafx.geometry.Bounds;
import javafx.scene.Node;
import javafx.scene.Parent;
import javafx.scene.Scene;
import javafx.scene.control.Button;
import javafx.scene.control.Control;
import javafx.scene.control.Labeled;
import javafx.scene.control.ListCell;
import javafx.scene.text.Text;

/** Finds words of a scene that a reader cannot read: cut with "…", or outside the window. */
public final class CutWords {
  /**
   * Lines of a row that end in "…" by design: quotes of an item, all of which stands on the desk,
   * and what the pointer shows whole.
   */
  private static final Set<String> QUOTES =
      Set.of(
          "row-excerpt",
          "history-excerpt",
          "message-text",
          "case-excerpt",
          "case-facts",
          "entry-detail",
          "queue-title");

  private CutWords() {}

  /** Each cut text with what is drawn of it. */
  public static List<String> in(Scene scene) {
    List<String> found = new ArrayList<>();
    look(scene.getRoot(), scene, found);
    return found;
  }

  private static void look(Node node, Scene scene, List<String> found) {
    if (!node.isVisible()) {
      return;
    }
    if (node instanceof Labeled labeled && !(node instanceof ListCell<?>)) {
      cut(labeled, found);
    }
    if (node instanceof Button button && button.isManaged() && !inScroll(button)) {
      Bounds at = button.localToScene(button.getLayoutBounds());
      if (at.getMinX() < -1
          || at.getMaxX() > scene.getWidth() + 1
          || at.getMaxY() > scene.getHeight() + 1) {
        found.add("outside: " + button.getAccessibleText() + " " + at);
      }
    }
    if (node instanceof Parent parent) {
      parent.getChildrenUnmodifiable().forEach(child -> look(child, scene, found));
    }
  }

  private static void cut(Labeled labeled, List<String> found) {
    String text = labeled.getText() == null ? "" : labeled.getText();
    boolean byDesign = labeled.getStyleClass().stream().anyMatch(QUOTES::contains);
    if (text.isBlank() || byDesign || wholeInATip(labeled, text)) {
      return;
    }
    labeled.getChildrenUnmodifiable().stream()
        .filter(Text.class::isInstance)
        .map(drawn -> ((Text) drawn).getText())
        .filter(drawn -> !plain(drawn).equals(plain(text)))
        .forEach(
            drawn -> found.add(labeled.getStyleClass() + " \"" + text + "\" → \"" + drawn + '"'));
  }

  /** A tip that holds the whole text shows what the line cannot. */
  private static boolean wholeInATip(Control control, String text) {
    return control.getTooltip() != null && control.getTooltip().getText().contains(text);
  }

  private static boolean inScroll(Node node) {
    for (Node at = node; at != null; at = at.getParent()) {
      if (at.getStyleClass().contains("scroll-pane") || at.getStyleClass().contains("list-view")) {
        return true;
      }
    }
    return false;
  }

  private static String plain(String text) {
    return text.replaceAll("\\s+", " ").strip();
  }
}
