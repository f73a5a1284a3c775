package dev.halcyon.app.kit;

import dev.halcyon.protocol.Priority;
import javafx.scene.AccessibleRole;
import javafx.scene.control.Label;
import javafx.scene.layout.Region;

/**
 * A priority as a shape and a word (◆ P0, ▲ P1, ● P2), the hue only third, so that it reads without
 * colour. Used on the JavaFX thread.
 */
public final class PriorityMark extends Label {
  private final Words words;
  private final Region shape = new Region();

  public PriorityMark(Words words) {
    this.words = words;
    shape.getStyleClass().add("priority-shape");
    setGraphic(shape);
    getStyleClass().add("priority");
    setAccessibleRole(AccessibleRole.TEXT);
    setMinWidth(USE_PREF_SIZE);
  }

  public PriorityMark(Words words, Priority priority) {
    this(words);
    show(priority, "");
  }

  /** Shows a priority with something after it, for example a count. */
  public void show(Priority priority, String after) {
    String style = style(priority);
    // A change of class is a new CSS pass for the mark and its shape.
    if (!getStyleClass().contains(style)) {
      getStyleClass().removeIf(each -> each.startsWith("priority-p"));
      getStyleClass().add(style);
    }
    String name = words.name(priority);
    setText(after.isEmpty() ? name : name + " " + after);
    setAccessibleText(words.say("priority.access", words.say(style), after));
  }

  /** Shows nothing. */
  public void clear() {
    getStyleClass().removeIf(style -> style.startsWith("priority-p"));
    setText("");
    setAccessibleText("");
  }

  private static String style(Priority priority) {
    return switch (priority) {
      case P0 -> "priority-p0";
      case P1 -> "priority-p1";
      case P2, UNKNOWN -> "priority-p2";
    };
  }
}
