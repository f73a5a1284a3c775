package dev.halcyon.app.reasoning;

import java.util.ArrayList;
import java.util.List;
import java.util.function.IntConsumer;
import javafx.scene.input.MouseEvent;
import javafx.scene.layout.Region;
import javafx.scene.shape.Line;
import javafx.scene.shape.Rectangle;
import javafx.scene.text.Text;

/**
 * The marks of an author's line of time in their columns. A column has room for a few; the rest is
 * counted above them and still reached by the arrow keys. FX thread only.
 */
final class AuthorMarks extends Region {
  /** Most signs on each other in a column; the next one up is the count of the rest. */
  private static final int HIGHEST = 4;

  /** What is reckoned with before there is a style, px. */
  private static final double USUAL_SIZE = 12;

  private static final double BELOW = 6;

  private final AuthorTimeline line;
  private final Line axis = new Line();
  private final Rectangle here = new Rectangle();
  private final List<Text> signs = new ArrayList<>();
  private final List<Text> counts = new ArrayList<>();
  private final int[] lanes;
  private final int[] heights = new int[AuthorTimeline.COLUMNS];
  private int lit = -1;

  /**
   * @param pointed told the place of the mark under the pointer
   */
  AuthorMarks(AuthorTimeline line, IntConsumer pointed) {
    this.line = line;
    this.lanes = new int[line.marks().size()];
    axis.getStyleClass().add("axis-line");
    here.getStyleClass().add("author-here");
    here.setVisible(false);
    getChildren().addAll(here, axis);
    for (int i = 0; i < lanes.length; i++) {
      AuthorTimeline.Mark mark = line.marks().get(i);
      lanes[i] = heights[mark.column()]++;
      Text sign = text("author-mark", mark.standing().sign());
      sign.setVisible(lanes[i] < HIGHEST);
      int place = i;
      sign.addEventHandler(MouseEvent.MOUSE_ENTERED, _ -> pointed.accept(place));
      signs.add(sign);
    }
    for (int height : heights) {
      counts.add(text("author-mark-more", height > HIGHEST ? "+" + (height - HIGHEST) : ""));
    }
  }

  private Text text(String style, String words) {
    Text text = new Text(words);
    text.getStyleClass().add(style);
    text.setPickOnBounds(true);
    getChildren().add(text);
    return text;
  }

  /** Lights a mark. */
  void light(int mark) {
    lit = mark;
    here.setVisible(true);
    requestLayout();
  }

  private double size() {
    return signs.isEmpty() ? USUAL_SIZE : signs.getFirst().getFont().getSize();
  }

  private int rows() {
    int highest = 1;
    for (int height : heights) {
      highest = Math.max(highest, Math.min(height, HIGHEST + 1));
    }
    return highest;
  }

  @Override
  protected double computePrefHeight(double width) {
    return Math.ceil((rows() + 0.25) * size() * 1.1) + BELOW;
  }

  @Override
  protected double computeMinHeight(double width) {
    return computePrefHeight(width);
  }

  @Override
  protected double computePrefWidth(double height) {
    return 200;
  }

  @Override
  protected void layoutChildren() {
    double base = Math.round(getHeight() - BELOW) + 0.5;
    axis.setStartX(0);
    axis.setEndX(getWidth());
    axis.setStartY(base);
    axis.setEndY(base);
    for (int i = 0; i < signs.size(); i++) {
      place(signs.get(i), line.marks().get(i).column(), lanes[i], base);
    }
    for (int column = 0; column < counts.size(); column++) {
      place(counts.get(column), column, HIGHEST, base);
    }
    if (lit >= 0) {
      double size = size() * 1.1;
      double x = middle(line.marks().get(lit).column());
      here.setX(x - size / 2 - 1);
      here.setY(base - 3 - (Math.min(lanes[lit], HIGHEST) + 1) * size);
      here.setWidth(size + 2);
      here.setHeight(size + 2);
    }
  }

  private double middle(int column) {
    return getWidth() * (column + 0.5) / AuthorTimeline.COLUMNS;
  }

  private void place(Text text, int column, int lane, double base) {
    text.setX(middle(column) - text.getLayoutBounds().getWidth() / 2);
    text.setY(base - 4 - lane * size() * 1.1);
  }
}
