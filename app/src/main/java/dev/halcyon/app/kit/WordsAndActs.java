package dev.halcyon.app.kit;

import java.util.ArrayList;
import java.util.List;
import javafx.geometry.Orientation;
import javafx.scene.Node;
import javafx.scene.control.Control;
import javafx.scene.layout.Pane;
import javafx.scene.layout.Region;

/**
 * Words with buttons at their right; where the buttons would take more than half of the room, as
 * with large text in a narrow window, below them in as many lines as they need. No word is ever
 * squeezed. Used on the JavaFX thread.
 */
public final class WordsAndActs extends Pane {
  private static final double BETWEEN = 16;
  private static final double GAP = 8;
  private static final double MOST_OF_ROOM = 0.5;

  private final Region words;
  private final List<Control> acts = new ArrayList<>();

  public WordsAndActs(Region words, Control... acts) {
    this.words = words;
    setActs(List.of(acts));
  }

  /** Puts other buttons there. */
  public void setActs(List<? extends Control> others) {
    acts.clear();
    acts.addAll(others);
    acts.forEach(act -> act.setMinWidth(Region.USE_PREF_SIZE));
    getChildren().setAll(words);
    getChildren().addAll(acts);
  }

  private List<Control> shown() {
    return acts.stream().filter(Node::isManaged).toList();
  }

  private double actsWidth() {
    List<Control> shown = shown();
    return shown.stream().mapToDouble(act -> snapSizeX(act.prefWidth(-1))).sum()
        + GAP * Math.max(0, shown.size() - 1);
  }

  private boolean beside(double width) {
    return width <= 0 || actsWidth() <= MOST_OF_ROOM * width;
  }

  private double wordsWidth(double width) {
    double taken = shown().isEmpty() ? 0 : BETWEEN + actsWidth();
    return width <= 0 ? -1 : beside(width) ? Math.max(0, width - taken) : width;
  }

  /** The buttons line by line, as they fit below the words. */
  private List<List<Control>> lines(double width) {
    List<List<Control>> lines = new ArrayList<>();
    double left = -1;
    for (Control act : shown()) {
      double wanted = snapSizeX(act.prefWidth(-1));
      if (left < wanted) {
        lines.add(new ArrayList<>());
        left = width;
      }
      lines.getLast().add(act);
      left -= wanted + GAP;
    }
    return lines;
  }

  private static double height(List<Control> line) {
    return line.stream().mapToDouble(act -> act.prefHeight(-1)).max().orElse(0);
  }

  @Override
  public Orientation getContentBias() {
    return Orientation.HORIZONTAL;
  }

  @Override
  protected double computePrefWidth(double height) {
    return words.prefWidth(-1) + (shown().isEmpty() ? 0 : BETWEEN + actsWidth());
  }

  @Override
  protected double computeMinWidth(double height) {
    return shown().stream().mapToDouble(act -> act.prefWidth(-1)).max().orElse(0);
  }

  @Override
  protected double computePrefHeight(double width) {
    double said = words.prefHeight(wordsWidth(width));
    if (beside(width)) {
      return snapSizeY(Math.max(said, height(shown())));
    }
    List<List<Control>> lines = lines(width);
    return snapSizeY(said + lines.stream().mapToDouble(line -> GAP + height(line)).sum());
  }

  @Override
  protected double computeMinHeight(double width) {
    return computePrefHeight(width);
  }

  @Override
  protected void layoutChildren() {
    double width = getWidth();
    double forWords = wordsWidth(width);
    double said = words.prefHeight(forWords);
    if (beside(width)) {
      double tall = Math.max(said, height(shown()));
      words.resizeRelocate(0, snapPositionY((getHeight() - said) / 2), forWords, said);
      place(shown(), width - actsWidth(), (getHeight() - tall) / 2, tall);
      return;
    }
    words.resizeRelocate(0, 0, forWords, said);
    double y = said;
    for (List<Control> line : lines(width)) {
      y += GAP;
      place(line, 0, y, height(line));
      y += height(line);
    }
  }

  private void place(List<Control> line, double from, double y, double tall) {
    double x = from;
    for (Control act : line) {
      double wide = snapSizeX(act.prefWidth(-1));
      double high = act.prefHeight(-1);
      act.resizeRelocate(snapPositionX(x), snapPositionY(y + (tall - high) / 2), wide, high);
      x += wide + GAP;
    }
  }
}
