package dev.halcyon.app.media;

import dev.halcyon.app.kit.Hue;
import dev.halcyon.app.kit.ScoreWords;
import dev.halcyon.app.kit.Words;
import dev.halcyon.protocol.Category;
import dev.halcyon.protocol.Keyframe;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import javafx.scene.AccessibleAttribute;
import javafx.scene.AccessibleRole;
import javafx.scene.input.KeyCode;
import javafx.scene.input.KeyEvent;
import javafx.scene.input.MouseEvent;
import javafx.scene.layout.Region;
import javafx.scene.shape.Line;
import javafx.scene.shape.Polyline;
import org.jspecify.annotations.Nullable;

/**
 * The risk of a recording over its length, with the moment on show, the cuts, and a mark for each
 * place where the machine found something. A click goes to that very second, near a mark to the
 * mark; with the keyboard on it the arrows go from mark to mark. FX thread only.
 */
final class RiskCurveView extends Region {
  private static final double HEIGHT = 36;

  /** A click so near a mark is meant for it, px. */
  private static final double REACH = 6;

  private final TimelineViewModel vm;
  private final Words words;
  private final ScoreWords scores;
  private final Polyline line = new Polyline();
  private final Line here = new Line();
  private final List<Line> cuts = new ArrayList<>();
  private final List<Line> marks = new ArrayList<>();
  private List<RiskCurve.Point> points = List.of();
  private List<Double> cutTimes = List.of();
  private TimelineViewModel.@Nullable Shown shown;
  private double at;

  RiskCurveView(TimelineViewModel vm, Words words) {
    this.vm = vm;
    this.words = words;
    this.scores = new ScoreWords(words);
    getStyleClass().addAll("risk-curve", "focus-ring");
    setMinHeight(HEIGHT);
    setPrefHeight(HEIGHT);
    setMaxHeight(HEIGHT);
    setAccessibleRole(AccessibleRole.SLIDER);
    setFocusTraversable(true);
    line.getStyleClass().add("risk-line");
    here.getStyleClass().add("risk-here");
    getChildren().addAll(line, here);
    setOnMousePressed(_ -> requestFocus());
    setOnMouseClicked(this::click);
    setOnKeyPressed(this::key);
  }

  private void key(KeyEvent event) {
    if (event.getCode() == KeyCode.LEFT || event.getCode() == KeyCode.RIGHT) {
      vm.step(event.getCode() == KeyCode.RIGHT ? 1 : -1);
      event.consume();
    }
  }

  private void click(MouseEvent event) {
    TimelineViewModel.Shown present = shown;
    if (present == null || getWidth() <= 0) {
      return;
    }
    double seconds = event.getX() / getWidth() * present.length();
    double reach = REACH / getWidth() * present.length();
    Optional<Moment> near =
        present.moments().stream()
            .filter(each -> Math.abs(each.from() - seconds) <= reach)
            .min(Comparator.comparingDouble(each -> Math.abs(each.from() - seconds)));
    near.ifPresentOrElse(vm::goTo, () -> vm.goTo(seconds));
  }

  void show(TimelineViewModel.Shown next) {
    shown = next;
    List<Keyframe> frames = next.part().keyframes();
    points = RiskCurve.of(frames, next.moments(), next.length());
    cutTimes =
        frames.stream()
            .filter(frame -> frame.cut() && frame.atSeconds() > 0)
            .map(Keyframe::atSeconds)
            .toList();
    getChildren().removeAll(cuts);
    getChildren().removeAll(marks);
    cuts.clear();
    marks.clear();
    cutTimes.forEach(_ -> cuts.add(styled("risk-cut")));
    for (Moment moment : next.moments()) {
      marks.add(Hue.of(styled("risk-mark"), moment.category()));
    }
    getChildren().addAll(0, cuts);
    getChildren().addAll(marks);
    Optional<Moment> highest = highest(next);
    Hue.of(line, highest.map(Moment::category).orElse(Category.UNKNOWN));
    setAccessibleText(
        highest
            .map(
                moment ->
                    words.say(
                        "curve.access",
                        ScoreWords.clock(moment.from()),
                        words.say("score.bare", scores.inline(moment.category()), moment.score())))
            .orElseGet(() -> words.say("curve.flat")));
    requestLayout();
  }

  private static Line styled(String style) {
    Line mark = new Line();
    mark.getStyleClass().add(style);
    return mark;
  }

  /** The highest of what was found, else of what the frames have. */
  private static Optional<Moment> highest(TimelineViewModel.Shown of) {
    return of.moments().stream()
        .max(Comparator.comparingDouble(Moment::score))
        .or(
            () ->
                of.part().keyframes().stream()
                    .filter(frame -> !frame.scores().isEmpty())
                    .max(Comparator.comparingDouble(Keyframe::risk))
                    .map(Moments::of));
  }

  @Override
  public Object queryAccessibleAttribute(AccessibleAttribute attribute, Object... parameters) {
    return switch (attribute) {
      case VALUE -> at;
      case MIN_VALUE -> 0.0;
      case MAX_VALUE -> shown == null ? 0.0 : shown.length();
      default -> super.queryAccessibleAttribute(attribute, parameters);
    };
  }

  /** Where the recording stands, seconds. */
  void at(double position) {
    at = position;
    place(getWidth());
  }

  @Override
  protected void layoutChildren() {
    double width = getWidth();
    double height = getHeight() - 4;
    line.getPoints().clear();
    for (RiskCurve.Point point : points) {
      line.getPoints().addAll(point.x() * width, 2 + (1 - point.y()) * height);
    }
    for (int i = 0; i < cuts.size(); i++) {
      upright(cuts.get(i), x(cutTimes.get(i), width), getHeight() - 6, getHeight());
    }
    TimelineViewModel.Shown present = shown;
    for (int i = 0; present != null && i < marks.size(); i++) {
      upright(marks.get(i), x(present.moments().get(i).from(), width), 0, 6);
    }
    place(width);
  }

  private void place(double width) {
    upright(here, x(at, width), 0, getHeight());
  }

  private double x(double seconds, double width) {
    TimelineViewModel.Shown present = shown;
    double length = present == null ? 0 : present.length();
    return length <= 0 ? 0.5 : Math.round(Math.clamp(seconds / length, 0, 1) * width) + 0.5;
  }

  private static void upright(Line line, double x, double top, double bottom) {
    line.setStartX(x);
    line.setEndX(x);
    line.setStartY(top);
    line.setEndY(bottom);
  }
}
