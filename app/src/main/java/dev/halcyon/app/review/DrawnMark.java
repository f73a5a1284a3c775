package dev.halcyon.app.review;

import dev.halcyon.app.kit.Hue;
import dev.halcyon.app.kit.Kit;
import javafx.css.PseudoClass;
import javafx.scene.Node;
import javafx.scene.shape.Path;
import javafx.scene.text.TextFlow;

/**
 * The line under words that a step rests on and the glow behind them, drawn from the laid-out text.
 * Used again for the marks of another text, because a new node is a new CSS pass. FX thread only.
 */
final class DrawnMark {
  private static final PseudoClass LIT = PseudoClass.getPseudoClass("lit");

  private final Path line = Kit.styled(new Path(), "evidence-line");
  private final Path glow = Kit.styled(new Path(), "evidence-glow");
  private int step;
  private int from;
  private int to;
  private int depth;

  /**
   * Draws a mark from now on.
   *
   * @param from first character position of the flow
   * @param to the one after the last
   * @param depth how many marks lie over it
   */
  void show(TextMarks.Mark mark, int from, int to, int depth) {
    step = mark.step();
    this.from = from;
    this.to = to;
    this.depth = depth;
    Hue.of(line, mark.category());
    Hue.of(glow, mark.category());
    line.setVisible(true);
  }

  /** Draws nothing. */
  void clear() {
    step = 0;
    line.setVisible(false);
    line.getElements().clear();
    glow.setVisible(false);
    glow.getElements().clear();
  }

  /** Lights it if it belongs to the step. */
  void light(int lit) {
    line.pseudoClassStateChanged(LIT, step == lit);
    glow.pseudoClassStateChanged(LIT, step == lit);
    glow.setVisible(step == lit);
  }

  /** Follows where its words lie now. */
  void layOut(TextFlow flow) {
    line.getElements().setAll(flow.getUnderlineShape(from, to));
    line.setTranslateY(1 + depth * 3);
    glow.getElements().setAll(flow.getRangeShape(from, to, false));
  }

  int step() {
    return step;
  }

  Node line() {
    return line;
  }

  Node glow() {
    return glow;
  }
}
